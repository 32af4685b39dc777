"""Boards: the top, one's own place, neighbours, units per head. Ties share a rank; nobody is shown at the bottom.

The whole order is points downwards, then the employee's number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session

from portal.domain.organisation.models import Employee, OrgUnit
from portal.domain.rewards.boards.ranks import IS_HIDDEN, IS_SHOWN, Span, above, span_of, tied_before
from portal.domain.rewards.boards.snapshots import earlier_ranks
from portal.domain.rewards.boards.units import UnitPlace, units_per_head
from portal.domain.rewards.ledger.models import Score

__all__ = ["Place", "UnitPlace", "neighbours", "place_of", "top", "units_per_head"]


@dataclass(frozen=True, slots=True)
class Place:
    """`trend` is how many ranks up (or, negative, down) since the last frozen board; None for newcomers."""

    rank: int
    employee_id: int
    name: str
    unit_name: str
    points: int
    trend: int | None


@dataclass(frozen=True, slots=True)
class Row:
    employee_id: int
    points: int
    name: str
    unit_name: str


def top(session: Session, low: int, high: int, period_key: int, n: int = 10) -> list[Place]:
    """The first `n` of the subtree `low`..`high`."""
    span = span_of(session, low, high, period_key)
    rows = _rows(session, _listed(span, ascending=False).limit(n))
    return _placed(session, span, rows, position=1, first_rank=1)


def place_of(session: Session, employee_id: int, low: int, high: int, period_key: int) -> Place | None:
    """None for whoever has no points yet, is not on boards, or works elsewhere."""
    span = span_of(session, low, high, period_key)
    own = _own_row(session, span, employee_id)
    if own is None:
        return None
    rank = 1 + (session.scalar(select(above(span, own.points))) or 0)
    return _placed(session, span, [own], position=rank, first_rank=rank)[0]


def neighbours(
    session: Session, employee_id: int, low: int, high: int, period_key: int, each: int = 2
) -> list[Place]:
    """The person with up to `each` on both sides; empty for whoever has no place."""
    span = span_of(session, low, high, period_key)
    own = _own_row(session, span, employee_id)
    if own is None:
        return []
    before = _rows(session, _beyond(span, own, ascending=True).limit(each))
    after = _rows(session, _beyond(span, own, ascending=False).limit(each))
    rows = [*before, own, *after]
    first, mine, tied = session.execute(
        select(
            above(span, rows[0].points),
            above(span, own.points),
            tied_before(span, own.points, employee_id),
        )
    ).one()
    return _placed(session, span, rows, position=1 + mine + tied - len(before), first_rank=1 + first)


def _listed(span: Span, *, ascending: bool) -> Select[Any]:
    points = span.order_points
    order = (
        (points.asc(), Score.employee_id.desc()) if ascending else (points.desc(), Score.employee_id.asc())
    )
    listed: Select[Any] = select(Score.employee_id, Score.points)  # type: ignore[assignment]
    return listed.where(*span.inside, IS_SHOWN).order_by(*order)


def _beyond(span: Span, own: Row, *, ascending: bool) -> Select[Any]:
    """Those listed before the person, nearest first, or those after."""
    listed = _listed(span, ascending=ascending)
    if ascending:
        tied = and_(Score.points == own.points, Score.employee_id < own.employee_id)
        return listed.where(Score.points >= own.points, or_(Score.points > own.points, tied))
    tied = and_(Score.points == own.points, Score.employee_id > own.employee_id)
    return listed.where(Score.points <= own.points, or_(Score.points < own.points, tied))


def _rows(session: Session, listed: Select[Any]) -> list[Row]:
    """With names, from the most points down."""
    few = listed.subquery()
    named = select(few.c.employee_id, few.c.points, Employee.name, OrgUnit.name).join(
        Employee, Employee.id == few.c.employee_id
    )
    rows = [Row(*row) for row in session.execute(named.join(OrgUnit, OrgUnit.id == Employee.unit_id))]
    return sorted(rows, key=lambda row: (-row.points, row.employee_id))


def _own_row(session: Session, span: Span, employee_id: int) -> Row | None:
    found = session.execute(
        select(Score.employee_id, Score.points, Employee.name, OrgUnit.name)
        .join(Employee, Employee.id == Score.employee_id)
        .join(OrgUnit, OrgUnit.id == Employee.unit_id)
        .where(Score.period_key == span.period_key, Score.employee_id == employee_id, Score.points > 0)
        .where(Score.unit_key.between(span.low, span.high), ~IS_HIDDEN)
    ).first()
    return Row(*found) if found else None


def _placed(
    session: Session, span: Span, rows: Sequence[Row], *, position: int, first_rank: int
) -> list[Place]:
    """Ranks for rows in a row: whoever has fewer points than the one before stands at their position."""
    earlier = earlier_ranks(session, span.low, span.high, span.period_key, [row.employee_id for row in rows])
    places: list[Place] = []
    rank = first_rank
    for offset, row in enumerate(rows):
        if offset and row.points < rows[offset - 1].points:
            rank = position + offset
        was = earlier.get(row.employee_id)
        trend = None if was is None else was - rank
        places.append(Place(rank, row.employee_id, row.name, row.unit_name, row.points, trend))
    return places
