"""Level 3, what people do differently: the answers of those who were asked, and what they amount to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, joinedload

from portal.domain.errors import NotFound, RuleBroken
from portal.domain.organisation.models import Employee
from portal.domain.organisation.viewers import Viewer
from portal.domain.periods import local_day
from portal.domain.training.proof.models import (
    FEWEST,
    BehaviourCheck,
    Obstacle,
    Side,
)
from portal.domain.training.seats.models import Enrolment
from portal.domain.training.sessions.models import TrainingSession
from portal.domain.words import n_


def checks() -> Select[BehaviourCheck]:
    return select(BehaviourCheck).options(
        joinedload(BehaviourCheck.rater),
        joinedload(BehaviourCheck.enrolment).options(
            joinedload(Enrolment.employee).options(joinedload(Employee.unit), joinedload(Employee.account)),
            joinedload(Enrolment.session).joinedload(TrainingSession.course),
        ),
    )


def _waits(viewer: Viewer, at: datetime) -> ColumnElement[bool]:
    return (
        (BehaviourCheck.rater_id == (viewer.employee_id or 0))
        & BehaviourCheck.answered_at.is_(None)
        & (BehaviourCheck.due_on >= local_day(at, viewer.timezone))
    )


def checks_waiting(session: Session, viewer: Viewer, at: datetime) -> Sequence[BehaviourCheck]:
    """What this person is asked, the nearest last day first."""
    return session.scalars(
        checks().where(_waits(viewer, at)).order_by(BehaviourCheck.due_on, BehaviourCheck.id).limit(100)
    ).all()


def count_waiting(session: Session, viewer: Viewer, at: datetime) -> int:
    return session.scalar(select(func.count(BehaviourCheck.id)).where(_waits(viewer, at))) or 0


def check_for(session: Session, viewer: Viewer, check_id: int) -> BehaviourCheck:
    """Only the one who was asked."""
    found = session.scalar(
        checks().where(BehaviourCheck.id == check_id, BehaviourCheck.rater_id == (viewer.employee_id or 0))
    )
    if found is None:
        raise NotFound
    return found


def answer(
    session: Session,
    check: BehaviourCheck,
    scores: Sequence[int],
    obstacle: Obstacle,
    *,
    by: Viewer,
    at: datetime,
) -> None:
    """1 (never) to 4 (always) for every statement. Once, and in time."""
    if check.rater_id != by.employee_id:
        raise NotFound
    if check.answered_at is not None:
        raise RuleBroken(n_("You have answered this already. Thank you."))
    if check.due_on < local_day(at, by.timezone):
        raise RuleBroken(n_("The time to answer this is over."))
    if len(scores) != len(check.statements) or not all(1 <= score <= 4 for score in scores):
        raise RuleBroken(n_("Answer every statement."))
    check.scores, check.obstacle, check.answered_at = list(scores), obstacle, at
    check.percent = percent_of(scores)
    session.flush()


def percent_of(scores: Sequence[int]) -> int:
    """1 is never (0), 4 is always (100); rounded down."""
    return 100 * sum(score - 1 for score in scores) // (3 * len(scores))


@dataclass(frozen=True, slots=True, kw_only=True)
class Behaviour:
    """What is seen at work, in percent, by side; sides with fewer than five answers stay empty."""

    asked: int
    answered: int
    sides: tuple[tuple[Side, int | None], ...]
    obstacles: tuple[tuple[Obstacle, int], ...]

    @property
    def is_shown(self) -> bool:
        return any(percent is not None for _side, percent in self.sides)


def behaviour(session: Session, held_ids: Select[int]) -> Behaviour:
    rows = session.execute(
        select(
            BehaviourCheck.side,
            BehaviourCheck.obstacle,
            func.count(BehaviourCheck.id),
            func.count(BehaviourCheck.percent),
            func.sum(BehaviourCheck.percent),
        )
        .join(Enrolment, Enrolment.id == BehaviourCheck.enrolment_id)
        .where(Enrolment.session_id.in_(held_ids))
        .group_by(BehaviourCheck.side, BehaviourCheck.obstacle)
    ).all()
    sides = []
    for side in Side:
        count = sum(row[3] for row in rows if row[0] is side)
        total = sum(int(row[4] or 0) for row in rows if row[0] is side)
        sides.append((side, total // count if count >= FEWEST else None))
    answered = sum(row[3] for row in rows)
    told = {one: sum(row[3] for row in rows if row[1] is one) for one in Obstacle}
    obstacles = sorted(
        ((one, count) for one, count in told.items() if count), key=lambda pair: (-pair[1], pair[0])
    )
    return Behaviour(
        asked=sum(row[2] for row in rows),
        answered=answered,
        sides=tuple(sides),
        obstacles=tuple(obstacles) if answered >= FEWEST else (),
    )
