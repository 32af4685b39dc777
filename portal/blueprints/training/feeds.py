"""Sessions in one's own calendar: a file for one of them, and an address that calendars ask again and again."""

from __future__ import annotations

import hmac
from collections.abc import Iterable

from flask import Response, make_response, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.training.blueprint import blueprint
from portal.blueprints.training.looks import rooms_of
from portal.database import derived_key
from portal.domain.change.campaigns.calendar import steps_near
from portal.domain.errors import NotFound
from portal.domain.organisation.own import employee_of
from portal.domain.periods import local_day
from portal.domain.training.policies import may_run
from portal.domain.training.sessions import feeds
from portal.domain.training.sessions import queries as sessions
from portal.domain.training.sessions.models import CalendarFeed, SessionDay, SessionState, TrainingSession
from portal.web.appointments import entry_of_step
from portal.web.calendars import MEDIA_TYPE, Entry, calendar_file, uid_of
from portal.web.clock import now
from portal.web.people import current_viewer, public
from portal.web.responses import changed, download
from portal.web.transactions import current_session, settings


@blueprint.get("/sessions/<int:session_id>/calendar.ics")
def session_calendar(session_id: int) -> Response:
    """The link to join online only for those who are inside."""
    session, me = current_session(), current_viewer()
    held = sessions.session_for(session, me, session_id)
    is_inside = may_run(me, held) or sessions.has_a_seat(session, me, held.id)
    made = calendar_file(_("Training"), _entries([held], with_links=is_inside), at=now())
    return download(made, f"pelatihan-{held.id}.ics", MEDIA_TYPE)


@blueprint.get("/feed")
def feed() -> ResponseReturnValue:
    found = feeds.feed_of(current_session(), current_viewer())
    address = (
        url_for(".calendar_feed", feed_id=found.id, token=_token(found), _external=True) if found else None
    )
    return render_template("training/feed.html", feed=found, address=address)


@blueprint.post("/feed")
def renew_feed() -> ResponseReturnValue:
    feeds.renew(current_session(), by=current_viewer(), at=now())
    return changed(url_for(".feed"), said=_("This address is yours alone. Add it to your calendar."))


@blueprint.post("/feed/close")
def close_feed() -> ResponseReturnValue:
    feeds.close(current_session(), by=current_viewer())
    return changed(url_for(".feed"), said=_("The address no longer answers."))


@blueprint.get("/feed/<int:feed_id>/<token>.ics")
@public
def calendar_feed(feed_id: int, token: str) -> Response:
    """For calendars, which can't sign in: whoever knows the address may read it."""
    session = current_session()
    found = feeds.open_feed(session, feed_id)
    if not hmac.compare_digest(_token(found).encode(), token.encode()):
        raise NotFound
    mine = _entries(feeds.calendar_of(session, found, at=now()), with_links=True)
    response = make_response(calendar_file("Prestasi", [*mine, *_changes(found.account_id)], at=now()))
    response.headers["Content-Type"] = MEDIA_TYPE
    return response


def _changes(account_id: int) -> list[Entry]:
    """What happens in the changes of somebody's unit."""
    session = current_session()
    me = employee_of(session, account_id)
    if me is None:
        return []
    zone = me.agency.timezone
    near = steps_near(session, me, local_day(now() - feeds.REACHES_BACK, zone))
    return [entry_of_step(step, campaign, zone) for step, campaign in near]


def _token(found: CalendarFeed) -> str:
    """192 bits that nobody can guess and that change with the version."""
    key = derived_key(settings(), "calendars")
    return hmac.new(key, f"{found.id}/{found.account_id}/{found.version}".encode(), "sha256").hexdigest()[:48]


def _entries(held: Iterable[TrainingSession], *, with_links: bool) -> list[Entry]:
    return [
        _entry(one, day, number, with_links) for one in held for number, day in enumerate(one.days, start=1)
    ]


def _entry(held: TrainingSession, day: SessionDay, number: int, with_links: bool) -> Entry:
    place = (
        ", ".join(part for part in (day.room.name, day.room.address) if part) if day.room else rooms_of(held)
    )
    title = held.course.title
    return Entry(
        uid=uid_of(f"training-{held.id}-{number}", settings().base_url),
        sequence=held.revision,
        starts_at=day.starts_at,
        ends_at=day.ends_at,
        summary=title if len(held.days) == 1 else f"{title} ({number}/{len(held.days)})",
        location=place,
        description=_description(held, day, with_links),
        url=url_for(".show_session", session_id=held.id, _external=True),
        is_cancelled=held.state is SessionState.CANCELLED,
    )


def _description(held: TrainingSession, day: SessionDay, with_links: bool) -> str:
    parts = [held.state_reason, day.topic, held.words]
    if with_links and held.online_url:
        parts.append(_("Join online: %(link)s", link=held.online_url))
    return "\n\n".join(part for part in parts if part)
