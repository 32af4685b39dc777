"""What the menu offers this person, and the frame's other facts: brand, inbox, demo accounts."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask, request, url_for

from portal.domain.accounts.demo import DEMO_ACCOUNTS
from portal.domain.accounts.queries import has_demo_accounts
from portal.domain.organisation.models import Role
from portal.domain.organisation.viewers import Viewer
from portal.domain.words import n_
from portal.web.brands import brand_url
from portal.web.languages import say
from portal.web.transactions import short_read


@dataclass(frozen=True, slots=True)
class Place:
    """A main place of the portal; `is_for` decides who sees it in the menu (rights are checked at the place itself)."""

    endpoint: str
    label: str
    icon: str
    is_for: Callable[[Viewer], bool]


@dataclass(frozen=True, slots=True)
class Entry:
    label: str
    url: str
    icon: str
    current: bool


@dataclass(frozen=True, slots=True)
class Brand:
    name: str = "Prestasi"
    logo_url: str | None = None
    style_url: str | None = None


def everybody(_viewer: Viewer) -> bool:
    return True


def employees(viewer: Viewer) -> bool:
    return viewer.employee_id is not None


def evaluators(viewer: Viewer) -> bool:
    return viewer.is_evaluator


def rewarded(viewer: Viewer) -> bool:
    """Employees of an agency that uses rewards."""
    return viewer.employee_id is not None and viewer.has_rewards


def deciding_leaders(viewer: Viewer) -> bool:
    """Leaders decide on points; HR administrators find that in the administration."""
    return viewer.has(Role.LEADER) and viewer.has_rewards


def holders(*roles: Role) -> Callable[[Viewer], bool]:
    return lambda viewer: bool(viewer.spans(*roles))


def only_auditors(viewer: Viewer) -> bool:
    """Administrators find the log among their other rooms."""
    return viewer.has(Role.AUDITOR) and not viewer.spans(Role.HR_ADMIN, Role.ADMIN)


PLACES: tuple[Place, ...] = (
    Place("home.index", n_("Home"), "home", everybody),
    Place("targets.index", n_("Targets"), "target", employees),
    Place("targets.review", n_("To decide"), "clipboard-check", evaluators),
    Place("learning.index", n_("Learning"), "school", employees),
    Place("training.index", n_("Training"), "calendar-event", everybody),
    Place("rewards.index", n_("Rewards"), "award", rewarded),
    Place("leaderboards.index", n_("Boards"), "trophy", rewarded),
    Place("public_reviews.index", n_("Services"), "building-community", holders(Role.SERVICE_MANAGER)),
    Place("public_reviews.my_feedback", n_("Feedback"), "message-star", employees),
    Place("people.index", n_("Colleagues"), "users", employees),
    Place("rewards_decisions.index", n_("Decisions"), "gavel", deciding_leaders),
    Place("admin.index", n_("Administration"), "settings", holders(Role.HR_ADMIN, Role.ADMIN)),
    Place("admin.audit", n_("Audit log"), "shield-check", only_auditors),
)


def menu_for(viewer: Viewer | None) -> list[Entry]:
    if viewer is None:
        return []
    places = [(place, url_for(place.endpoint)) for place in PLACES if place.is_for(viewer)]
    here = max((url for _place, url in places if _is_at(url)), key=len, default="")
    return [Entry(say(place.label), url, place.icon, url == here) for place, url in places]


def _is_at(url: str) -> bool:
    """Whether the page asked for is that place or lies in it; of several, the innermost is where one is."""
    return request.path == url or (url != "/" and request.path.startswith(url.rstrip("/") + "/"))


@dataclass(frozen=True, slots=True)
class DemoEntry:
    label: str
    email: str
    url: str


@dataclass(frozen=True, slots=True)
class Demo:
    """What the bar of a demo offers: one click to be somebody else."""

    accounts: list[DemoEntry]


def demo_of(app: Flask) -> Demo | None:
    """None without demo data. That there is some is asked once; that there is none, again every minute."""
    is_known, until = app.extensions.get("portal_has_demo", (False, 0.0))
    if not is_known and until < time.monotonic():
        with short_read() as read:
            is_known = has_demo_accounts(read)
        app.extensions["portal_has_demo"] = (is_known, time.monotonic() + 60)
    if not is_known:
        return None
    url = url_for("auth.demo_sign_in")
    return Demo([DemoEntry(say(label), email, url) for email, label in DEMO_ACCOUNTS])


def init_app(app: Flask) -> None:
    from portal.web.people import unread_notifications, viewer_or_none

    @app.context_processor
    def frame() -> dict[str, Any]:
        viewer = viewer_or_none()
        return {
            "menu": menu_for(viewer),
            "unread": unread_notifications(),
            "brand": Brand(style_url=brand_url(viewer.agency_colour if viewer else None)),
            "demo": demo_of(app),
        }
