"""Learning hours as seats alone know them: the courses a person has completed in a year."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Subquery, func, select

from portal.domain.training.courses.models import Course
from portal.domain.training.seats.models import Enrolment, SeatState
from portal.domain.training.sessions.models import TrainingSession


def completed_hours(year: int) -> Subquery:
    """JP of the courses completed in that calendar year (UTC), by `employee_id`, as `hours`."""
    return (
        select(Enrolment.employee_id, func.sum(Course.learning_hours).label("hours"))
        .join(TrainingSession, TrainingSession.id == Enrolment.session_id)
        .join(Course, Course.id == TrainingSession.course_id)
        .where(
            Enrolment.state == SeatState.COMPLETED,
            TrainingSession.ends_at >= datetime(year, 1, 1, tzinfo=UTC),
            TrainingSession.ends_at < datetime(year + 1, 1, 1, tzinfo=UTC),
        )
        .group_by(Enrolment.employee_id)
        .subquery("hours_this_year")
    )
