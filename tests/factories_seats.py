"""Sessions to ask for a seat in, and requests at some point of their way. Name only what the test is about."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from portal.domain.events import announce
from portal.domain.organisation.models import Employee, OrgUnit
from portal.domain.training.courses.models import Course, CoursePrerequisite
from portal.domain.training.proof.events import TrainingCompleted
from portal.domain.training.seats import requesting
from portal.domain.training.seats.models import Enrolment, SeatState
from portal.domain.training.sessions.models import Selection, SessionState, TrainingSession
from tests.factories import NOW, _added, viewer
from tests.factories_training import a_course, a_session

DEADLINE, START = NOW + timedelta(days=3), NOW + timedelta(days=10)


def course(session: Session, *tags: str, needs: tuple[Course, ...] = (), **fields) -> Course:
    one = a_course(session, tags=tags, **fields)
    session.add_all(CoursePrerequisite(course_id=one.id, needs_id=other.id) for other in needs)
    session.flush()
    return one


def held(
    session: Session, home: OrgUnit, of: Course | None = None, *, starts_at: datetime = START, **fields
) -> TrainingSession:
    """By the fair rule, two seats; the evaluator is not asked unless named."""
    given = {"requests_until": DEADLINE, "capacity": 2, "selection": Selection.FAIR}
    return a_session(session, course=of, for_=home, starts_at=starts_at, **given | fields)


def request(
    session: Session, one: TrainingSession, who: Employee, motive: str = "", *, at: datetime = NOW
) -> Enrolment:
    return requesting.request(session, one.id, motive, by=viewer(session, who), at=at)


def completed(session: Session, who: Employee, of: Course, *, at: datetime = NOW) -> Enrolment:
    """The course is behind them, a month ago."""
    then = at - timedelta(days=30)
    past = held(
        session, who.unit, of, starts_at=then, requests_until=then, capacity=1, state=SessionState.FINISHED
    )
    done = _added(
        session,
        Enrolment(
            session_id=past.id, employee_id=who.id, unit_key=who.unit_key, state=SeatState.COMPLETED, seat=1,
            place=1, requested_at=then, changed_at=then,
        ),
    )  # fmt: skip
    announce(session, TrainingCompleted(employee_id=who.id, enrolment_id=done.id))
    return done
