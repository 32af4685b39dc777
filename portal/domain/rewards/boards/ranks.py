"""How many people stand above so many points in a unit, and in which order people are listed.

Small units scan their interval of the index, large ones walk down the points; adding 0 to a column keeps the
other index out of it, on both databases. Very large units have a histogram.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import isqrt
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, literal, or_, select
from sqlalchemy.orm import Session

from portal.domain.organisation.models import Employee
from portal.domain.organisation.viewers import EVERYWHERE
from portal.domain.rewards.boards.models import UnitSize
from portal.domain.rewards.ledger.models import Score, ScoreHistogram

IS_HIDDEN = or_(Employee.is_on_boards.is_(False), Employee.left_on.is_not(None))
IS_SHOWN = ~exists().where(Employee.id == Score.employee_id, IS_HIDDEN)


@dataclass(frozen=True, slots=True)
class Span:
    """A subtree in one period, and how its people are best found."""

    low: int
    high: int
    period_key: int
    is_walked: bool
    has_histogram: bool

    @property
    def inside(self) -> list[ColumnElement[bool]]:
        """Everybody of the subtree with points."""
        unit: Any = Score.unit_key + 0 if self.is_walked else Score.unit_key
        return [Score.period_key == self.period_key, unit.between(self.low, self.high), Score.points > 0]

    @property
    def order_points(self) -> Any:
        return Score.points if self.is_walked else Score.points + 0


def span_of(session: Session, low: int, high: int, period_key: int) -> Span:
    """Units of at least √(50·everybody) people are walked."""
    rows = session.execute(
        select(UnitSize.unit_key, UnitSize.people, UnitSize.has_histogram).where(
            or_(
                and_(UnitSize.unit_key == low, UnitSize.path_end == high),
                UnitSize.unit_key == EVERYWHERE[0],
            )
        )
    )
    sizes = {unit_key: (people, has_histogram) for unit_key, people, has_histogram in rows}
    everybody = sizes.get(EVERYWHERE[0], (0, False))[0]
    people, has_histogram = sizes.get(low, (0, False))
    return Span(low, high, period_key, people > 0 and people >= isqrt(50 * everybody), has_histogram)


def above(span: Span, points: Any) -> ColumnElement[int]:
    """How many shown people of the subtree have more points. Those who are hidden leave no hole."""
    hidden = (
        select(func.count())
        .select_from(Employee)
        .join(Score, and_(Score.employee_id == Employee.id, Score.period_key == span.period_key))
        .where(IS_HIDDEN, Score.unit_key.between(span.low, span.high), Score.points > points)
        .correlate(None)
        .scalar_subquery()
    )
    return _all_above(span, points) - hidden


def _all_above(span: Span, points: Any) -> Any:
    if span.has_histogram:
        bars = select(func.coalesce(func.sum(ScoreHistogram.people), 0)).where(
            ScoreHistogram.period_key == span.period_key,
            ScoreHistogram.unit_key == span.low,
            ScoreHistogram.points > points,
        )
        return bars.correlate(None).scalar_subquery()
    heads = select(func.count()).select_from(Score).where(*span.inside, Score.points > points)
    return heads.correlate(None).scalar_subquery()


def tied_before(span: Span, points: int, employee_id: int) -> ColumnElement[int]:
    """Of those with the same points, how many are listed before: the order within a tie is by number."""
    return (
        select(func.count())
        .select_from(Score)
        .where(*span.inside, Score.points == literal(points), Score.employee_id < employee_id, IS_SHOWN)
        .scalar_subquery()
    )
