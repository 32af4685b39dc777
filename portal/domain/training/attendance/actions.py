"""Noting who is there: people themselves with the code on the screen, trainers by hand."""

from __future__ import annotations

import hmac
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.domain.audit.actions import record
from portal.domain.errors import NotAllowed, RuleBroken
from portal.domain.organisation.viewers import Viewer
from portal.domain.training.attendance import codes
from portal.domain.training.attendance.models import Attendance, AttendanceDevice, Way
from portal.domain.training.attendance.queries import Line, day_of, line_of, own_line
from portal.domain.training.attendance.rules import has_begun, is_taking_notes
from portal.domain.training.attendance.settling import settle_again
from portal.domain.training.policies import may_run
from portal.domain.training.seats.models import SeatState
from portal.domain.training.sessions.models import SessionDay, SessionState, TrainingSession
from portal.domain.words import n_

OLD_CODE = n_("This code is no longer valid: it changes every 30 seconds. Scan the one on the screen now.")
NOT_NOW = n_("Attendance of this session cannot be noted at this time.")
OTHER_DEVICE = n_(
    "This device has already noted somebody else in this session. "
    "Everybody uses their own device; without one, ask the trainer to note you."
)
LEAST_REASON = 5


def code_key(session: Session) -> bytes:
    return hmac.digest(session.info["secrets_key"], b"attendance codes", "sha256")


def shown_code(session: Session, held: TrainingSession, day: SessionDay, *, by: Viewer, at: datetime) -> str:
    """The code for the trainer's screen; none outside the sitting's time."""
    if not may_run(by, held):
        raise NotAllowed
    if not is_taking_notes(held, day, at):
        raise RuleBroken(NOT_NOW)
    return codes.code_at(code_key(session), day.id, at)


def accept_scan(session: Session, day: SessionDay, code: str, *, at: datetime) -> None:
    """Refuses an old code, a made-up one and one that comes at another time."""
    if not codes.is_fresh(code_key(session), day.id, code, at):
        raise RuleBroken(OLD_CODE)
    if not is_taking_notes(day.session, day, at):
        raise RuleBroken(NOT_NOW)


def check_in(
    session: Session, held: TrainingSession, day_id: int, device: str, *, by: Viewer, at: datetime
) -> Attendance:
    """Note oneself after a scan that was accepted. Asking again gives the first note."""
    day = day_of(held, day_id)
    if not is_taking_notes(held, day, at):
        raise RuleBroken(NOT_NOW)
    line = own_line(session, held, by)
    if line is None or line.enrolment.state is not SeatState.SEATED:
        raise RuleBroken(n_("You have no seat in this session. Speak to the trainer."))
    _use_device(session, line, device, at)
    noted = line.marks.get(day.id)
    if noted is not None:
        if not noted.is_present:
            raise RuleBroken(n_("A trainer has noted that you were not there. Speak to the trainer."))
        return noted
    return _write(session, line, day, True, Way.QR, at=at, by=by.account_id)


def _use_device(session: Session, line: Line, device: str, at: datetime) -> None:
    """The key of the table lets one person only use a device, however many ask at once."""
    key = (line.enrolment.session_id, device)
    used = session.get(AttendanceDevice, key)
    if used is None:
        try:
            with session.begin_nested():
                session.add(
                    AttendanceDevice(
                        session_id=key[0], device=device, enrolment_id=line.enrolment.id, used_at=at
                    )
                )
        except IntegrityError:
            used = session.get_one(AttendanceDevice, key, populate_existing=True)
    if used is not None and used.enrolment_id != line.enrolment.id:
        raise RuleBroken(OTHER_DEVICE)


def mark(
    session: Session,
    held: TrainingSession,
    enrolment_id: int,
    day_id: int,
    is_present: bool,
    reason: str,
    *,
    by: Viewer,
    at: datetime,
) -> None:
    """A trainer's word, with a reason. Stands in the audit log; after the closing the outcome follows."""
    line, day = line_of(session, held, enrolment_id), day_of(held, day_id)
    if len(reason.strip()) < LEAST_REASON:
        raise RuleBroken(n_("Say why, in a few words."), field="reason")
    note(session, held, line, day, is_present, Way.TRAINER, reason.strip(), by=by, at=at)
    record(
        session,
        "training.attendance",
        by=by.account_id,
        subject_type="enrolment",
        subject_id=enrolment_id,
        unit_key=line.enrolment.unit_key,
        at=at,
        label=held.course.title,
        day=day.starts_at.date().isoformat(),
        present=is_present,
    )


def note(
    session: Session,
    held: TrainingSession,
    line: Line,
    day: SessionDay,
    is_present: bool,
    way: Way,
    reason: str,
    *,
    by: Viewer,
    at: datetime,
) -> None:
    """Write it down, and settle the person anew where the session is closed."""
    _may_note(held, line, day, by, at)
    _write(session, line, day, is_present, way, at=at, by=by.account_id, reason=reason)
    if held.state is SessionState.FINISHED:
        settle_again(session, held, line_of(session, held, line.enrolment.id), by=by.account_id, at=at)


def _may_note(held: TrainingSession, line: Line, day: SessionDay, by: Viewer, at: datetime) -> None:
    if not may_run(by, held):
        raise NotAllowed
    if held.state in (SessionState.DRAFT, SessionState.CANCELLED):
        raise RuleBroken(n_("This session is not being held."))
    if line.enrolment.employee_id == by.employee_id:
        raise RuleBroken(n_("Nobody notes their own attendance. Ask another trainer or HR."))
    if not has_begun(day, at):
        raise RuleBroken(n_("This sitting has not begun yet."))
    if line.enrolment.state is SeatState.COMPLETED:
        raise RuleBroken(n_("The certificate has been issued. Take it back first."))


def _write(
    session: Session,
    line: Line,
    day: SessionDay,
    is_present: bool,
    way: Way,
    *,
    at: datetime,
    by: int | None,
    reason: str = "",
) -> Attendance:
    found = line.marks.get(day.id)
    if found is None:
        found = Attendance(enrolment_id=line.enrolment.id, day_id=day.id)
        session.add(found)
    found.is_present, found.way, found.at, found.by, found.reason = is_present, way, at, by, reason
    session.flush()
    return found
