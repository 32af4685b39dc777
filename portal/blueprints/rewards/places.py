"""What the pages of rewards share: their tabs, whether the catalogue is in use, people as avatars."""

from dataclasses import dataclass
from datetime import date, timedelta

from flask import Flask, g

from portal.domain.organisation.models import Employee
from portal.domain.organisation.naming import initials_of
from portal.domain.rewards.options.choosing import Options, options_of
from portal.domain.rewards.recognition.models import Announcement
from portal.domain.rewards.recognition.policies import may_announce_somewhere
from portal.web.people import current_viewer
from portal.web.transactions import current_session


@dataclass(frozen=True, slots=True)
class Face:
    name: str
    initials: str
    picture_url: str | None


def face_of(person: Employee) -> Face:
    account = person.account
    has_picture = account is not None and account.picture_id is not None
    url = f"/account/pictures/{account.id}?v={account.picture_id}" if account and has_picture else None
    return Face(person.name, initials_of(person.name), url)


def reward_options() -> Options:
    """What the viewer's agency uses; asked once a request."""
    if "reward_options" not in g:
        g.reward_options = options_of(current_session(), current_viewer().agency_id)
    found: Options = g.reward_options
    return found


def last_day_of(announcement: Announcement) -> date:
    return announcement.ends_on - timedelta(days=1)


def may_announce() -> bool:
    return may_announce_somewhere(current_viewer())


def init_app(app: Flask) -> None:
    for helper in (face_of, reward_options, may_announce, last_day_of):
        app.add_template_global(helper)
