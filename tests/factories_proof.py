"""People with seats in sessions that are on, over or closed."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from portal.domain.organisation.models import Employee, OrgUnit, Role
from portal.domain.training.attendance.models import Attendance, Way
from portal.domain.training.attendance.settling import finish
from portal.domain.training.certificates.issuing import Achievement, issue
from portal.domain.training.certificates.models import Certificate
from portal.domain.training.courses.models import CourseKind
from portal.domain.training.seats.models import Enrolment, SeatState
from portal.domain.training.sessions.models import TrainingSession
from tests.factories import NOW, _added, employee, role, unit
from tests.factories_training import a_course, a_session, a_trainer


def a_seat(
    session: Session, held: TrainingSession, who: Employee, state: SeatState = SeatState.SEATED
) -> Enrolment:
    taken = session.query(Enrolment).filter_by(session_id=held.id).count()
    return _added(
        session,
        Enrolment(
            session_id=held.id, employee_id=who.id, unit_key=who.unit_key, state=state, seat=taken + 1,
            place=taken + 1, requested_at=held.starts_at, changed_at=held.starts_at,
        ),
    )  # fmt: skip


def a_class(
    session: Session,
    *,
    people: int = 2,
    starts_at: datetime = NOW,
    days: int = 1,
    home: OrgUnit | None = None,
    **course,
) -> tuple[TrainingSession, Employee, list[Employee]]:
    """A session that begins now, its trainer, and people with seats."""
    home = home or unit(session)
    teaching = employee(session, unit_=home)
    role(session, teaching, Role.TRAINER, over=home)
    held = a_session(
        session, course=a_course(session, **course), for_=home, starts_at=starts_at, days=days, capacity=60,
        trainers=(a_trainer(session, who=teaching),),
    )  # fmt: skip
    learners = [employee(session, unit_=home) for _ in range(people)]
    for one in learners:
        a_seat(session, held, one)
    return held, teaching, learners


def was_there(session: Session, held: TrainingSession, who: Employee, *, days: int = 1) -> Enrolment:
    seat = session.query(Enrolment).filter_by(session_id=held.id, employee_id=who.id).one()
    for day in held.days[:days]:
        _added(
            session,
            Attendance(
                enrolment_id=seat.id, day_id=day.id, is_present=True, way=Way.QR, at=day.starts_at, reason=""
            ),
        )
    return seat


def closed(session: Session, held: TrainingSession) -> None:
    finish(session, held, by=None, at=held.ends_at + timedelta(days=1))


def a_certificate(
    session: Session, who: Employee, *, source_id: int = 1, title: str = "Komunikasi"
) -> Certificate:
    """As a finished module would bring it."""
    achieved = Achievement(
        employee_id=who.id, title=title, kind=CourseKind.E_LEARNING, hours=4, began_on=NOW.date(),
        ended_on=NOW.date(), source_type="study", source_id=source_id,
    )  # fmt: skip
    return issue(session, achieved, at=NOW)
