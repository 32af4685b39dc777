"""Questions about attendance: the roster of a session, one's own seat, who is there right now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.domain.errors import NotFound
from portal.domain.organisation.models import Employee
from portal.domain.organisation.viewers import Viewer
from portal.domain.training.attendance.models import Attendance
from portal.domain.training.attendance.rules import is_enough, is_taking_notes, percent_present
from portal.domain.training.seats.models import Enrolment, SeatState
from portal.domain.training.sessions.models import AHEAD, SessionDay, TrainingSession

COMES = (SeatState.SEATED, SeatState.ATTENDED, SeatState.ABSENT, SeatState.COMPLETED)


@dataclass(frozen=True, slots=True)
class Line:
    """A person of the roster with what was noted, by sitting."""

    enrolment: Enrolment
    marks: Mapping[int, Attendance]
    percent: int
    is_enough: bool

    @property
    def employee(self) -> Employee:
        return self.enrolment.employee


def roster(session: Session, held: TrainingSession) -> list[Line]:
    """Everybody who had a seat when the session began, by name."""
    enrolments = session.scalars(
        select(Enrolment)
        .join(Enrolment.employee)
        .where(Enrolment.session_id == held.id, Enrolment.state.in_(COMES))
        .options(
            joinedload(Enrolment.employee).options(joinedload(Employee.unit), joinedload(Employee.account))
        )
        .order_by(Employee.name, Enrolment.id)
    ).all()
    marks = _marks(session, held)
    return [_line(held, one, marks.get(one.id, {})) for one in enrolments]


def line_of(session: Session, held: TrainingSession, enrolment_id: int) -> Line:
    """NotFound for anybody who has no seat in this session."""
    found = next((one for one in roster(session, held) if one.enrolment.id == enrolment_id), None)
    if found is None:
        raise NotFound
    return found


def own_line(session: Session, held: TrainingSession, viewer: Viewer) -> Line | None:
    """The viewer's own, None without a seat."""
    enrolment = session.scalar(
        select(Enrolment)
        .where(
            Enrolment.session_id == held.id,
            Enrolment.employee_id == (viewer.employee_id or 0),
            Enrolment.state.in_(COMES),
        )
        .options(joinedload(Enrolment.employee))
    )
    if enrolment is None:
        return None
    return _line(held, enrolment, _marks(session, held, enrolment.id).get(enrolment.id, {}))


def _line(held: TrainingSession, enrolment: Enrolment, marks: Mapping[int, Attendance]) -> Line:
    percent = percent_present(held.days, present_in(marks))
    return Line(enrolment, marks, percent, is_enough(percent, held.course.least_attendance))


def present_in(marks: Mapping[int, Attendance]) -> set[int]:
    return {day_id for day_id, one in marks.items() if one.is_present}


def _marks(
    session: Session, held: TrainingSession, enrolment_id: int | None = None
) -> dict[int, dict[int, Attendance]]:
    query = select(Attendance).where(Attendance.day_id.in_([day.id for day in held.days]))
    if enrolment_id is not None:
        query = query.where(Attendance.enrolment_id == enrolment_id)
    found: dict[int, dict[int, Attendance]] = {}
    for mark in session.scalars(query):
        found.setdefault(mark.enrolment_id, {})[mark.day_id] = mark
    return found


def count_present(session: Session, day_id: int) -> int:
    query = select(func.count()).where(Attendance.day_id == day_id, Attendance.is_present)
    return session.scalar(query) or 0


def count_seated(session: Session, session_id: int) -> int:
    query = select(func.count()).where(Enrolment.session_id == session_id, Enrolment.state.in_(COMES))
    return session.scalar(query) or 0


def day_of(held: TrainingSession, day_id: int) -> SessionDay:
    found = next((day for day in held.days if day.id == day_id), None)
    if found is None:
        raise NotFound
    return found


def day_with_session(session: Session, day_id: int) -> SessionDay:
    """The sitting a scanned code belongs to, for whoever holds the code."""
    found = session.get(
        SessionDay,
        day_id,
        options=[joinedload(SessionDay.session).joinedload(TrainingSession.course)],
    )
    if found is None:
        raise NotFound
    return found


def session_of_day(session: Session, day_id: int) -> TrainingSession:
    """With all that noting attendance asks about; for whoever scanned its code."""
    found = session.scalar(
        select(TrainingSession)
        .join(TrainingSession.days)
        .where(SessionDay.id == day_id)
        .options(
            joinedload(TrainingSession.course),
            joinedload(TrainingSession.agency),
            selectinload(TrainingSession.days).joinedload(SessionDay.room),
        )
    )
    if found is None:
        raise NotFound
    return found


def sitting_now(held: TrainingSession, at: datetime) -> SessionDay | None:
    """The one that is taking notes at this moment."""
    return next((day for day in held.days if is_taking_notes(held, day, at)), None)


def forgotten(session: Session, before: datetime) -> Sequence[int]:
    """Sessions that ended before then with people noted, and were never closed."""
    noted = (
        select(Attendance.day_id)
        .join(SessionDay, SessionDay.id == Attendance.day_id)
        .where(SessionDay.session_id == TrainingSession.id)
        .exists()
    )
    return session.scalars(
        select(TrainingSession.id)
        .where(TrainingSession.state.in_(AHEAD), TrainingSession.ends_at < before, noted)
        .order_by(TrainingSession.ends_at, TrainingSession.id)
        .limit(100)
    ).all()
