"""A person's learning hours of one year: every line of the ledger with its proof, and what they add up to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session, joinedload

from portal.domain.errors import NotFound
from portal.domain.organisation.acting import acting_for
from portal.domain.organisation.models import Employee, Role
from portal.domain.organisation.viewers import Viewer
from portal.domain.periods import local_day
from portal.domain.training.certificates.models import Certificate, CertificateState
from portal.domain.training.courses.models import CourseKind
from portal.domain.training.hours.models import Assignment, HoursEntry
from portal.domain.training.hours.standing import Standing, assignments_of, standing_of

READERS = (Role.HR_ADMIN, Role.LEADER)


@dataclass(frozen=True, slots=True)
class Line:
    """`balance`: the year's hours after this line. `is_latest`: nothing was booked for the activity after it."""

    entry: HoursEntry
    balance: int
    certificate: Certificate | None
    is_latest: bool


@dataclass(frozen=True, slots=True)
class Statement:
    """`may_correct`: the viewer may take hours back. `years`: those with any line, and the one asked for."""

    person: Employee
    year: int
    lines: tuple[Line, ...]
    standing: Standing
    assignments: Sequence[Assignment]
    years: tuple[int, ...]
    is_own: bool
    may_correct: bool

    @property
    def total(self) -> int:
        return sum(line.entry.hours for line in self.lines)

    @property
    def by_kind(self) -> list[tuple[CourseKind, int]]:
        """Kinds with any hours left, in the order of the law."""
        sums = {kind: sum(self._hours(kind)) for kind in CourseKind}
        return [(kind, hours) for kind, hours in sums.items() if hours > 0]

    @property
    def by_month(self) -> list[int]:
        return [
            sum(line.entry.hours for line in self.lines if line.entry.day.month == month)
            for month in range(1, 13)
        ]

    @property
    def classical(self) -> int:
        return sum(hours for kind, hours in self.by_kind if kind.is_classical)

    def _hours(self, kind: CourseKind) -> Iterable[int]:
        return (line.entry.hours for line in self.lines if line.entry.kind is kind)


def person_seen(session: Session, viewer: Viewer, employee_id: int, *, at: datetime) -> Employee:
    """Oneself, whom one evaluates or stands in for, and people in units that one leads or administers."""
    person = session.get(
        Employee, employee_id, options=[joinedload(Employee.unit), joinedload(Employee.agency)]
    )
    if person is None:
        raise NotFound
    if person.id == viewer.employee_id or viewer.covers(person.unit_key, *READERS):
        return person
    if viewer.is_evaluator and person.evaluator_id in acting_for(session, viewer, at).evaluator_ids:
        return person
    raise NotFound


def statement_seen(
    session: Session, viewer: Viewer, employee_id: int, year: int | None, *, at: datetime
) -> Statement:
    """Of the present year when none is named. A year that is over is looked at on its last day."""
    person = person_seen(session, viewer, employee_id, at=at)
    today = local_day(at, person.agency.timezone)
    year = year or today.year
    day = today if year >= today.year else date(year, 12, 31)
    entries = session.scalars(
        select(HoursEntry)
        .where(HoursEntry.employee_id == person.id, HoursEntry.year == year)
        .order_by(HoursEntry.day, HoursEntry.id)
    ).all()
    is_own = person.id == viewer.employee_id
    return Statement(
        person=person,
        year=year,
        lines=_lines(entries, _certificates(session, person.id, entries)),
        standing=standing_of(session, person, day),
        assignments=assignments_of(session, person.id),
        years=_years(session, person.id, year, today.year),
        is_own=is_own,
        may_correct=not is_own and viewer.covers(person.unit_key, Role.HR_ADMIN),
    )


def entry_seen(session: Session, viewer: Viewer, entry_id: int) -> HoursEntry:
    """A line of somebody whom the viewer administers."""
    found = session.get(HoursEntry, entry_id, options=[joinedload(HoursEntry.employee)])
    if found is None or not viewer.covers(found.employee.unit_key, Role.HR_ADMIN):
        raise NotFound
    return found


def _lines(
    entries: Sequence[HoursEntry], certificates: dict[tuple[str, int], Certificate]
) -> tuple[Line, ...]:
    latest = {(one.source_type, one.source_id): 0 for one in entries}
    for one in entries:
        key = (one.source_type, one.source_id)
        latest[key] = max(latest[key], one.revision)
    lines, balance = [], 0
    for one in entries:
        key = (one.source_type, one.source_id)
        balance += one.hours
        lines.append(Line(one, balance, certificates.get(key), latest[key] == one.revision))
    return tuple(lines)


def _certificates(
    session: Session, employee_id: int, entries: Sequence[HoursEntry]
) -> dict[tuple[str, int], Certificate]:
    """The valid certificates that prove the lines."""
    if not entries:
        return {}
    keys = {(one.source_type, one.source_id) for one in entries}
    rows = session.scalars(
        select(Certificate).where(
            Certificate.employee_id == employee_id,
            Certificate.state == CertificateState.VALID,
            tuple_(Certificate.source_type, Certificate.source_id).in_(keys),
        )
    )
    return {(one.source_type, one.source_id): one for one in rows}


def _years(session: Session, employee_id: int, *more: int) -> tuple[int, ...]:
    booked = session.scalars(select(HoursEntry.year).where(HoursEntry.employee_id == employee_id).distinct())
    return tuple(sorted({*booked, *more}, reverse=True))
