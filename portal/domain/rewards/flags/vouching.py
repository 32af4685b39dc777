"""What features say about who vouched for whom, as one table of one quarter and one time zone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, cast, extract, literal, select, union_all
from sqlalchemy.orm import Session

from portal.domain.integrity import VouchSource
from portal.domain.organisation.models import Agency, Employee
from portal.domain.periods import Period
from portal.domain.rewards.flags.models import FlagKind
from portal.domain.rewards.periods import key_of

MOST_SHOWN = 30
COLUMNS = ("source_id", "subject_id", "voucher_id", "day", "told_at", "vouched_at", "is_top")


@dataclass(frozen=True, slots=True)
class Look:
    """One quarter of the agencies of one time zone that use rewards."""

    zone: str
    period: Period
    sources: Sequence[VouchSource]

    @property
    def period_key(self) -> int:
        return key_of(self.period)

    @property
    def moments(self) -> tuple[datetime, datetime]:
        return self.period.moments(self.zone)

    def agencies(self) -> list[ColumnElement[bool]]:
        return [Agency.timezone == self.zone, Agency.has_rewards.is_(True)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """`numbers` fill the sentence of the kind; `items` are the things themselves, a handful."""

    kind: FlagKind
    subject_id: int
    partner_id: int | None = None
    source_kind: str
    numbers: dict[str, int]
    items: list[dict[str, Any]]

    def key(self, look: Look) -> str:
        return f"{self.kind}:{look.period_key}:{self.subject_id}:{self.partner_id or 0}"

    @property
    def evidence(self) -> dict[str, Any]:
        return {"numbers": self.numbers, "items": self.items}


def told(look: Look, *, is_beforehand: bool | None = None) -> Any:
    """Every vouching by kind and agency; of a few kinds when asked. Without any source, an empty table."""
    parts = [
        _of(source, look)
        for source in look.sources
        if is_beforehand is None or source.is_beforehand is is_beforehand
    ]
    return union_all(*parts).subquery("told") if parts else None


def _of(source: VouchSource, look: Look) -> Any:
    one = source.vouches().subquery()
    return (
        select(literal(source.kind).label("kind"), Employee.agency_id, *(one.c[name] for name in COLUMNS))
        .join(Employee, Employee.id == one.c.subject_id)
        .join(Agency, Agency.id == Employee.agency_id)
        .where(*look.agencies())
    )


def in_period(table: Any, look: Look) -> ColumnElement[bool]:
    """By the day a thing counts for."""
    return (table.c.day >= look.period.start) & (table.c.day < look.period.end)


def epoch(column: Any) -> ColumnElement[int]:
    """Whole seconds, the same on both databases."""
    return cast(extract("epoch", column), BigInteger)


def some_of(session: Session, table: Any, conditions: Iterable[Any]) -> list[dict[str, Any]]:
    """The newest of the things that meet the conditions, as they are kept with the evidence."""
    rows = session.execute(
        select(table)
        .where(*conditions)
        .order_by(table.c.told_at.desc(), table.c.source_id.desc())
        .limit(MOST_SHOWN)
    )
    return [
        {
            "kind": row.kind,
            "id": row.source_id,
            "subject_id": row.subject_id,
            "day": _text(row.day),
            "told_at": _text(row.told_at),
            "vouched_at": _text(row.vouched_at),
            "is_top": bool(row.is_top),
        }
        for row in rows
    ]


def _text(value: date | datetime | None) -> str | None:
    return value.isoformat() if value else None
