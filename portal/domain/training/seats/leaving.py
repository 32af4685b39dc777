"""Giving back a request, a place or a seat; what becomes of everybody when a session begins or is called off."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from portal.domain.audit.actions import record
from portal.domain.errors import NotAllowed, RuleBroken
from portal.domain.notifications.actions import notify
from portal.domain.organisation.viewers import Viewer
from portal.domain.training.events import SessionCalledOff
from portal.domain.training.policies import may_run
from portal.domain.training.seats.giving import check_offer, fill
from portal.domain.training.seats.keeping import change, in_session, lock, locked
from portal.domain.training.seats.models import OPEN, Enrolment, SeatState
from portal.domain.training.seats.policies import is_own, may_leave
from portal.domain.training.sessions.models import TrainingSession
from portal.domain.words import n_

STILL_OUTSIDE = (SeatState.REQUESTED, SeatState.APPROVED, SeatState.WAITING, SeatState.OFFERED)


def withdraw(session: Session, enrolment_id: int, reason: str, *, by: Viewer, at: datetime) -> Enrolment:
    """Give it back, with a reason; a freed seat is offered to the next one at once."""
    enrolment = locked(session, enrolment_id)
    if not is_own(by, enrolment):
        raise NotAllowed
    _check_leaving(enrolment, reason, at)
    _leave(session, enrolment, reason, by=by, at=at)
    return enrolment


def decline(session: Session, enrolment_id: int, *, by: Viewer, at: datetime) -> Enrolment:
    """Say no to an offer: the next one need not wait for its deadline."""
    enrolment = locked(session, enrolment_id)
    if not is_own(by, enrolment):
        raise NotAllowed
    check_offer(enrolment, at)
    _leave(session, enrolment, n_("The offer was declined."), by=by, at=at)
    return enrolment


def remove(session: Session, enrolment_id: int, reason: str, *, by: Viewer, at: datetime) -> Enrolment:
    """Who runs the session takes somebody off the list; the person is told why, and it is written down."""
    enrolment = locked(session, enrolment_id)
    if not may_run(by, enrolment.session):
        raise NotAllowed
    _check_leaving(enrolment, reason, at)
    record(
        session, "seat.remove", by=by.account_id, subject_type="enrolment", subject_id=enrolment.id,
        unit_key=enrolment.unit_key, at=at, label=enrolment.employee.name, was=enrolment.state.value,
        title=enrolment.session.course.title, reason=reason.strip()[:300],
    )  # fmt: skip
    _leave(session, enrolment, reason, by=by, at=at)
    notify(
        session, enrolment.employee.account_id, n_("You were taken off the list of “%(title)s”: %(reason)s"),
        link=f"/training/seats/{enrolment.id}", at=at, icon="x", title=enrolment.session.course.title,
        reason=reason.strip()[:300],
    )  # fmt: skip
    return enrolment


def _check_leaving(enrolment: Enrolment, reason: str, at: datetime) -> None:
    if at >= enrolment.session.starts_at:
        raise RuleBroken(n_("The session has begun. Speak to the trainer."))
    if not may_leave(enrolment, at):
        raise RuleBroken(n_("There is nothing to give back."))
    if not reason.strip():
        raise RuleBroken(n_("Please say why."), field="reason")


def _leave(session: Session, enrolment: Enrolment, reason: str, *, by: Viewer, at: datetime) -> None:
    change(session, enrolment, SeatState.WITHDRAWN, at=at, by=by.account_id, reason=reason.strip())
    fill(session, enrolment.session, at=at)


def close(session: Session, held: TrainingSession, *, at: datetime) -> int:
    """The session has begun: whoever still waited has no seat. How many those were."""
    left = in_session(session, held.id, STILL_OUTSIDE)
    for enrolment in left:
        reason = n_("The session began before a seat became free.")
        change(session, enrolment, SeatState.UNSEATED, at=at, reason=reason)
    return len(left)


def call_off(session: Session, event: SessionCalledOff) -> None:
    """Nobody has a seat in a session that is not held. Whoever called it off tells people."""
    held = lock(session, event.session_id)
    for enrolment in in_session(session, held.id, OPEN):
        change(session, enrolment, SeatState.CANCELLED, at=event.at, by=event.by, reason=held.state_reason)
