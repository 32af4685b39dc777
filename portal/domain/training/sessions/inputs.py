"""What the actions on sessions accept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from enum import IntEnum

from portal.domain.training.sessions.models import Mode, Selection
from portal.domain.words import n_


@dataclass(frozen=True, slots=True, kw_only=True)
class DayInput:
    """A sitting in the agency's own time."""

    day: date
    begins: time
    ends: time
    room_id: int | None = None
    topic: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionInput:
    """`requests_until` is the last day for requests; without one they may come until the session begins.
    `unit_code` empty: for the whole agency.
    """

    mode: Mode
    capacity: int
    selection: Selection
    days: tuple[DayInput, ...]
    requests_until: date | None = None
    online_url: str = ""
    offer_hours: int = 48
    needs_approval: bool = True
    unit_code: str = ""
    for_all: bool = False
    words: str = ""
    trainers: tuple[int, ...] = ()


class Every(IntEnum):
    """The days between two dates of a series."""

    WEEK = 7
    TWO_WEEKS = 14
    FOUR_WEEKS = 28


EVERY_NAMES = {
    Every.WEEK: n_("every week"),
    Every.TWO_WEEKS: n_("every two weeks"),
    Every.FOUR_WEEKS: n_("every four weeks"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    budget: Decimal | None = None
    spent: Decimal | None = None
