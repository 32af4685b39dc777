"""Closing a session: whoever was there long enough has attended, the others were absent."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from portal.domain.audit.actions import record
from portal.domain.errors import NotAllowed, RuleBroken
from portal.domain.events import announce
from portal.domain.notifications.actions import notify
from portal.domain.organisation.viewers import Viewer
from portal.domain.training.attendance.events import SessionFinished
from portal.domain.training.attendance.queries import Line, roster
from portal.domain.training.policies import may_run
from portal.domain.training.seats.keeping import change
from portal.domain.training.seats.models import Enrolment, SeatState
from portal.domain.training.sessions.models import SessionState, TrainingSession
from portal.domain.words import n_

CLOSES_BY_ITSELF = timedelta(days=7)
ATTENDED = n_("You attended “%(title)s”. Give your feedback, then your certificate is ready.")
ABSENT = n_("You were there for %(percent)s%% of “%(title)s”; a certificate needs %(least)s%%.")


def finish(session: Session, held: TrainingSession, *, by: Viewer | None, at: datetime) -> None:
    """Settle everybody with a seat. Without `by` it is the portal itself, a week after the end."""
    if by is not None and not may_run(by, held):
        raise NotAllowed
    if not held.is_ahead:
        raise RuleBroken(n_("This session is closed already, or is not being held."))
    if at < held.ends_at:
        raise RuleBroken(n_("The session can be closed when its last sitting has ended."))
    lines = roster(session, held)
    held.state, held.state_reason = SessionState.FINISHED, ""
    for line in lines:
        if line.enrolment.state is SeatState.SEATED:
            _settle(session, held, line, by=by.account_id if by else None, at=at)
    record(
        session, "training.finish", by=by.account_id if by else None, subject_type="training_session",
        subject_id=held.id, unit_key=held.unit_low, at=at, label=held.course.title,
        attended=sum(line.is_enough for line in lines), seats=len(lines),
    )  # fmt: skip
    announce(session, SessionFinished(session_id=held.id))


def settle_again(
    session: Session, held: TrainingSession, line: Line, *, by: int | None, at: datetime
) -> None:
    """After a correction of a closed session; nothing happens when the outcome is the same."""
    wanted = SeatState.ATTENDED if line.is_enough else SeatState.ABSENT
    if line.enrolment.state in (SeatState.ATTENDED, SeatState.ABSENT) and line.enrolment.state is not wanted:
        _settle(session, held, line, by=by, at=at)


def _settle(session: Session, held: TrainingSession, line: Line, *, by: int | None, at: datetime) -> None:
    enrolment = line.enrolment
    move(session, enrolment, SeatState.ATTENDED if line.is_enough else SeatState.ABSENT, by=by, at=at)
    notify(
        session,
        enrolment.employee.account_id,
        ATTENDED if line.is_enough else ABSENT,
        link=f"/training/sessions/{held.id}/steps",
        at=at,
        icon="circle-check" if line.is_enough else "user-x",
        title=held.course.title,
        percent=line.percent,
        least=held.course.least_attendance,
    )


def move(
    session: Session,
    enrolment: Enrolment,
    state: SeatState,
    *,
    by: int | None,
    at: datetime,
    reason: str = "",
) -> None:
    """The next state of somebody who keeps the seat."""
    change(session, enrolment, state, at=at, by=by, reason=reason, seat=enrolment.seat)
