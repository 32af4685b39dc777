"""Where one person stands in one period: points, level, rank in the agency. Two or three statements."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.organisation.models import Employee
from portal.domain.organisation.paths import ancestors_of, end_of
from portal.domain.rewards.badges.models import Level
from portal.domain.rewards.boards.counting import Span, above, how_many, span_of
from portal.domain.rewards.ledger.models import Score


@dataclass(frozen=True, slots=True)
class Standing:
    """`rank` of `of` people with points in the agency; no rank without points or off the boards.

    Levels are steps of a year's points: ask for them with the key of a year.
    """

    points: int
    rank: int | None
    of: int
    level: Level | None
    next_level: Level | None

    @property
    def points_to_next(self) -> int:
        return max(0, self.next_level.points - self.points) if self.next_level else 0


def standing(session: Session, employee_id: int, period_key: int) -> Standing:
    row = session.execute(
        select(Employee.unit_key, Employee.is_on_boards, Score.points)
        .outerjoin(Score, (Score.employee_id == Employee.id) & (Score.period_key == period_key))
        .where(Employee.id == employee_id)
    ).one()
    points = row.points or 0
    agency = ancestors_of(row.unit_key)[0]
    span = span_of(session, agency, end_of(agency, 1), period_key)
    is_ranked = row.points is not None and row.is_on_boards
    level, following = levels_at(session, points)
    return Standing(
        points=points,
        rank=_rank(session, span, points) if is_ranked else None,
        of=how_many(session, span) if is_ranked else 0,
        level=level,
        next_level=following,
    )


def _rank(session: Session, span: Span, points: int) -> int:
    return 1 + above(session, span, points)


def levels(session: Session) -> list[Level]:
    """From the first step up."""
    return list(session.scalars(select(Level).order_by(Level.points)))


def levels_at(session: Session, points: int) -> tuple[Level | None, Level | None]:
    """The level reached with so many points, and the one after it."""
    return steps_around(levels(session), points)


def steps_around(ladder: Iterable[Level], points: int) -> tuple[Level | None, Level | None]:
    """Of levels from the first step up: the one reached, and the one after it."""
    reached, following = None, None
    for level in ladder:
        if level.points <= points:
            reached = level
        elif following is None:
            following = level
    return reached, following
