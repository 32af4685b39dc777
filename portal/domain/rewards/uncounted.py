"""Facts that did not count, or not when one would expect: taken back, or told after the period closed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal.domain.rewards.facts.models import StoredFact, StoredMetric

MOST = 20


class Why(StrEnum):
    VOIDED = "voided"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Uncounted:
    """`label` names the number (a msgid); a late fact counts in the period of `counted_on`."""

    label: str
    day: date
    counted_on: date
    why: Why


def uncounted(session: Session, employee_id: int, metric_ids: Iterable[int], year: int) -> list[Uncounted]:
    """The newest few of a year."""
    rows = session.execute(
        select(StoredMetric.label, StoredFact.day, StoredFact.counted_on, StoredFact.n)
        .join(StoredMetric, StoredMetric.id == StoredFact.metric_id)
        .where(
            StoredFact.employee_id == employee_id,
            StoredFact.metric_id.in_(tuple(metric_ids)),
            StoredFact.counted_on >= date(year, 1, 1),
            StoredFact.counted_on < date(year + 1, 1, 1),
            or_(StoredFact.n < 0, StoredFact.counted_on != StoredFact.day),
        )
        .order_by(StoredFact.counted_on.desc(), StoredFact.id.desc())
        .limit(MOST)
    )
    return [
        Uncounted(label, day, counted_on, Why.VOIDED if n < 0 else Why.LATE)
        for label, day, counted_on, n in rows
    ]
