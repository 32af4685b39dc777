"""What the worker does about seats every minute, each session in short transactions of its own."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import TypeAlias

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from portal.domain.organisation.models import Employee
from portal.domain.training.seats import allocating
from portal.domain.training.seats.giving import expire_offers, fill
from portal.domain.training.seats.keeping import lock
from portal.domain.training.seats.leaving import STILL_OUTSIDE, close, let_go
from portal.domain.training.seats.models import OPEN, Enrolment, SeatState
from portal.domain.training.seats.needs import Fairness
from portal.domain.training.seats.reminding import remind
from portal.domain.training.sessions.models import AHEAD, Selection, SessionState, TrainingSession

Begin: TypeAlias = Callable[[], AbstractContextManager[Session]]
Work: TypeAlias = Callable[[Session, TrainingSession], object]

NAP_SECONDS = 0.05


def tend(begin: Begin, fairness: Fairness, at: datetime, nap: float = NAP_SECONDS) -> None:
    """Ask evaluators again, allocate what is due, pass on offers that ran out, fill free seats, close what began."""
    with begin() as session:
        remind(session, at=at)
        due, over, free = _due(session, at), _over(session, at), _free(session, at)
        begun, left = _begun(session, at), _left(session, at)
    for session_id in due:
        allocate(begin, session_id, fairness, at, nap)
    _each(begin, left, lambda session, held: let_go(session, held, at=at))
    _each(begin, over, lambda session, held: expire_offers(session, held, at=at))
    _each(begin, free, lambda session, held: fill(session, held, at=at))
    _each(begin, begun, lambda session, held: close(session, held, at=at))


def allocate(
    begin: Begin, session_id: int, fairness: Fairness, at: datetime, nap: float = NAP_SECONDS
) -> None:
    with begin() as session:
        run = allocating.begin(session, session_id, fairness, at=at)
    is_working = run is not None
    while is_working:
        time.sleep(nap)
        with begin() as session:
            is_working = allocating.step(session, session_id, at=at)


def _each(begin: Begin, session_ids: Sequence[int], work: Work) -> None:
    for session_id in session_ids:
        with begin() as session:
            work(session, lock(session, session_id))


def _due(session: Session, at: datetime) -> Sequence[int]:
    return _sessions(
        session,
        TrainingSession.selection == Selection.FAIR,
        TrainingSession.state == SessionState.PLANNED,
        or_(TrainingSession.requests_until <= at, TrainingSession.starts_at <= at + allocating.AT_THE_LATEST),
        TrainingSession.starts_at > at,
    )


def _over(session: Session, at: datetime) -> Sequence[int]:
    over = select(Enrolment.session_id).where(
        Enrolment.state == SeatState.OFFERED, Enrolment.offered_until <= at
    )
    return _sessions(session, TrainingSession.id.in_(over))


def _free(session: Session, at: datetime) -> Sequence[int]:
    """Somebody waits although there are fewer taken seats than the room holds: it has grown since."""
    taken = select(func.count(Enrolment.seat)).where(Enrolment.session_id == TrainingSession.id)
    waiting = select(Enrolment.session_id).where(Enrolment.state == SeatState.WAITING)
    return _sessions(
        session,
        TrainingSession.state.in_(AHEAD),
        TrainingSession.starts_at > at,
        TrainingSession.id.in_(waiting),
        taken.scalar_subquery() < TrainingSession.capacity,
    )


def _left(session: Session, at: datetime) -> Sequence[int]:
    """Somebody who is no longer in service still stands in the way of others."""
    gone = (
        select(Enrolment.session_id)
        .join(Employee, Employee.id == Enrolment.employee_id)
        .where(Enrolment.state.in_(OPEN), Employee.left_on.is_not(None))
    )
    return _sessions(
        session,
        TrainingSession.state.in_(AHEAD),
        TrainingSession.starts_at > at,
        TrainingSession.id.in_(gone),
    )


def _begun(session: Session, at: datetime) -> Sequence[int]:
    outside = select(Enrolment.session_id).where(Enrolment.state.in_(STILL_OUTSIDE))
    return _sessions(session, TrainingSession.starts_at <= at, TrainingSession.id.in_(outside))


def _sessions(session: Session, *wanted: ColumnElement[bool]) -> Sequence[int]:
    return session.scalars(select(TrainingSession.id).where(*wanted).order_by(TrainingSession.id)).all()
