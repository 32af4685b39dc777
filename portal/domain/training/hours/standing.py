"""Where somebody stands against what is asked: hours of the year, or of the contract's year, and what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Subquery, func, select
from sqlalchemy.orm import Session, joinedload

from portal.domain.organisation.models import Employee, Placement
from portal.domain.training.hours.law import NEAR_THE_MOST, Duty
from portal.domain.training.hours.models import Assignment, HoursEntry
from portal.domain.training.hours.rates import duty_on


@dataclass(frozen=True, slots=True)
class Standing:
    """Hours from `starts_on` until before `ends_on`: the calendar year, or the year of the contract.

    `assignment` is the written one that holds on the day asked about.
    """

    duty: Duty | None
    starts_on: date
    ends_on: date
    hours: int
    assignment: Assignment | None = None

    @property
    def least(self) -> int | None:
        return self.duty.least if self.duty else None

    @property
    def most(self) -> int | None:
        return self.duty.most if self.duty else None

    @property
    def missing(self) -> int:
        return max(0, (self.least or 0) - self.hours)

    @property
    def left(self) -> int | None:
        """How many more are allowed; None without a limit."""
        return None if self.most is None else self.most - self.hours

    @property
    def is_near_the_most(self) -> bool:
        return self.most is not None and self.hours * 100 >= self.most * NEAR_THE_MOST

    @property
    def is_over(self) -> bool:
        return self.most is not None and self.hours > self.most

    @property
    def lacks_assignment(self) -> bool:
        return self.duty is not None and self.duty.needs_assignment and self.assignment is None


def hours_in(year: int) -> Subquery:
    """Columns employee_id and hours of everybody who has any in that calendar year."""
    return (
        select(HoursEntry.employee_id, func.sum(HoursEntry.hours).label("hours"))
        .where(HoursEntry.year == year)
        .group_by(HoursEntry.employee_id)
        .subquery("hours_of_year")
    )


def hours_between(session: Session, employee_id: int, starts_on: date, ends_on: date) -> int:
    return (
        session.scalar(
            select(func.coalesce(func.sum(HoursEntry.hours), 0)).where(
                HoursEntry.employee_id == employee_id,
                HoursEntry.year.between(starts_on.year, ends_on.year),
                HoursEntry.day >= starts_on,
                HoursEntry.day < ends_on,
            )
        )
        or 0
    )


def standing_of(session: Session, employee: Employee, day: date) -> Standing:
    """By the duty of the day. Where an assignment is needed, its own dates are the contract's year."""
    duty = duty_on(session, employee.employment, day)
    assignment = assignment_on(session, employee.id, day) if duty and duty.needs_assignment else None
    if assignment is not None:
        starts_on, ends_on = assignment.starts_on, assignment.ends_on
    elif duty is not None and duty.needs_assignment:
        starts_on, ends_on = contract_year(_began(session, employee.id) or date(day.year, 1, 1), day)
    else:
        starts_on, ends_on = date(day.year, 1, 1), date(day.year + 1, 1, 1)
    hours = hours_between(session, employee.id, starts_on, ends_on)
    return Standing(duty, starts_on, ends_on, hours, assignment)


def assignment_on(session: Session, employee_id: int, day: date) -> Assignment | None:
    return session.scalar(
        select(Assignment)
        .where(
            Assignment.employee_id == employee_id, Assignment.starts_on <= day, Assignment.ends_on > day
        )
        .order_by(Assignment.starts_on.desc(), Assignment.id.desc())
        .limit(1)
    )


def assignments_of(session: Session, employee_id: int) -> Sequence[Assignment]:
    """Newest first."""
    return session.scalars(
        select(Assignment)
        .where(Assignment.employee_id == employee_id)
        .options(joinedload(Assignment.file))
        .order_by(Assignment.starts_on.desc(), Assignment.id.desc())
        .limit(30)
    ).all()


def contract_year(began: date, day: date) -> tuple[date, date]:
    """The year from one return of the first day of the contract to the next that holds the day."""
    start = _return_of(began, day.year)
    if start > day:
        start = _return_of(began, day.year - 1)
    return start, _return_of(began, start.year + 1)


def _return_of(began: date, year: int) -> date:
    """On 29 February the first of March of other years."""
    try:
        return began.replace(year=year)
    except ValueError:
        return date(year, 3, 1)


def _began(session: Session, employee_id: int) -> date | None:
    return session.scalar(select(func.min(Placement.starts_on)).where(Placement.employee_id == employee_id))
