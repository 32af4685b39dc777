"""What counts how much, and what is asked of whom, from which day: the law as it stands where nobody wrote more.

Rows that administrators write (HoursRate, HoursDuty) come on top: of all that hold on a day, the latest counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from portal.domain.organisation.models import Employment
from portal.domain.training.courses.models import CourseKind
from portal.domain.training.hours.models import Counting
from portal.domain.words import n_

MINUTES = 45  # of one learning hour (JP)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """PROGRAMME: the hours of the programme, at most `hours` when given. ACTIVITY: `hours` each time."""

    kind: CourseKind
    valid_from: date
    counting: Counting = Counting.PROGRAMME
    hours: int | None = None
    basis: str = ""
    id: int | None = None

    def counted(self, held: int) -> int:
        """What an activity of so many hours adds to the year."""
        if self.counting is Counting.ACTIVITY:
            return self.hours or 0
        return held if self.hours is None else min(held, self.hours)


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """At least (`least`) or at most (`most`) so many hours a year. With an assignment, the year is the contract's."""

    employment: Employment
    valid_from: date
    least: int | None = None
    most: int | None = None
    needs_assignment: bool = False
    basis: str = ""
    id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """From the first of a month on, whoever has less than this share (percent) of the duty is told."""

    month: int
    percent: int


BEGINNING = date(2017, 4, 7)
BASIS = n_("Government Regulation 11/2017, article 203")
PPPK_BASIS = n_("Government Regulation 49/2018 (PPPK)")
CHOICE = n_("Agreed when the portal began; adapt it to your own decree")

RATES: tuple[Rate, ...] = (
    *(
        Rate(kind=kind, valid_from=BEGINNING, basis=BASIS)
        for kind in CourseKind
        if kind.is_classical or kind is CourseKind.E_LEARNING
    ),
    *(
        Rate(kind=kind, valid_from=BEGINNING, counting=Counting.ACTIVITY, hours=hours, basis=CHOICE)
        for kind, hours in (
            (CourseKind.COACHING, 2),
            (CourseKind.MENTORING, 2),
            (CourseKind.SECONDMENT, 20),
            (CourseKind.BENCHMARKING, 10),
            (CourseKind.COMMUNITY, 2),
            (CourseKind.SELF_STUDY, 2),
        )
    ),
)
DUTIES: tuple[Duty, ...] = (
    Duty(employment=Employment.PNS, valid_from=BEGINNING, least=20, basis=BASIS),
    Duty(
        employment=Employment.PPPK,
        valid_from=date(2018, 11, 28),
        most=24,
        needs_assignment=True,
        basis=PPPK_BASIS,
    ),
)
OCCASIONS: tuple[Occasion, ...] = (
    Occasion(month=7, percent=25),
    Occasion(month=10, percent=50),
    Occasion(month=12, percent=100),
)
NEAR_THE_MOST = 75  # percent of what is allowed from which on somebody with a limit is told
