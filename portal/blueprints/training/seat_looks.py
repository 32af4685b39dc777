"""What the templates of seats need besides their data: states in words, tones, icons."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask.blueprints import BlueprintSetupState
from flask_babel import format_datetime
from flask_babel import gettext as _

from portal.blueprints.training.blueprint import blueprint
from portal.domain.organisation.models import Employee
from portal.domain.organisation.naming import initials_of
from portal.domain.training.seats.models import SEAT_STATE_NAMES, Enrolment, SeatState
from portal.domain.words import n_
from portal.web.clock import now
from portal.web.languages import say

# The same states as told to somebody else than the person.
ROSTER_NAMES = {
    SeatState.REQUESTED: n_("waits for the evaluator"),
    SeatState.APPROVED: n_("waits for the allocation"),
    SeatState.REFUSED: n_("not approved"),
    SeatState.SEATED: n_("has a seat"),
    SeatState.WAITING: n_("waiting list"),
    SeatState.OFFERED: n_("seat offered"),
    SeatState.EXPIRED: n_("offer ran out"),
    SeatState.UNSEATED: n_("no seat became free"),
    SeatState.WITHDRAWN: n_("given back"),
    SeatState.ATTENDED: n_("attended"),
    SeatState.ABSENT: n_("was absent"),
    SeatState.COMPLETED: n_("completed"),
    SeatState.CANCELLED: n_("session called off"),
}
# The steps of a request, told to its person afterwards.
EVENTS = {
    **SEAT_STATE_NAMES,
    SeatState.REQUESTED: n_("You asked for a seat"),
    SeatState.APPROVED: n_("Your request is in the allocation"),
}
TONES = {
    SeatState.REQUESTED: "info",
    SeatState.APPROVED: "info",
    SeatState.WAITING: "warn",
    SeatState.OFFERED: "warn",
    SeatState.SEATED: "ok",
    SeatState.ATTENDED: "ok",
    SeatState.COMPLETED: "ok",
    SeatState.REFUSED: "bad",
    SeatState.ABSENT: "bad",
}
ICONS = {
    SeatState.REQUESTED: "send",
    SeatState.APPROVED: "scale",
    SeatState.REFUSED: "circle-x",
    SeatState.SEATED: "user-check",
    SeatState.WAITING: "hourglass",
    SeatState.OFFERED: "gift",
    SeatState.EXPIRED: "clock",
    SeatState.UNSEATED: "clock",
    SeatState.WITHDRAWN: "arrow-back-up",
    SeatState.ATTENDED: "circle-check",
    SeatState.ABSENT: "user-x",
    SeatState.COMPLETED: "rosette-discount-check",
    SeatState.CANCELLED: "ban",
}
TILES = {"info": "blue", "warn": "orange", "ok": "green", "bad": "red", "neutral": "blue"}


def seat_tone(state: SeatState) -> str:
    return TONES.get(state, "neutral")


def seat_tile(state: SeatState) -> str:
    """The same tone as the colour of a tile."""
    return TILES[seat_tone(state)]


def seat_tag(enrolment: Enrolment) -> tuple[str, str, str]:
    """Words, tone and icon of a pill. After the end a seat only waits for the trainer's list."""
    state = enrolment.state
    if state is SeatState.SEATED and enrolment.session.ends_at <= now():
        return _("over, attendance is being settled"), "neutral", "hourglass"
    return say(SEAT_STATE_NAMES[state]), seat_tone(state), ICONS[state]


def asker(employee: Employee) -> dict[str, Any]:
    """A person as an avatar shows them."""
    return {"name": employee.name, "initials": initials_of(employee.name)}


def read_moment(text: str) -> str:
    """`12 Nov, 09.30`: a time that was kept as text among the numbers of a place."""
    return str(format_datetime(datetime.fromisoformat(text), "d MMM, HH.mm"))


def state_options() -> list[tuple[str, str]]:
    return [("", _("Everybody")), *((str(state), say(name)) for state, name in ROSTER_NAMES.items())]


WORDS: dict[str, Any] = {
    "seat_state_names": SEAT_STATE_NAMES,
    "seat_events": EVENTS,
    "roster_names": ROSTER_NAMES,
    "seat_icons": ICONS,
    "seat_tag": seat_tag,
    "seat_tone": seat_tone,
    "seat_tile": seat_tile,
    "asker": asker,
    "read_moment": read_moment,
    "state_options": state_options,
}


@blueprint.record_once
def offer(state: BlueprintSetupState) -> None:
    """As globals, because imported macros see nothing else."""
    state.app.jinja_env.globals.update(WORDS)
