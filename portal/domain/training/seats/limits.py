"""People with a contract may learn so many hours in its year: what one more course would make of them.

Up to the limit a seat needs nothing more; above it, a written assignment that holds on the first day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.errors import RuleBroken
from portal.domain.organisation.models import Employee
from portal.domain.periods import local_day
from portal.domain.training.courses.models import Course, CourseKind
from portal.domain.training.hours.law import Rate
from portal.domain.training.hours.rates import all_rates, duties_on, latest
from portal.domain.training.hours.standing import Standing, standing_of
from portal.domain.training.seats.models import OPEN, Enrolment, SeatState
from portal.domain.training.sessions.models import ANNOUNCED, TrainingSession
from portal.domain.words import n_

NOT_YET_BOOKED = (*OPEN, SeatState.ATTENDED)
PASSED = n_(
    "With this course you would have %(hours)s of the %(most)s JP that your contract year allows. "
    "For more, HR first records your written assignment."
)


@dataclass(frozen=True, slots=True)
class Limit:
    """`standing` on the first day of the session. `asked`: other requests and seats of that year, not booked yet."""

    standing: Standing
    most: int
    asked: int
    course: int

    @property
    def with_it(self) -> int:
        return self.standing.hours + self.asked + self.course

    @property
    def is_passed(self) -> bool:
        return self.with_it > self.most


def limit_of(session: Session, held: TrainingSession, employee_id: int) -> Limit | None:
    """None for people without a limit."""
    employee, day = session.get_one(Employee, employee_id), _first_day(held)
    duty = duties_on(session, day).get(employee.employment)
    if duty is None or duty.most is None:
        return None
    standing, rates = standing_of(session, employee, day), all_rates(session)
    asked = sum(_counted(rates, *one, held) for one in _asked(session, held, employee_id, standing))
    course = held.course
    return Limit(standing, duty.most, asked, _counted(rates, course.kind, course.learning_hours, held))


def check_limit(limit: Limit | None) -> None:
    if limit is not None and limit.is_passed and limit.standing.assignment is None:
        raise RuleBroken(PASSED, hours=limit.with_it, most=limit.most)


def _first_day(held: TrainingSession) -> date:
    return local_day(held.starts_at, held.agency.timezone)


def _counted(rates: list[Rate], kind: CourseKind, hours: int, held: TrainingSession) -> int:
    rate = latest((one for one in rates if one.kind is kind), _first_day(held))
    return rate.counted(hours) if rate else 0


def _asked(
    session: Session, held: TrainingSession, employee_id: int, standing: Standing
) -> list[tuple[CourseKind, int]]:
    """Kind and hours of what the person has asked for elsewhere in the same year."""
    rows = session.execute(
        select(Course.kind, Course.learning_hours, TrainingSession.starts_at)
        .join(TrainingSession, TrainingSession.course_id == Course.id)
        .join(Enrolment, Enrolment.session_id == TrainingSession.id)
        .where(
            Enrolment.employee_id == employee_id,
            Enrolment.state.in_(NOT_YET_BOOKED),
            TrainingSession.id != held.id,
            TrainingSession.state.in_(ANNOUNCED),
        )
    )

    def is_within(moment: datetime) -> bool:
        return standing.starts_on <= local_day(moment, held.agency.timezone) < standing.ends_on

    return [(kind, hours) for kind, hours, starts_at in rows if is_within(starts_at)]
