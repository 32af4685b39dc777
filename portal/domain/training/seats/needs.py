"""What seats must know from elsewhere. `portal.wiring` hands the answers in."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from sqlalchemy import Select, Subquery
from sqlalchemy.orm import Session


class HoursThisYear(Protocol):
    """Learning hours (JP) per person in a calendar year, as something to join."""

    def __call__(self, year: int) -> Subquery:
        """Columns `employee_id` and `hours`; who has none may be missing."""


class Gap(Protocol):
    """How far somebody's own indicator lies behind its plan: points of 100 (above 0), and what it is called."""

    @property
    def points(self) -> int: ...
    @property
    def text(self) -> str: ...


class GapsAbout(Protocol):
    """Of everybody in `people` the widest gap of an own indicator that is about one of the `words`."""

    def __call__(
        self, session: Session, people: Select[Any], words: Collection[str], day: date
    ) -> Mapping[int, Gap]: ...


@dataclass(frozen=True, slots=True)
class Fairness:
    """What the fair rule asks, in the order in which it asks."""

    hours: HoursThisYear
    gaps: GapsAbout
