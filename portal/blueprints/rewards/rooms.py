"""The rooms where rewards are made and watched, in a few groups. Who may enter one is what its route says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, url_for

from portal.domain.words import n_
from portal.web.languages import say
from portal.web.people import current_viewer


@dataclass(frozen=True, slots=True)
class Room:
    endpoint: str
    label: str


@dataclass(frozen=True, slots=True)
class Wing:
    """Rooms that belong together; entered by the first that is open to the viewer."""

    label: str
    rooms: tuple[Room, ...]


WINGS = (
    Wing(
        n_("Rules"),
        (
            Room("rewards_admin.index", n_("All rules")),
            Room("rewards_studio.badges", n_("Badges")),
            Room("rewards_studio.levels", n_("Levels")),
        ),
    ),
    Wing(
        n_("Decisions"),
        (
            Room("rewards_decisions.index", n_("Decisions on points")),
            Room("rewards_flags.index", n_("Signs of gaming")),
            Room("rewards_congratulations.index", n_("Reported words")),
        ),
    ),
    Wing(
        n_("Catalogue"),
        (
            Room("rewards_items.index", n_("Items")),
            Room("rewards_requests.index", n_("Requests")),
            Room("rewards_requests.pick_up", n_("Pick-up")),
        ),
    ),
    Wing(
        n_("Counting"),
        (
            Room("rewards_periods.index", n_("Periods")),
            Room("rewards_runs.index", n_("Runs and health")),
            Room("rewards_incentives.index", n_("Lists for incentives")),
        ),
    ),
)


def open_wings() -> Iterator[Wing]:
    for wing in WINGS:
        rooms = tuple(room for room in wing.rooms if _is_open(room.endpoint))
        if rooms:
            yield Wing(wing.label, rooms)


def reward_rooms(here: str) -> dict[str, list[dict[str, Any]]]:
    """Two rows of tabs; a row with a single choice is empty, for there is nothing to choose."""
    wings = list(open_wings())
    inside = next((wing for wing in wings if here in [room.endpoint for room in wing.rooms]), None)
    upper = [_tab(wing.label, wing.rooms[0].endpoint, wing is inside) for wing in wings]
    lower = (
        [_tab(room.label, room.endpoint, room.endpoint == here) for room in inside.rooms] if inside else []
    )
    return {"wings": upper if len(upper) > 1 else [], "rooms": lower if len(lower) > 1 else []}


def reward_crumbs() -> list[tuple[str, str]]:
    """The way to these rooms for those who come from the administration."""
    steps = (("admin.index", n_("Administration")), ("rewards_admin.index", n_("Rewards")))
    return [(say(label), url_for(endpoint)) for endpoint, label in steps if _is_open(endpoint)]


def _tab(label: str, endpoint: str, is_here: bool) -> dict[str, Any]:
    return {"label": say(label), "url": url_for(endpoint), "current": is_here}


def _is_open(endpoint: str) -> bool:
    roles = getattr(current_app.view_functions[endpoint], "roles", ())
    return bool(current_viewer().spans(*roles))


def init_app(app: Flask) -> None:
    for helper in (reward_rooms, reward_crumbs):
        app.add_template_global(helper)
