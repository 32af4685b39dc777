"""Booking what was finished: once, by the table of that day, in the unit of that day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, Select, func, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.domain.events import announce
from portal.domain.organisation.models import Agency, Employee, Placement
from portal.domain.periods import local_day
from portal.domain.training.courses.models import CourseKind
from portal.domain.training.hours.events import HoursBooked
from portal.domain.training.hours.models import HoursEntry, HoursTag
from portal.domain.training.hours.needs import HoursSource
from portal.domain.training.hours.rates import all_rates, latest
from portal.domain.training.hours.telling import tell_about

AT_ONCE = 500


def book_from(session: Session, source: HoursSource, source_id: int, *, at: datetime) -> Sequence[HoursEntry]:
    """What one finished activity gives, and a word to those it concerns. Telling it again changes nothing."""
    booked = _book(session, source, _unbooked(source, source_id), at)
    for entry in booked:
        tell_about(session, entry, at=at)
    return booked


def book_missing(session: Session, sources: Iterable[HoursSource], *, at: datetime) -> int:
    """What was finished before the ledger knew of it, or while it could not listen; a handful, silently."""
    return sum(len(_book(session, source, _unbooked(source).limit(AT_ONCE), at)) for source in sources)


def _unbooked(source: HoursSource, source_id: int | None = None) -> Select[*tuple[Any, ...]]:
    """What was never booked; of one activity also what was taken back, for it is told again."""
    told = source.finished().subquery("told")
    last = (
        select(func.max(HoursEntry.revision))
        .where(
            HoursEntry.source_type == source.source_type,
            HoursEntry.source_id == told.c.source_id,
            HoursEntry.employee_id == told.c.employee_id,
        )
        .scalar_subquery()
    )
    open_ = last.is_(None) if source_id is None else or_(last.is_(None), last % 2 == 1)
    query = (
        select(*told.c, Agency.timezone, Employee.unit_key, (func.coalesce(last, -1) + 1).label("revision"))
        .join(Employee, Employee.id == told.c.employee_id)
        .join(Agency, Agency.id == Employee.agency_id)
        .where(told.c.hours > 0, open_)
        .order_by(told.c.source_id, told.c.employee_id)
    )
    return query if source_id is None else query.where(told.c.source_id == source_id)


def _book(
    session: Session, source: HoursSource, unbooked: Select[*tuple[Any, ...]], at: datetime
) -> list[HoursEntry]:
    rows = session.execute(unbooked).all()
    if not rows:
        return []
    rates, placements = all_rates(session), _placements(session, {row.employee_id for row in rows})
    booked = []
    for row in rows:
        day = row.day or local_day(row.at, row.timezone)
        kind = CourseKind(row.kind)
        rate = latest((one for one in rates if one.kind is kind), day)
        counted = rate.counted(row.hours) if rate else 0
        unit_key = _unit_on(placements.get(row.employee_id, ()), day, row.unit_key)
        entry = _write(session, source, row, kind, day, unit_key, counted, at) if counted else None
        if entry is not None:
            booked.append(entry)
    return booked


def _write(
    session: Session,
    source: HoursSource,
    row: Row[Any],
    kind: CourseKind,
    day: date,
    unit_key: int,
    counted: int,
    at: datetime,
) -> HoursEntry | None:
    """None when somebody else has booked it at the same moment."""
    entry = HoursEntry(
        employee_id=row.employee_id,
        unit_key=unit_key,
        year=day.year,
        day=day,
        kind=kind,
        title=row.title,
        provider=row.provider,
        held=row.hours,
        hours=counted,
        source_type=source.source_type,
        source_id=row.source_id,
        revision=row.revision,
        booked_at=at,
    )
    try:
        with session.begin_nested():
            session.add(entry)
            session.flush()
    except IntegrityError:
        return None
    for tag in sorted({word.strip().lower() for word in (row.tags or "").split(",") if word.strip()}):
        session.add(HoursTag(tag=tag, employee_id=row.employee_id, entry_id=entry.id, hours=counted))
    announce(session, HoursBooked(employee_id=entry.employee_id, entry_id=entry.id, at=at))
    return entry


def _placements(session: Session, employee_ids: set[int]) -> dict[int, list[tuple[date, int]]]:
    found: dict[int, list[tuple[date, int]]] = {}
    rows = session.execute(
        select(Placement.employee_id, Placement.starts_on, Placement.unit_key)
        .where(Placement.employee_id.in_(employee_ids))
        .order_by(Placement.employee_id, Placement.starts_on)
    )
    for employee_id, starts_on, unit_key in rows:
        found.setdefault(employee_id, []).append((starts_on, unit_key))
    return found


def _unit_on(placements: Sequence[tuple[date, int]], day: date, now: int) -> int:
    """The unit of that day; before the first known placement, the first."""
    before = [key for starts_on, key in placements if starts_on <= day]
    return before[-1] if before else placements[0][1] if placements else now
