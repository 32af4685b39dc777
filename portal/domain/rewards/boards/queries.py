"""Who stands where. People who opted out or left are not counted at all, so that they leave no hole.

Order: points, most first; among equals the lower employee number. Equals share a rank: 1, 2, 2, 4.
Large units walk the index of points from the top; small ones read their own interval and sort it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    CompoundSelect,
    Row,
    Select,
    and_,
    bindparam,
    cast,
    func,
    null,
    select,
    tuple_,
    union_all,
)
from sqlalchemy.orm import Session

from portal.domain.organisation.models import Employee, OrgUnit
from portal.domain.rewards.boards.counting import SHOWN, Span, above, above_of, equals_before, span_of
from portal.domain.rewards.boards.models import BoardSnapshot
from portal.domain.rewards.ledger.models import Score
from portal.domain.rewards.periods import key_of, period_from
from portal.domain.rewards.sql import AnySelect

DOWNWARD = (Score.points.desc(), Score.employee_id)
UPWARD = (Score.points, Score.employee_id.desc())


@dataclass(frozen=True, slots=True)
class Place:
    """`trend`: places won (+) or lost (-) since the period before was closed; None where nothing is known."""

    rank: int
    employee_id: int
    name: str
    unit_name: str
    points: int
    trend: int | None


def top(
    session: Session, low: int, high: int, period_key: int, most: int, span: Span | None = None
) -> list[Place]:
    """The first `most` places of a unit's subtree."""
    span = span or span_of(session, low, high, period_key)
    rows = session.execute(_best(span, most)).all()
    return _ranked(span, rows, first_rank=1, first_position=1)


def place_of(session: Session, employee_id: int, low: int, high: int, period_key: int) -> Place | None:
    """One person's place; None without points, and for people who are not on boards."""
    span = span_of(session, low, high, period_key)
    row = session.execute(_people(span).where(Score.employee_id == employee_id)).first()
    return _place(span, row, 1 + above(session, span, row.points)) if row else None


def top_and_own(
    session: Session, span: Span, most: int, employee_id: int, points: int
) -> tuple[list[Place], Place | None]:
    """The first `most` places and that of a person with so many points, in one statement."""
    rows = session.execute(_best_and_own(span, most), {"points": points, "employee": employee_id}).all()
    first = sorted(
        (row for row in rows if row.better is None), key=lambda row: (-row.points, row.employee_id)
    )
    mine = next((_place(span, row, 1 + row.better) for row in rows if row.better is not None), None)
    return _ranked(span, first, first_rank=1, first_position=1), mine


@lru_cache(maxsize=256)
def _best(span: Span, most: int) -> Select[Any]:
    return _people(span).order_by(*DOWNWARD).limit(most)


@lru_cache(maxsize=256)
def _best_and_own(span: Span, most: int) -> CompoundSelect[Any]:
    """Kept for each board: everybody of an agency asks about the same one, on every home page."""
    nothing = cast(null(), BigInteger)
    best = _people(span).add_columns(nothing.label("better")).order_by(*DOWNWARD).limit(most).subquery()
    better = above_of(span, bindparam("points")).label("better")
    own = _people(span).add_columns(better).where(Score.employee_id == bindparam("employee")).subquery()
    return union_all(select(best), select(own))


def neighbours(
    session: Session,
    employee_id: int,
    low: int,
    high: int,
    period_key: int,
    each_side: int,
    span: Span | None = None,
) -> list[Place]:
    """The person among the nearest before and after, in the order of the board; empty without a place."""
    span = span or span_of(session, low, high, period_key)
    own = session.execute(_people(span).where(Score.employee_id == employee_id)).first()
    if own is None:
        return []
    here = tuple_(-Score.points, Score.employee_id)
    mine = tuple_(-own.points, own.employee_id)
    before, after = _people(span).where(here < mine), _people(span).where(here > mine)
    if span.is_large:  # the walk begins at the own points
        before, after = before.where(Score.points >= own.points), after.where(Score.points <= own.points)
    ahead = session.execute(before.order_by(*UPWARD).limit(each_side)).all()[::-1]
    behind = session.execute(after.order_by(*DOWNWARD).limit(each_side)).all()
    rows = [*ahead, own, *behind]
    first = rows[0]
    counts = select(above_of(span, first.points), equals_before(span, first.points, first.employee_id))
    better, equals = session.execute(counts).one()
    return _ranked(span, rows, 1 + better, 1 + better + equals)


def _people(span: Span) -> Select[Any]:
    """Points, person and unit of everybody on the board, with the rank of the period before."""
    key = key_of(period_from(span.period_key).previous)
    edition = select(func.max(BoardSnapshot.edition)).where(
        BoardSnapshot.agency_id == Employee.agency_id, BoardSnapshot.period_key == key
    )
    query: AnySelect = (
        select(
            Score.points,
            Score.employee_id,
            Employee.name,
            OrgUnit.name.label("unit_name"),
            Employee.unit_key,
            BoardSnapshot.rank.label("old_rank"),
            BoardSnapshot.unit_rank.label("old_unit_rank"),
        )
        .join(Employee, Employee.id == Score.employee_id)
        .join(OrgUnit, OrgUnit.id == Employee.unit_id)
        .outerjoin(
            BoardSnapshot,
            and_(
                BoardSnapshot.agency_id == Employee.agency_id,
                BoardSnapshot.period_key == key,
                BoardSnapshot.edition == edition.correlate(Employee).scalar_subquery(),
                BoardSnapshot.employee_id == Score.employee_id,
            ),
        )
        .where(SHOWN, *span.walks())
    )
    return query


def _ranked(span: Span, rows: Sequence[Row[Any]], first_rank: int, first_position: int) -> list[Place]:
    """Ranks for people who follow each other on the board."""
    places: list[Place] = []
    for step, row in enumerate(rows):
        if places and row.points == places[-1].points:
            rank = places[-1].rank
        else:
            rank = first_position + step if places else first_rank
        places.append(_place(span, row, rank))
    return places


def _place(span: Span, row: Row[Any], rank: int) -> Place:
    old = row.old_rank if span.is_agency else row.old_unit_rank if row.unit_key == span.low else None
    return Place(
        rank, row.employee_id, row.name, row.unit_name, row.points, None if old is None else old - rank
    )
