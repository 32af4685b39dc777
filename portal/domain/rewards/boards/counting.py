"""How many people of a unit's subtree stand above somebody: from bars for the largest units, else from an index.

People who opted out or left are few: they are counted apart and subtracted, so that nobody else need be looked at.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, and_, func, select, text
from sqlalchemy.orm import Session

from portal.domain.organisation.models import Employee, OrgUnit
from portal.domain.organisation.paths import ancestors_of
from portal.domain.rewards.boards.models import UnitSize
from portal.domain.rewards.ledger.models import Score, ScoreHistogram

SHOWN = and_(Employee.is_on_boards, Employee.left_on.is_(None))
# Word for word the condition of the index of hidden people: SQLite uses it for no other wording.
HIDDEN = text("(NOT employee.is_on_boards OR employee.left_on IS NOT NULL)")


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
        """For the index by unit."""
        return [Score.period_key == self.period_key, Score.unit_key.between(self.low, self.high)]

    def walks(self) -> list[ColumnElement[bool]]:
        """For the index by points, where that is the shorter way: no index can offer the sum of a unit."""
        if not self.is_large:
            return self.holds()
        return [Score.period_key == self.period_key, (Score.unit_key + 0).between(self.low, self.high)]


def span_of(session: Session, low: int, high: int, period_key: int) -> Span:
    roots = select(OrgUnit.path_key).where(OrgUnit.parent_id.is_(None))
    total = select(func.sum(UnitSize.people)).where(UnitSize.unit_key.in_(roots)).scalar_subquery()
    found = session.execute(
        select(UnitSize.people, UnitSize.has_histogram, total).where(UnitSize.unit_key == low)
    ).first()
    if found is None:
        return Span(low, high, period_key)
    return Span(low, high, period_key, found[0], found[2] or 0, found[1])


def above(session: Session, span: Span, points: int) -> int:
    """How many people of the subtree who are on boards have more points."""
    return session.scalar(select(above_of(span, points))) or 0


def how_many(session: Session, span: Span) -> int:
    """How many people have a place on the board."""
    return above(session, span, -1)


def above_of(span: Span, points: int | BindParameter[Any]) -> ColumnElement[int]:
    if not span.has_histogram:
        return _shown(span, span.holds(), Score.points > points)
    everybody = select(func.coalesce(func.sum(ScoreHistogram.people), 0)).where(
        ScoreHistogram.period_key == span.period_key,
        ScoreHistogram.unit_key == span.low,
        ScoreHistogram.points > points,
    )
    return everybody.scalar_subquery() - _hidden(span, Score.points > points)


def equals_before(span: Span, points: int, employee_id: int) -> ColumnElement[int]:
    """How many have the same points and come first by their number."""
    return _shown(span, span.walks(), Score.points == points, Score.employee_id < employee_id)


def _shown(
    span: Span, everybody: list[ColumnElement[bool]], *conditions: ColumnElement[bool]
) -> ColumnElement[int]:
    counted = select(func.count()).select_from(Score).where(*everybody, *conditions)
    return counted.scalar_subquery() - _hidden(span, *conditions)


def _hidden(span: Span, *conditions: ColumnElement[bool]) -> ColumnElement[int]:
    """Hidden people first, then the score of each: a join might be walked from the scores of everybody."""
    score = (
        select(Score.points)
        .where(Score.period_key == span.period_key, Score.employee_id == Employee.id, *conditions)
        .correlate(Employee)
        .scalar_subquery()
    )
    hidden = select(func.count(score)).where(Employee.unit_key.between(span.low, span.high), HIDDEN)
    return hidden.scalar_subquery()
