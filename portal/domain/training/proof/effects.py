"""What a training did, on one page: how many came, and Kirkpatrick's four levels of one session or of a course."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.domain.training.courses.models import Course
from portal.domain.training.proof.behaviour import Behaviour, behaviour
from portal.domain.training.proof.feedback import Opinions, opinions
from portal.domain.training.proof.knowledge import Learning, learning
from portal.domain.training.proof.measures import Change, Yardsticks, changes
from portal.domain.training.seats.models import Enrolment, SeatState
from portal.domain.training.sessions.models import SessionState, TrainingSession

CAME = (SeatState.ATTENDED, SeatState.COMPLETED)
HAD_A_SEAT = (*CAME, SeatState.ABSENT)
MOST_SESSIONS = 12
OLD_ENOUGH = 120  # days: three whole months have followed


@dataclass(frozen=True, slots=True)
class Turnout:
    """Of those with a seat: who came, and who went all the way to the certificate."""

    seats: int = 0
    attended: int = 0
    completed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Effects:
    turnout: Turnout
    opinions: Opinions
    learning: Learning
    behaviour: Behaviour
    changes: tuple[Change, ...]
    sessions: tuple[tuple[TrainingSession, Turnout], ...] = ()
    around: TrainingSession | None = None


def of_session(session: Session, held: TrainingSession, yardsticks: Yardsticks, *, at: datetime) -> Effects:
    ids = select(TrainingSession.id).where(TrainingSession.id == held.id)
    turnout = turnouts(session, ids).get(held.id, Turnout())
    return _effects(session, ids, turnout, tuple(changes(session, held, yardsticks, at=at)))


def of_course(
    session: Session, course: Course, yardsticks: Yardsticks, *, agency_id: int | None, at: datetime
) -> Effects:
    """Over all sessions held of it. The fourth level is shown around one session: the last in the reader's agency
    that is three months old, else the last one anywhere.
    """
    ids = _held_of(course.id)
    counted = turnouts(session, ids)
    held = list(
        session.scalars(
            select(TrainingSession)
            .where(TrainingSession.id.in_(ids))
            .options(joinedload(TrainingSession.agency), selectinload(TrainingSession.days))
            .order_by(TrainingSession.starts_at.desc(), TrainingSession.id.desc())
            .limit(MOST_SESSIONS)
        )
    )
    around = _telling(held, agency_id, at)
    moved = tuple(changes(session, around, yardsticks, at=at)) if around else ()
    lines = tuple((one, counted.get(one.id, Turnout())) for one in held)
    return replace(_effects(session, ids, _sum_of(counted), moved), sessions=lines, around=around)


def _telling(held: Sequence[TrainingSession], agency_id: int | None, at: datetime) -> TrainingSession | None:
    own = [one for one in held if one.agency_id == agency_id] or held
    return next((one for one in own if (at - one.ends_at).days >= OLD_ENOUGH), own[0] if own else None)


def _effects(
    session: Session,
    ids: Select[int],
    turnout: Turnout,
    moved: tuple[Change, ...],
) -> Effects:
    return Effects(
        turnout=turnout,
        opinions=opinions(session, ids, asked=turnout.attended),
        learning=learning(session, ids),
        behaviour=behaviour(session, ids),
        changes=moved,
    )


def turnouts(session: Session, ids: Select[int]) -> dict[int, Turnout]:
    came = func.sum(case((Enrolment.state.in_(CAME), 1), else_=0))
    completed = func.sum(case((Enrolment.state == SeatState.COMPLETED, 1), else_=0))
    rows = session.execute(
        select(Enrolment.session_id, func.count(), came, completed)
        .where(Enrolment.session_id.in_(ids), Enrolment.state.in_(HAD_A_SEAT))
        .group_by(Enrolment.session_id)
    )
    return {held_id: Turnout(seats, int(attended), int(done)) for held_id, seats, attended, done in rows}


def turnouts_of_course(session: Session, course_id: int) -> Turnout:
    """Over all sessions that were held of it."""
    return _sum_of(turnouts(session, _held_of(course_id)))


def _held_of(course_id: int) -> Select[int]:
    return select(TrainingSession.id).where(
        TrainingSession.course_id == course_id, TrainingSession.state == SessionState.FINISHED
    )


def _sum_of(counted: Mapping[int, Turnout]) -> Turnout:
    return Turnout(
        sum(one.seats for one in counted.values()),
        sum(one.attended for one in counted.values()),
        sum(one.completed for one in counted.values()),
    )
