"""Courses, trainers, rooms and sessions, small ones."""

from datetime import datetime, timedelta
from itertools import count

from sqlalchemy.orm import Session

from portal.domain.organisation.models import Agency, Employee, OrgUnit
from portal.domain.training.courses.models import (
    Course,
    CourseState,
    CourseTag,
    CourseTrainer,
    Trainer,
)
from portal.domain.training.sessions.models import (
    Room,
    Selection,
    SessionDay,
    SessionState,
    SessionTrainer,
    TrainingSession,
)
from tests.factories import NOW, _added, unit

_numbers = count(1)
NEXT_WEEK = NOW + timedelta(days=7)


def a_course(
    session: Session, *, agency: Agency | None = None, tags: tuple[str, ...] = (), **fields
) -> Course:
    """Published; without an agency for all of them."""
    number = next(_numbers)
    given = {
        "code": f"P-{number}", "title": f"Pelatihan {number}", "summary": "Ringkas", "outcomes": "Melayani cepat",
        "learning_hours": 8, "state": CourseState.PUBLISHED, "created_at": NOW, "published_at": NOW,
    }  # fmt: skip
    course = Course(agency_id=agency.id if agency else None, **given | fields)
    course.tags = [CourseTag(tag=tag) for tag in tags]
    return _added(session, course)


def a_trainer(session: Session, *, who: Employee | None = None, **fields) -> Trainer:
    """Somebody from outside unless `who` is an employee."""
    name = fields.pop("name", who.name if who else "Prof. Lestari")
    return _added(
        session,
        Trainer(
            name=name, employee_id=who.id if who else None, agency_id=who.agency_id if who else None, **fields
        ),
    )


def a_room(session: Session, agency: Agency, **fields) -> Room:
    number = next(_numbers)
    return _added(session, Room(agency_id=agency.id, **{"name": f"Aula {number}", "capacity": 40} | fields))


def a_session(
    session: Session,
    *,
    course: Course | None = None,
    for_: OrgUnit | None = None,
    starts_at: datetime = NEXT_WEEK,
    days: int = 1,
    room: Room | None = None,
    trainers: tuple[Trainer, ...] = (),
    by: Employee | None = None,
    **fields,
) -> TrainingSession:
    """Planned, first come, without approval, 10 seats; six hours on each of its days; for the unit `for_` and below."""
    home = for_ or unit(session)
    held_on = [(starts_at + timedelta(days=n), starts_at + timedelta(days=n, hours=6)) for n in range(days)]
    given = {
        "capacity": 10, "selection": Selection.FIRST_COME, "needs_approval": False, "state": SessionState.PLANNED,
        "requests_until": starts_at - timedelta(days=2), "created_at": NOW,
    }  # fmt: skip
    held = TrainingSession(
        course=course or a_course(session),
        agency_id=home.agency_id,
        unit_id=home.id,
        unit_low=home.path_key,
        unit_high=home.path_end,
        starts_at=held_on[0][0],
        ends_at=held_on[-1][1],
        created_by=by.account_id if by else None,
        **given | fields,
    )
    held.days = [
        SessionDay(starts_at=start, ends_at=end, room_id=room.id if room else None) for start, end in held_on
    ]
    _added(session, held)
    for one in trainers:
        _added(session, SessionTrainer(session_id=held.id, trainer_id=one.id))
    return held


def teaches(session: Session, course: Course, trainer: Trainer) -> None:
    _added(session, CourseTrainer(course_id=course.id, trainer_id=trainer.id))
