"""Smallest and largest values of a month, only for metrics of which a rule asks for them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from portal.domain.periods import add_months
from portal.domain.rewards.facts.models import Rollup, StoredFact
from portal.domain.rewards.sql import run

ROLLUP: Any = Rollup.__table__
MonthKey = tuple[int, int, int, int]


def renew_extremes(session: Session, months: Iterable[MonthKey]) -> None:
    """From the facts themselves: a void takes its value out again, in whatever order the two arrived."""
    for year, metric_id, employee_id, month in sorted(months):
        _renew(session, year, metric_id, employee_id, month)


def _renew(session: Session, year: int, metric_id: int, employee_id: int, month: int) -> None:
    starts = date(year, month, 1)
    single = StoredFact.value * StoredFact.n
    standing = (
        select(single.label("value"))
        .where(
            StoredFact.employee_id == employee_id,
            StoredFact.metric_id == metric_id,
            StoredFact.counted_on >= starts,
            StoredFact.counted_on < add_months(starts, 1),
        )
        .group_by(single)
        .having(func.sum(StoredFact.n) > 0)
        .subquery()
    )
    least, most = session.execute(select(func.min(standing.c.value), func.max(standing.c.value))).one()
    run(
        session,
        update(ROLLUP)
        .where(
            ROLLUP.c.year == year,
            ROLLUP.c.metric_id == metric_id,
            ROLLUP.c.employee_id == employee_id,
            ROLLUP.c.month == month,
        )
        .values(least=least, most=most),
    )
