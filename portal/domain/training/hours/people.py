"""The learning hours of people one looks after, a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, false, func, or_, select, true
from sqlalchemy.orm import Session, joinedload

from portal.domain.errors import NotFound
from portal.domain.organisation.acting import Acting, acting_for
from portal.domain.organisation.models import Employee, Employment, OrgUnit, Role
from portal.domain.organisation.scope import inside
from portal.domain.organisation.viewers import Viewer
from portal.domain.pages import Page, page_of
from portal.domain.training.hours.models import Assignment
from portal.domain.training.hours.rates import duties_on
from portal.domain.training.hours.standing import Standing, hours_of_each, standings_of
from portal.domain.training.hours.statement import READERS
from portal.domain.words import n_

MOST_ROWS = 70_000


class Show(StrEnum):
    """Which of the people."""

    ALL = "all"
    MISSING = "missing"
    NONE = "none"
    NO_ASSIGNMENT = "no_assignment"


SHOW_NAMES = {
    Show.ALL: n_("Everybody"),
    Show.MISSING: n_("Hours are missing"),
    Show.NONE: n_("No hours yet"),
    Show.NO_ASSIGNMENT: n_("PPPK without a written assignment"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    words: str = ""
    show: Show = Show.ALL
    unit: OrgUnit | None = None


@dataclass(frozen=True, slots=True)
class PersonHours:
    """`hours` of the calendar year; the standing counts the contract's year for those with a limit."""

    employee: Employee
    hours: int
    standing: Standing


@dataclass(frozen=True, slots=True)
class Figures:
    people: int
    hours: int
    missing: int
    without: int


def may_look_after(viewer: Viewer) -> bool:
    """Has people of one's own, or reads about people as HR administrator or leader."""
    return viewer.is_evaluator or bool(viewer.spans(*READERS))


def people_with_hours(
    session: Session, viewer: Viewer, filters: Filters, *, day: date, at: datetime, number: int = 1
) -> Page[PersonHours]:
    """By name, in the calendar year of the day."""
    hours = hours_of_each(day.year)
    query: Any = (
        select(Employee, hours.label("hours"))
        .where(*_wanted(session, viewer, filters, day, at))
        .options(joinedload(Employee.unit), joinedload(Employee.position), joinedload(Employee.account))
        .order_by(Employee.name, Employee.id)
    )
    found = page_of(session, query, number)
    standings = standings_of(session, [one for one, _hours in found.items], day)
    rows = [PersonHours(one, int(hours), standings[one.id]) for one, hours in found.items]
    return Page(rows, found.number, found.total, found.size)


def figures_of(session: Session, viewer: Viewer, filters: Filters, *, day: date, at: datetime) -> Figures:
    """Of everybody the filter's unit holds, whatever else is filtered."""
    whom = Filters(unit=filters.unit)
    hours = hours_of_each(day.year)
    each = (
        select(Employee.employment.label("employment"), hours.label("hours"))
        .where(*_wanted(session, viewer, whom, day, at))
        .subquery("each")
    )
    row = session.execute(
        select(
            func.count(),
            func.coalesce(func.sum(each.c.hours), 0),
            func.count().filter(_misses(each.c.employment, each.c.hours, session, day)),
            func.count().filter(each.c.hours == 0),
        ).select_from(each)
    ).one()
    return Figures(*(int(one) for one in row))


def sheet_rows(
    session: Session, viewer: Viewer, filters: Filters, *, day: date, at: datetime
) -> Sequence[Any]:
    """The same people for a spreadsheet: name, unit, employment, grade, hours of the year."""
    return session.execute(
        select(
            Employee.name,
            OrgUnit.name.label("unit"),
            Employee.employment,
            Employee.grade,
            hours_of_each(day.year).label("hours"),
        )
        .join(OrgUnit, OrgUnit.id == Employee.unit_id)
        .where(*_wanted(session, viewer, filters, day, at))
        .order_by(Employee.name, Employee.id)
        .limit(MOST_ROWS)
    ).all()


def unit_seen(session: Session, viewer: Viewer, unit_id: int, *roles: Role) -> OrgUnit:
    """An open unit where one of the roles is held."""
    found = session.scalar(
        select(OrgUnit).where(
            OrgUnit.id == unit_id, OrgUnit.closed_on.is_(None), inside(OrgUnit.path_key, viewer, *roles)
        )
    )
    if found is None:
        raise NotFound
    return found


def units_seen(session: Session, viewer: Viewer, *roles: Role, most: int = 300) -> Sequence[OrgUnit]:
    """Open units where one of the roles is held, in the order of the tree; the first ones of a large tree."""
    return session.scalars(
        select(OrgUnit)
        .where(inside(OrgUnit.path_key, viewer, *roles), OrgUnit.closed_on.is_(None))
        .order_by(OrgUnit.level, OrgUnit.path_key)
        .limit(most)
    ).all()


def _wanted(
    session: Session, viewer: Viewer, filters: Filters, day: date, at: datetime
) -> list[ColumnElement[bool]]:
    wanted = [Employee.left_on.is_(None), Employee.id != (viewer.employee_id or 0)]
    wanted.append(_looked_after(viewer, acting_for(session, viewer, at)))
    if filters.unit is not None:
        wanted.append(Employee.unit_key.between(filters.unit.path_key, filters.unit.path_end))
    if filters.words:
        wanted.append(func.lower(Employee.name).contains(filters.words.lower(), autoescape=True))
    wanted.append(_shown(session, filters.show, day))
    return wanted


def _looked_after(viewer: Viewer, acting: Acting) -> ColumnElement[bool]:
    rated = Employee.evaluator_id.in_(acting.evaluator_ids) if acting.evaluator_ids else false()
    return or_(rated, inside(Employee.unit_key, viewer, *READERS))


def _shown(session: Session, show: Show, day: date) -> ColumnElement[bool]:
    match show:
        case Show.MISSING:
            return _misses(Employee.employment, hours_of_each(day.year), session, day)
        case Show.NONE:
            return hours_of_each(day.year) == 0
        case Show.NO_ASSIGNMENT:
            return _lacks_assignment(session, day)
    return true()


def _misses(employment: Any, hours: Any, session: Session, day: date) -> ColumnElement[bool]:
    duties = duties_on(session, day)
    least = [(kind, duty.least) for kind, duty in duties.items() if duty.least is not None]
    return or_(false(), *(and_(employment == kind, hours < number) for kind, number in least))


def _lacks_assignment(session: Session, day: date) -> ColumnElement[bool]:
    """Has hours this year, needs an assignment for them, and none holds."""
    kinds: list[Employment] = [
        kind for kind, duty in duties_on(session, day).items() if duty.needs_assignment
    ]
    holds = select(Assignment.id).where(
        Assignment.employee_id == Employee.id, Assignment.starts_on <= day, Assignment.ends_on > day
    )
    return and_(Employee.employment.in_(kinds), hours_of_each(day.year) > 0, ~holds.exists())
