"""Facts that came after a period was closed, and went to the next one: called back when it is opened again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, func, insert, select
from sqlalchemy.orm import Session

from portal.domain.organisation.models import Employee
from portal.domain.pages import batched
from portal.domain.rewards.boards.models import RewardPeriod
from portal.domain.rewards.facts.extremes import renew_extremes
from portal.domain.rewards.facts.models import Dirty, StoredFact, StoredMetric
from portal.domain.rewards.facts.record import add_up, month_key
from portal.domain.rewards.sql import run

FACTS: Any = StoredFact.__table__
DIRTY: Any = Dirty.__table__


def how_many_late(session: Session, row: RewardPeriod) -> int:
    return session.scalar(select(func.count(StoredFact.id)).where(*_late(row))) or 0


def call_back(session: Session, row: RewardPeriod, *, at: datetime) -> int:
    """Let them count on their own day; gives how many. Everybody concerned is looked at again, in both periods.

    A fact is never changed, so the row is written anew with the day it counts on; all else of it stays.
    """
    late = [dict(one) for one in run(session, select(FACTS).where(*_late(row))).mappings()]
    if not late:
        return 0
    own = [{**one, "counted_on": one["day"]} for one in late]
    for some in batched(late):
        run(session, delete(FACTS).where(FACTS.c.id.in_([one["id"] for one in some])))
    run(session, insert(FACTS), own)
    add_up(session, [*({**one, "n": -one["n"], "value": -one["value"]} for one in late), *own])
    _renew_extremes(session, [*late, *own])
    touched = {(one["metric_id"], one["employee_id"], one["counted_on"]) for one in (*late, *own)}
    names = ("metric_id", "employee_id", "counted_on")
    run(
        session,
        insert(DIRTY),
        [dict(zip(names, one, strict=True), created_at=at) for one in sorted(touched)],
    )
    return len(late)


def _late(row: RewardPeriod) -> list[ColumnElement[bool]]:
    """Of the agency's people, by the whole years that the facts are kept by."""
    people = select(Employee.id).where(Employee.agency_id == row.agency_id)
    return [
        StoredFact.year == row.start.year,
        StoredFact.day >= row.start,
        StoredFact.day < row.end,
        StoredFact.counted_on >= row.end,
        StoredFact.employee_id.in_(people),
    ]


def _renew_extremes(session: Session, rows: Iterable[dict[str, Any]]) -> None:
    asked = set(session.scalars(select(StoredMetric.id).where(StoredMetric.has_extremes)))
    renew_extremes(session, {month_key(one) for one in rows if one["metric_id"] in asked})
