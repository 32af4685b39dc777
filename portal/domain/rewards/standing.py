"""Where somebody stands: points, level, the next one, rank in the agency, badges. Few statements, for home pages."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.domain.organisation.models import Employee
from portal.domain.organisation.paths import ancestors_of, end_of
from portal.domain.rewards.badges.models import Level
from portal.domain.rewards.boards.models import UnitSize
from portal.domain.rewards.boards.ranks import IS_HIDDEN, above, span_of
from portal.domain.rewards.ledger.models import Score
from portal.domain.rewards.ledger.queries import BadgeWon, badges_of


@dataclass(frozen=True, slots=True)
class Standing:
    """`rank` among `of` people of the agency; None without points or off the boards. 0 points is a standing too."""

    points: int
    level: Level | None
    next_level: Level | None
    rank: int | None
    of: int
    badges: list[BadgeWon]

    @property
    def points_to_next(self) -> int:
        return 0 if self.next_level is None else max(0, self.next_level.points - self.points)


def standing(session: Session, employee_id: int, period_key: int) -> Standing:
    """A person's standing in one period. Levels are climbed by the points of that period."""
    points, unit_key, is_hidden = session.execute(
        select(func.coalesce(Score.points, 0), Employee.unit_key, IS_HIDDEN)
        .outerjoin(Score, (Score.employee_id == Employee.id) & (Score.period_key == period_key))
        .where(Employee.id == employee_id)
    ).one()
    agency_key = ancestors_of(unit_key)[0]
    levels = session.scalars(select(Level).order_by(Level.points)).all()
    return Standing(
        points=points,
        level=next((level for level in reversed(levels) if level.points <= points), None),
        next_level=next((level for level in levels if level.points > points), None),
        rank=None if is_hidden or points <= 0 else _rank(session, agency_key, period_key, points),
        of=people_of(session, agency_key, end_of(agency_key, 1)),
        badges=badges_of(session, employee_id),
    )


def _rank(session: Session, agency_key: int, period_key: int, points: int) -> int:
    span = span_of(session, agency_key, end_of(agency_key, 1), period_key)
    return 1 + (session.scalar(select(above(span, points))) or 0)


def people_of(session: Session, low: int, high: int) -> int:
    """How many work in the subtree; counted when nobody has counted yet."""
    counted = session.scalar(
        select(UnitSize.people).where(UnitSize.unit_key == low, UnitSize.path_end == high)
    )
    if counted is not None:
        return counted
    heads = select(func.count()).where(Employee.unit_key.between(low, high), Employee.left_on.is_(None))
    return session.scalar(heads) or 0
