"""Boards as they stood when a period closed. A reopened period gets another edition; none is ever changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, literal, select
from sqlalchemy.orm import Session

from portal.domain.organisation.models import Employee, OrgUnit
from portal.domain.rewards.boards.models import BoardSnapshot
from portal.domain.rewards.boards.ranks import IS_HIDDEN
from portal.domain.rewards.ledger.models import Score
from portal.domain.rewards.periods import key_of, period_from
from portal.domain.rewards.sql import insert_into, run


def freeze(session: Session, agency_id: int, period_key: int, edition: int) -> int:
    """Keep the agency's board of the period; how many people stand on it."""
    rank = func.rank().over(order_by=Score.points.desc())
    rows = (
        select(
            literal(agency_id),
            Score.period_key,
            literal(edition),
            Score.employee_id,
            Score.unit_key,
            Score.points,
            rank,
        )
        .join(Employee, Employee.id == Score.employee_id)
        .where(Score.period_key == period_key, Employee.agency_id == agency_id)
        .where(~IS_HIDDEN, Score.points > 0)
    )
    names = ["agency_id", "period_key", "edition", "employee_id", "unit_key", "points", "rank"]
    return int(run(session, insert_into(session, BoardSnapshot.__table__).from_select(names, rows)).rowcount)


def earlier_ranks(
    session: Session, low: int, high: int, period_key: int, employee_ids: Sequence[int]
) -> dict[int, int]:
    """Ranks in the same subtree on the newest frozen board of the period before."""
    if not employee_ids:
        return {}
    before = key_of(period_from(period_key).previous)
    found = session.execute(
        select(OrgUnit.agency_id, OrgUnit.level, func.max(BoardSnapshot.edition))
        .join(BoardSnapshot, BoardSnapshot.agency_id == OrgUnit.agency_id)
        .where(OrgUnit.path_key == low, BoardSnapshot.period_key == before)
        .group_by(OrgUnit.agency_id, OrgUnit.level)
    ).first()
    if found is None:
        return {}
    agency_id, level, edition = found
    board = (
        BoardSnapshot.agency_id == agency_id,
        BoardSnapshot.period_key == before,
        BoardSnapshot.edition == edition,
    )
    query: Select[Any] = select(BoardSnapshot.employee_id, BoardSnapshot.rank).where(*board)
    if level > 1:
        place = func.rank().over(order_by=BoardSnapshot.points.desc()).label("place")
        query = select(BoardSnapshot.employee_id, place).where(
            *board, BoardSnapshot.unit_key.between(low, high)
        )
    places = query.subquery()
    rows = session.execute(select(places).where(places.c.employee_id.in_(employee_ids)))
    return {employee_id: rank for employee_id, rank in rows}


@dataclass(frozen=True, slots=True)
class FrozenBoard:
    period_key: int
    edition: int
    people: int


def snapshots(session: Session, agency_id: int) -> list[FrozenBoard]:
    """Newest period first, its last edition first."""
    rows = session.execute(
        select(BoardSnapshot.period_key, BoardSnapshot.edition, func.count())
        .where(BoardSnapshot.agency_id == agency_id)
        .group_by(BoardSnapshot.period_key, BoardSnapshot.edition)
        .order_by(BoardSnapshot.period_key.desc(), BoardSnapshot.edition.desc())
    )
    return [FrozenBoard(*row) for row in rows]
