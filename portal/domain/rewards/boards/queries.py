"""Who stands where. People who opted out or left are not counted at all, so that they leave no hole.

Order: points, most first; among equals the lower employee number. Equals share a rank: 1, 2, 2, 4.
Large units walk the index of points from the top; small ones read their own interval and sort it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Row,
    Select,
    and_,
    cast,
    func,
    null,
    or_,
    select,
    tuple_,
    union_all,
)
from sqlalchemy.orm import Session

from portal.domain.organisation.models import Employee, OrgUnit
from portal.domain.organisation.paths import ancestors_of
from portal.domain.rewards.boards.models import BoardSnapshot, UnitSize
from portal.domain.rewards.ledger.models import Score, ScoreHistogram
from portal.domain.rewards.periods import key_of, period_from
from portal.domain.rewards.sql import AnySelect

SHOWN = and_(Employee.is_on_boards, Employee.left_on.is_(None))
HIDDEN = or_(Employee.is_on_boards.is_(False), Employee.left_on.is_not(None))


@dataclass(frozen=True, slots=True)
class Place:
    """`trend`: places won (+) or lost (-) since the period before was closed; None where nothing is known."""

    rank: int
    employee_id: int
    name: str
    unit_name: str
    points: int
    trend: int | None


@dataclass(frozen=True, slots=True)
class Span:
    """A unit's subtree on the board of one period, and how large it is."""

    low: int
    high: int
    period_key: int
    people: int = 0
    total: int = 0
    has_histogram: bool = False

    @property
    def is_large(self) -> bool:
        """Whether walking the points of everybody finds fifty of this unit sooner than sorting the unit."""
        return self.people >= sqrt(50 * max(self.total, 1))

    @property
    def is_agency(self) -> bool:
        return ancestors_of(self.low) == [self.low]

    def holds(self) -> list[ColumnElement[bool]]:
        return [Score.period_key == self.period_key, Score.unit_key.between(self.low, self.high)]


def span_of(session: Session, low: int, high: int, period_key: int) -> Span:
    sizes = select(UnitSize.unit_key, UnitSize.people, UnitSize.has_histogram)
    total = select(func.sum(UnitSize.people)).where(
        UnitSize.unit_key.in_(select(OrgUnit.path_key).where(OrgUnit.level == 1))
    )
    found = session.execute(
        sizes.add_columns(total.scalar_subquery()).where(UnitSize.unit_key == low)
    ).first()
    if found is None:
        return Span(low, high, period_key)
    return Span(low, high, period_key, found[1], found[3] or 0, found[2])


def top(
    session: Session, low: int, high: int, period_key: int, most: int, span: Span | None = None
) -> list[Place]:
    """The first `most` places of a unit's subtree."""
    span = span or span_of(session, low, high, period_key)
    rows = session.execute(_people(span).order_by(Score.points.desc(), Score.employee_id).limit(most)).all()
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
    order = (Score.points.desc(), Score.employee_id)
    nothing = cast(null(), BigInteger)
    best = _people(span).add_columns(nothing.label("better")).order_by(*order).limit(most).subquery()
    better = _above(span, points).scalar_subquery().label("better")
    own = _people(span).add_columns(better).where(Score.employee_id == employee_id).subquery()
    rows = session.execute(union_all(select(best), select(own))).all()
    first = sorted(
        (row for row in rows if row.better is None), key=lambda row: (-row.points, row.employee_id)
    )
    mine = next((_place(span, row, 1 + row.better) for row in rows if row.better is not None), None)
    return _ranked(span, first, first_rank=1, first_position=1), mine


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
    before = _people(span).where(Score.points >= own.points, here < mine)
    after = _people(span).where(Score.points <= own.points, here > mine)
    nearest = (Score.points, Score.employee_id.desc())
    ahead = session.execute(before.order_by(*nearest).limit(each_side)).all()[::-1]
    behind = session.execute(after.order_by(Score.points.desc(), Score.employee_id).limit(each_side)).all()
    rows = [*ahead, own, *behind]
    first = rows[0]
    equals = _counted(span).where(Score.points == first.points, Score.employee_id < first.employee_id)
    better, equals_before = session.execute(
        select(_above(span, first.points).scalar_subquery(), equals.scalar_subquery())
    ).one()
    return _ranked(span, rows, 1 + better, 1 + better + equals_before)


def above(session: Session, span: Span, points: int) -> int:
    """How many people of the subtree who are on boards have more points."""
    return session.scalar(_above(span, points)) or 0


def _above(span: Span, points: int) -> Select[Any]:
    if not span.has_histogram:
        return _counted(span).where(Score.points > points)
    everybody = select(func.coalesce(func.sum(ScoreHistogram.people), 0)).where(
        ScoreHistogram.period_key == span.period_key,
        ScoreHistogram.unit_key == span.low,
        ScoreHistogram.points > points,
    )
    hidden = (
        select(func.count())
        .select_from(Employee)
        .join(Score, and_(Score.employee_id == Employee.id, Score.period_key == span.period_key))
        .where(Employee.unit_key.between(span.low, span.high), HIDDEN, Score.points > points)
    )
    return select(everybody.scalar_subquery() - hidden.scalar_subquery())


def how_many(session: Session, span: Span) -> int:
    """How many people have a place on the board."""
    return above(session, span, -1)


def _counted(span: Span) -> Select[Any]:
    return (
        select(func.count())
        .select_from(Score)
        .join(Employee, Employee.id == Score.employee_id)
        .where(*span.holds(), SHOWN)
    )


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
        .where(SHOWN)
    )
    return query.where(*_narrowed(span))


def _narrowed(span: Span) -> list[ColumnElement[bool]]:
    """To the subtree, by the index that is faster for its size: no planner uses one for a sum."""
    if not span.is_large:
        return span.holds()
    return [Score.period_key == span.period_key, (Score.unit_key + 0).between(span.low, span.high)]


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
