"""How a request is changed: under the lock of its session, and never without a row that says so."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from portal.domain.errors import NotFound
from portal.domain.training.seats.models import Enrolment, SeatChange, SeatState
from portal.domain.training.sessions.models import TrainingSession


def lock(session: Session, session_id: int) -> TrainingSession:
    """Everything about the seats of a session happens one after the other, until the commit."""
    return session.scalars(
        select(TrainingSession)
        .where(TrainingSession.id == session_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def locked(session: Session, enrolment_id: int) -> Enrolment:
    """The request as it is now that nobody else can change it."""
    session_id = session.scalar(select(Enrolment.session_id).where(Enrolment.id == enrolment_id))
    if session_id is None:
        raise NotFound
    lock(session, session_id)
    return session.scalars(
        select(Enrolment)
        .where(Enrolment.id == enrolment_id)
        .options(joinedload(Enrolment.employee), joinedload(Enrolment.session))
        .execution_options(populate_existing=True)
    ).one()


def change(
    session: Session,
    enrolment: Enrolment,
    state: SeatState,
    *,
    at: datetime,
    by: int | None = None,
    reason: str = "",
    seat: int | None = None,
    offered_until: datetime | None = None,
) -> None:
    """The new state; a seat and an offer's deadline belong to the state and go with it."""
    enrolment.state, enrolment.seat, enrolment.offered_until = state, seat, offered_until
    enrolment.reason, enrolment.changed_at = reason, at
    session.add(SeatChange(enrolment_id=enrolment.id, state=state, at=at, by=by, reason=reason))
    session.flush()


def in_session(session: Session, session_id: int, states: Collection[SeatState]) -> list[Enrolment]:
    """Everybody in these states, in the order of their places."""
    return list(
        session.scalars(
            select(Enrolment)
            .where(Enrolment.session_id == session_id, Enrolment.state.in_(states))
            .options(joinedload(Enrolment.employee))
            .order_by(Enrolment.place, Enrolment.id)
            .execution_options(populate_existing=True)
        )
    )
