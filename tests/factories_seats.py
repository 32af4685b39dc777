"""Sessions to ask for a seat in, and requests at some point of their way. Name only what the test is about."""

from datetime import datetime, timedelta
from itertools import count

from sqlalchemy.orm import Session

from portal.domain.organisation.models import Employee, OrgUnit
from portal.domain.training.courses.models import Course, CoursePrerequisite, CourseState, CourseTag
from portal.domain.training.seats import requesting
from portal.domain.training.seats.models import Enrolment, SeatState
from portal.domain.training.sessions.models import (
    Selection,
    SessionDay,
    SessionState,
    TrainingSession,
)
from tests.factories import NOW, _added, viewer

_numbers = count(1)
DEADLINE, START = NOW + timedelta(days=3), NOW + timedelta(days=10)


def course(session: Session, *tags: str, needs: tuple[Course, ...] = (), **fields) -> Course:
    """Published, for every agency."""
    number = next(_numbers)
    one = _added(
        session,
        Course(
            code=f"kursus-{number}", title=fields.pop("title", f"Pelatihan {number}"), state=CourseState.PUBLISHED,
            created_at=NOW, **fields,
        ),
    )  # fmt: skip
    session.add_all(CourseTag(course_id=one.id, tag=tag) for tag in tags)
    session.add_all(CoursePrerequisite(course_id=one.id, needs_id=other.id) for other in needs)
    session.flush()
    return one


def held(
    session: Session, home: OrgUnit, of: Course | None = None, *, starts_at: datetime = START, **fields
) -> TrainingSession:
    """A day of eight hours for the agency of the unit; the evaluator is not asked unless named."""
    of = of or course(session)
    ends_at = fields.pop("ends_at", starts_at + timedelta(hours=8))
    given = {
        "requests_until": DEADLINE, "capacity": 2, "needs_approval": False, "selection": Selection.FAIR,
        "state": SessionState.PLANNED, "created_at": NOW,
    }  # fmt: skip
    one = _added(
        session,
        TrainingSession(
            course_id=of.id, agency_id=home.agency_id, starts_at=starts_at, ends_at=ends_at,
            unit_low=home.path_key, unit_high=home.path_end, **{**given, **fields},
        ),
    )  # fmt: skip
    _added(session, SessionDay(session_id=one.id, starts_at=starts_at, ends_at=ends_at))
    return one


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
    return _added(
        session,
        Enrolment(
            session_id=past.id, employee_id=who.id, unit_key=who.unit_key, state=SeatState.COMPLETED, seat=1,
            place=1, requested_at=then, changed_at=then,
        ),
    )  # fmt: skip
