"""Where somebody stands against what is asked: hours of the year, or of the contract's year, and what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Subquery, func, select
from sqlalchemy.orm import Session, joinedload

from portal.domain.errors import NotFound
from portal.domain.organisation.models import Employee, Placement
from portal.domain.training.hours.law import NEAR_THE_MOST, Duty
from portal.domain.training.hours.models import Assignment, HoursEntry
from portal.domain.training.hours.rates import duties_on


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
    def last_day(self) -> date:
        return self.ends_on - timedelta(days=1)

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


def hours_of_each(year: int) -> ColumnElement[int]:
    """Hours of the employee beside it in that calendar year: for part of the people, or one page of them."""
    return func.coalesce(
        select(func.sum(HoursEntry.hours))
        .where(HoursEntry.employee_id == Employee.id, HoursEntry.year == year)
        .correlate(Employee)
        .scalar_subquery(),
        0,
    )


def standing_of(session: Session, employee: Employee, day: date) -> Standing:
    return standings_of(session, [employee], day)[employee.id]


def standings_of(session: Session, people: Sequence[Employee], day: date) -> dict[int, Standing]:
    """Of a page of people, by the duty of the day. Where an assignment is needed, its dates are the contract's year;
    without one that holds, the year begins on the day on which the person's first placement returns.
    """
    duties = duties_on(session, day)
    limited = [one.id for one in people if (duty := duties.get(one.employment)) and duty.needs_assignment]
    assignments = _assignments_on(session, limited, day)
    began = _first_days(session, limited)
    booked = _booked_near(session, [one.id for one in people], day)
    found = {}
    for one in people:
        assignment, first = assignments.get(one.id), began.get(one.id)
        if assignment is not None:
            starts_on, ends_on = assignment.starts_on, assignment.ends_on
        elif first is not None:
            starts_on, ends_on = contract_year(first, day)
        else:
            starts_on, ends_on = date(day.year, 1, 1), date(day.year + 1, 1, 1)
        hours = sum(hours for on, hours in booked.get(one.id, ()) if starts_on <= on < ends_on)
        found[one.id] = Standing(duties.get(one.employment), starts_on, ends_on, hours, assignment)
    return found


def _assignments_on(session: Session, employee_ids: Sequence[int], day: date) -> dict[int, Assignment]:
    """Of several that hold, the one that began last."""
    if not employee_ids:
        return {}
    rows = session.scalars(
        select(Assignment)
        .where(
            Assignment.employee_id.in_(employee_ids), Assignment.starts_on <= day, Assignment.ends_on > day
        )
        .order_by(Assignment.starts_on, Assignment.id)
    )
    return {one.employee_id: one for one in rows}


def _first_days(session: Session, employee_ids: Sequence[int]) -> dict[int, date]:
    if not employee_ids:
        return {}
    rows = session.execute(
        select(Placement.employee_id, func.min(Placement.starts_on))
        .where(Placement.employee_id.in_(employee_ids))
        .group_by(Placement.employee_id)
    )
    return {key: value for key, value in rows}


def _booked_near(
    session: Session, employee_ids: Sequence[int], day: date
) -> dict[int, list[tuple[date, int]]]:
    """Every day with hours in the calendar years that a contract's year around the day can touch."""
    found: dict[int, list[tuple[date, int]]] = {}
    rows = session.execute(
        select(HoursEntry.employee_id, HoursEntry.day, func.sum(HoursEntry.hours))
        .where(HoursEntry.employee_id.in_(employee_ids), HoursEntry.year.between(day.year - 1, day.year + 1))
        .group_by(HoursEntry.employee_id, HoursEntry.day)
    )
    for employee_id, on, hours in rows:
        found.setdefault(employee_id, []).append((on, int(hours)))
    return found


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


def assignment_seen(session: Session, assignment_id: int) -> Assignment:
    """With its letter; who may see it is who may see the person."""
    found = session.get(Assignment, assignment_id, options=[joinedload(Assignment.file)])
    if found is None:
        raise NotFound
    return found
