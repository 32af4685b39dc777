"""One person: far more at once than usual, or nearly everything at the last minute."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.orm import Session

from portal.domain.organisation.models import Agency, Employee
from portal.domain.pages import batched
from portal.domain.rewards.evaluation.closing import GRACE
from portal.domain.rewards.facts.models import StoredFact
from portal.domain.rewards.flags.models import FlagKind
from portal.domain.rewards.flags.signs import (
    LAST_MINUTE,
    LEAST_IN_A_DAY,
    LEAST_IN_AN_HOUR,
    LEAST_TOLD,
    PAST,
    Share,
    is_last_minute,
    peaks,
)
from portal.domain.rewards.flags.vouching import MOST_SHOWN, Finding, Look, epoch, in_period, some_of, told

HOUR = 3600
Counts = dict[tuple[str, int], dict[int, int]]


def bursts(session: Session, look: Look) -> list[Finding]:
    """By the hour where features know the time; by the day for all facts of people not found so."""
    by_hour = _bursts_by_hour(session, look)
    known = {finding.subject_id for finding in by_hour}
    return by_hour + [one for one in _bursts_by_day(session, look) if one.subject_id not in known]


def _bursts_by_hour(session: Session, look: Look) -> list[Finding]:
    table = told(look)
    if table is None:
        return []
    starts, ends = look.moments
    hour = (epoch(table.c.told_at) // HOUR).label("bucket")
    counted = (
        select(table.c.kind, table.c.subject_id, hour, func.count().label("n"))
        .where(table.c.told_at >= starts - PAST, table.c.told_at < ends)
        .group_by(table.c.kind, table.c.subject_id, hour)
        .subquery()
    )
    first, last = (int(moment.timestamp()) // HOUR for moment in (starts, ends))
    found = []
    for (kind, who), counts in sorted(_unusual(session, counted, LEAST_IN_AN_HOUR).items()):
        inside = [peak for peak in peaks(counts, LEAST_IN_AN_HOUR) if first <= peak.at < last]
        if not inside:
            continue
        begins = datetime.fromtimestamp(inside[0].at * HOUR, UTC)
        own = [table.c.kind == kind, table.c.subject_id == who, table.c.told_at >= begins]
        found.append(
            Finding(
                kind=FlagKind.BURST,
                subject_id=who,
                source_kind=kind,
                numbers={
                    "n": inside[0].n,
                    "usual": inside[0].usual,
                    "times": len(inside),
                    "hour": int(begins.timestamp()),
                },
                items=some_of(session, table, [*own, table.c.told_at < begins + timedelta(hours=1)]),
            )
        )
    return found


def _bursts_by_day(session: Session, look: Look) -> list[Finding]:
    counted = (
        select(
            StoredFact.source_type.label("kind"),
            StoredFact.employee_id.label("subject_id"),
            StoredFact.day.label("bucket"),
            func.count(StoredFact.source_id.distinct()).label("n"),
        )
        .join(Employee, Employee.id == StoredFact.employee_id)
        .join(Agency, Agency.id == Employee.agency_id)
        .where(*look.agencies(), StoredFact.n > 0)
        .where(StoredFact.day >= look.period.start - PAST, StoredFact.day < look.period.end)
        .group_by(StoredFact.source_type, StoredFact.employee_id, StoredFact.day)
        .subquery()
    )
    found = []
    for (kind, who), counts in sorted(_unusual(session, counted, LEAST_IN_A_DAY).items()):
        inside = [peak for peak in peaks(counts, LEAST_IN_A_DAY) if date.fromordinal(peak.at) in look.period]
        if not inside:
            continue
        day = date.fromordinal(inside[0].at)
        noon = datetime.combine(day, time(12), ZoneInfo(look.zone))
        found.append(
            Finding(
                kind=FlagKind.BURST,
                subject_id=who,
                source_kind=kind,
                numbers={
                    "n": inside[0].n,
                    "usual": inside[0].usual,
                    "times": len(inside),
                    "day": int(noon.timestamp()),
                },
                items=_facts_of(session, kind, who, day),
            )
        )
    return found


def _unusual(session: Session, counted: Any, least: int) -> Counts:
    """All counts of those whose largest is big, and at least twice their mean: the rest cannot stand out."""
    who = (counted.c.kind, counted.c.subject_id)
    biggest = func.max(counted.c.n)
    rows = session.execute(
        select(*who)
        .group_by(*who)
        .having(biggest >= least, biggest * func.count() >= 2 * func.sum(counted.c.n))
    )
    found: Counts = {(kind, subject_id): {} for kind, subject_id in rows}
    for some in batched(sorted({subject_id for _, subject_id in found})):
        for kind, subject_id, bucket, n in session.execute(
            select(counted).where(counted.c.subject_id.in_(some))
        ):
            if (kind, subject_id) in found:
                found[kind, subject_id][_number(bucket)] = int(n)
    return found


def _number(bucket: date | int) -> int:
    return bucket.toordinal() if isinstance(bucket, date) else int(bucket)


def _facts_of(session: Session, kind: str, who: int, day: date) -> list[dict[str, Any]]:
    rows = session.scalars(
        select(StoredFact.source_id)
        .distinct()
        .where(StoredFact.employee_id == who, StoredFact.day == day)
        .where(StoredFact.source_type == kind, StoredFact.n > 0)
        .order_by(StoredFact.source_id)
        .limit(MOST_SHOWN)
    )
    return [{"kind": kind, "id": one, "subject_id": who, "day": day.isoformat()} for one in rows]


def last_minute(session: Session, look: Look) -> list[Finding]:
    """Most of a quarter's check-ins in the last two days before its end, or before its grace is over."""
    table = told(look, is_beforehand=False)
    if table is None:
        return []
    _, ends = look.moments
    is_late = or_(*_last_days(table, (ends, ends + GRACE)))
    hits = func.sum(case((is_late, 1), else_=0))
    columns = (table.c.kind, table.c.agency_id, table.c.subject_id)
    rows = session.execute(
        select(*columns, func.count(), hits)
        .where(in_period(table, look))
        .group_by(*columns)
        .having(func.count() >= LEAST_TOLD, hits * 2 >= func.count())
        .order_by(*columns)
    ).all()
    if not rows:
        return []
    everybody = _totals(session, look, table, hits)
    found = []
    for kind, agency_id, who, n, late in rows:
        own, others = Share(n, int(late)), everybody[kind, agency_id] - Share(n, int(late))
        if not is_last_minute(own, others):
            continue
        mine = [table.c.kind == kind, table.c.subject_id == who, is_late, in_period(table, look)]
        found.append(
            Finding(
                kind=FlagKind.LAST_MINUTE,
                subject_id=who,
                source_kind=kind,
                numbers={"n": own.n, "hits": own.hits, "others": others.n, "other_hits": others.hits},
                items=some_of(session, table, mine),
            )
        )
    return found


def _totals(session: Session, look: Look, table: Any, hits: Any) -> dict[tuple[str, int], Share]:
    rows = session.execute(
        select(table.c.kind, table.c.agency_id, func.count(), hits)
        .where(in_period(table, look))
        .group_by(table.c.kind, table.c.agency_id)
    )
    return {(kind, agency_id): Share(n, int(late)) for kind, agency_id, n, late in rows}


def _last_days(table: Any, ends: Iterable[datetime]) -> list[Any]:
    return [and_(table.c.told_at >= end - LAST_MINUTE, table.c.told_at < end) for end in ends]
