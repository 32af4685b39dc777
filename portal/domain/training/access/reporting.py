"""The report of fair access for one unit and all below it, in one calendar year.

People are counted where they work today; hours and requests are those of the year. A request counts in the year
in which its session begins.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, select
from sqlalchemy.orm import Session

from portal.domain.organisation.models import EMPLOYMENT_NAMES, Employee, OrgUnit, Role
from portal.domain.organisation.paths import ancestors_of
from portal.domain.organisation.viewers import Viewer
from portal.domain.periods import Period
from portal.domain.training.access.distances import bands_by_key
from portal.domain.training.access.figures import Group
from portal.domain.training.access.models import BAND_NAMES, Band
from portal.domain.training.hours.standing import hours_of_each
from portal.domain.training.seats.models import HOLDS_A_SEAT, Enrolment, SeatState
from portal.domain.training.sessions.models import TrainingSession
from portal.domain.words import n_

SEES = (Role.HR_ADMIN, Role.LEADER, Role.AUDITOR)
SEX_NAMES = {"1": n_("Men"), "2": n_("Women")}
NO_GRADE, UNDECLARED, ITSELF = n_("Without a grade"), n_("Not declared"), n_("The unit itself")
UNHEARD = (SeatState.REFUSED, SeatState.WAITING, SeatState.EXPIRED, SeatState.UNSEATED)


@dataclass(frozen=True, slots=True)
class Report:
    """Groups of one kind are apart and together everybody: `whole`."""

    unit: OrgUnit
    year: int
    whole: Group
    by_unit: tuple[Group, ...]
    by_sex: tuple[Group, ...]
    by_grade: tuple[Group, ...]
    by_employment: tuple[Group, ...]
    by_distance: tuple[Group, ...]


class Groups:
    """Groups as they are first met."""

    def __init__(self, name_of: Callable[[Any], str], order: Iterable[Any] = ()) -> None:
        self._name_of = name_of
        self._groups: dict[Any, Group] = {key: Group(name_of(key)) for key in order}

    def __getitem__(self, key: Any) -> Group:
        if key not in self._groups:
            self._groups[key] = Group(self._name_of(key))
        return self._groups[key]

    def found(self) -> tuple[Group, ...]:
        return tuple(group for group in self._groups.values() if group.people or group.asked)


def may_see_access(viewer: Viewer) -> bool:
    return bool(viewer.spans(*SEES))


def report_on(session: Session, unit: OrgUnit, year: int) -> Report:
    """Seven statements, whatever the number of people."""
    children = session.execute(
        select(OrgUnit.path_key, OrgUnit.name).where(OrgUnit.parent_id == unit.id).order_by(OrgUnit.path_key)
    ).all()
    names: dict[int, str] = {unit.path_key: ITSELF, **{key: name for key, name in children}}
    bands = bands_by_key(session, unit)
    whole = Group(unit.name)
    by_unit = Groups(names.__getitem__, names)
    by_distance = Groups(lambda band: BAND_NAMES[band] if band else UNDECLARED, (*Band, None))
    by_sex = Groups(lambda digit: SEX_NAMES.get(digit, NO_GRADE), SEX_NAMES)
    by_grade = Groups(lambda grade: grade or NO_GRADE)
    by_employment = Groups(EMPLOYMENT_NAMES.__getitem__, EMPLOYMENT_NAMES)

    def in_place(key: int) -> tuple[Group, ...]:
        line = ancestors_of(key)
        return (
            by_unit[next((one for one in reversed(line) if one in names), unit.path_key)],
            by_distance[next((bands[one] for one in reversed(line) if one in bands), None)],
        )

    for row in session.execute(_hours(unit, year, Employee.unit_key)):
        _count(row, (whole, *in_place(row.unit_key)))
    for row in session.execute(_requests(unit, year, Employee.unit_key)):
        _ask(row, (whole, *in_place(row.unit_key)))
    traits = (_sex(), Employee.grade, Employee.employment)
    for row in session.execute(_hours(unit, year, *traits).order_by("grade")):
        _count(row, (by_sex[row.sex], by_grade[row.grade], by_employment[row.employment]))
    for row in session.execute(_requests(unit, year, *traits)):
        _ask(row, (by_sex[row.sex], by_grade[row.grade], by_employment[row.employment]))
    return Report(
        unit, year, whole, *(one.found() for one in (by_unit, by_sex, by_grade, by_employment, by_distance))
    )


def _sex() -> ColumnElement[str]:
    """The fifteenth digit of the personal number."""
    return func.substr(Employee.nip, 15, 1).label("sex")


def _hours(unit: OrgUnit, year: int, *traits: Any) -> Select[*tuple[Any, ...]]:
    each = select(*traits, hours_of_each(year).label("hours")).where(_works_in(unit)).subquery("each")
    return select(*each.c, func.count().label("people")).group_by(*each.c)


def _requests(unit: OrgUnit, year: int, *traits: Any) -> Select[*tuple[Any, ...]]:
    return (
        select(*traits, Enrolment.state, func.count().label("requests"))
        .select_from(Enrolment)
        .join(Employee, Employee.id == Enrolment.employee_id)
        .join(TrainingSession, TrainingSession.id == Enrolment.session_id)
        .where(_works_in(unit), begins_in(unit, year), Enrolment.state != SeatState.CANCELLED)
        .group_by(*traits, Enrolment.state)
    )


def _works_in(unit: OrgUnit) -> ColumnElement[bool]:
    return and_(Employee.left_on.is_(None), Employee.unit_key.between(unit.path_key, unit.path_end))


def begins_in(unit: OrgUnit, year: int) -> ColumnElement[bool]:
    """Sessions of that calendar year, as the unit's agency sees it."""
    first, after = moments_of(unit, year)
    return and_(TrainingSession.starts_at >= first, TrainingSession.starts_at < after)


def moments_of(unit: OrgUnit, year: int) -> tuple[datetime, datetime]:
    return Period(date(year, 1, 1), date(year + 1, 1, 1)).moments(unit.agency.timezone)


def _count(row: Row[Any], groups: Sequence[Group]) -> None:
    for group in groups:
        group.people_by_hours[max(0, int(row.hours))] += row.people


def _ask(row: Row[Any], groups: Sequence[Group]) -> None:
    for group in groups:
        group.asked += row.requests
        group.got += row.requests if row.state in HOLDS_A_SEAT else 0
        group.refused += row.requests if row.state in UNHEARD else 0
