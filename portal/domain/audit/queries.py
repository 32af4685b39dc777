from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from portal.domain.audit.actions import seal_of
from portal.domain.audit.models import AuditEntry
from portal.domain.pages import Page, page_of

Spans = Sequence[tuple[int, int]]
EVERYTHING = ((0, 2**63 - 1),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    verb: str = ""
    actor_id: int | None = None
    since: datetime | None = None
    until: datetime | None = None


def entries(
    session: Session, number: int = 1, *, spans: Spans = EVERYTHING, filters: Filters | None = None
) -> Page[AuditEntry]:
    """Newest first. `spans` are the unit keys one may read about; only who may read all sees what has no unit."""
    query = select(AuditEntry).where(inside_spans(spans)).order_by(AuditEntry.id.desc())
    for condition in _conditions(filters or Filters()):
        query = query.where(condition)
    return page_of(session, query, number)


def inside_spans(spans: Spans) -> ColumnElement[bool]:
    everywhere = AuditEntry.unit_key.is_(None) if EVERYTHING[0] in spans else AuditEntry.id < 0
    return or_(everywhere, *(AuditEntry.unit_key.between(low, high) for low, high in spans))


def _conditions(filters: Filters) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if filters.verb:
        found.append(AuditEntry.verb == filters.verb)
    if filters.actor_id is not None:
        found.append(AuditEntry.actor_id == filters.actor_id)
    if filters.since is not None:
        found.append(AuditEntry.at >= filters.since)
    if filters.until is not None:
        found.append(AuditEntry.at < filters.until)
    return found


def first_broken(session: Session) -> int | None:
    """The id of the first entry whose seal no longer fits what is written before and in it; None when all do."""
    previous: str | None = None
    in_order = select(AuditEntry).order_by(AuditEntry.id).execution_options(yield_per=500)
    with closing(session.scalars(in_order)) as rows:
        for entry in rows:
            if entry.seal != seal_of(entry, previous, session.info["audit_key"]):
                return entry.id
            previous = entry.seal
    return None


def newest(session: Session) -> tuple[int, str] | None:
    """Id and seal of the last entry."""
    row = session.execute(
        select(AuditEntry.id, AuditEntry.seal).order_by(AuditEntry.id.desc()).limit(1)
    ).first()
    return (row.id, row.seal or "") if row else None


def seal_at(session: Session, entry_id: int) -> str | None:
    return session.scalar(select(AuditEntry.seal).where(AuditEntry.id == entry_id))
