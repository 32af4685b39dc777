"""What the menu offers this person, and the frame's other facts: brand, inbox, demo accounts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask, request, url_for

from portal.domain.organisation.models import Role
from portal.domain.organisation.viewers import Viewer
from portal.domain.words import n_
from portal.web.languages import say


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


def everybody(_viewer: Viewer) -> bool:
    return True


def employees(viewer: Viewer) -> bool:
    return viewer.employee_id is not None


def holders(*roles: Role) -> Callable[[Viewer], bool]:
    return lambda viewer: bool(viewer.spans(*roles))


PLACES: tuple[Place, ...] = (
    Place("home.index", n_("Home"), "home", everybody),
    Place("public_reviews.index", n_("Services"), "building-community", holders(Role.SERVICE_MANAGER)),
    Place("public_reviews.my_feedback", n_("Feedback"), "message-star", employees),
)


def menu_for(viewer: Viewer | None) -> list[Entry]:
    if viewer is None:
        return []
    return [
        Entry(say(place.label), url := url_for(place.endpoint), place.icon, _is_here(url))
        for place in PLACES
        if place.is_for(viewer)
    ]


def _is_here(url: str) -> bool:
    return request.path == url or (url != "/" and request.path.startswith(url.rstrip("/") + "/"))


def init_app(app: Flask) -> None:
    from portal.domain.notifications.queries import unread_count
    from portal.web.people import viewer_or_none
    from portal.web.transactions import current_session

    @app.context_processor
    def frame() -> dict[str, Any]:
        viewer = viewer_or_none()
        return {
            "menu": menu_for(viewer),
            "unread": unread_count(current_session(), viewer.account_id) if viewer else 0,
            "brand": Brand(),
            "demo": None,
        }
