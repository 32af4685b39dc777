"""What training itself gives hours for: completed sessions, and certificates from elsewhere that were verified."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, func, literal, null, select, type_coerce
from sqlalchemy.types import Date

from portal.domain.base import Moment
from portal.domain.training.certificates.models import ExternalCertificate, ExternalState
from portal.domain.training.courses.models import Course, CourseTag
from portal.domain.training.hours.needs import HoursSource
from portal.domain.training.seats.models import Enrolment, SeatState
from portal.domain.training.sessions.models import TrainingSession


def completed() -> Select[*tuple[Any, ...]]:
    """Courses completed, on the last day of the session."""
    tags = (
        select(func.aggregate_strings(CourseTag.tag, ","))
        .where(CourseTag.course_id == Course.id)
        .correlate(Course)
        .scalar_subquery()
    )
    return (
        select(
            Enrolment.id.label("source_id"),
            Enrolment.employee_id,
            type_coerce(null(), Date()).label("day"),
            TrainingSession.ends_at.label("at"),
            Course.kind.label("kind"),
            Course.learning_hours.label("hours"),
            Course.title.label("title"),
            Course.provider.label("provider"),
            tags.label("tags"),
        )
        .join(TrainingSession, TrainingSession.id == Enrolment.session_id)
        .join(Course, Course.id == TrainingSession.course_id)
        .where(Enrolment.state == SeatState.COMPLETED)
    )


def verified() -> Select[*tuple[Any, ...]]:
    """Certificates from elsewhere, with the hours that HR accepted."""
    return select(
        ExternalCertificate.id.label("source_id"),
        ExternalCertificate.employee_id,
        ExternalCertificate.ended_on.label("day"),
        type_coerce(null(), Moment()).label("at"),
        ExternalCertificate.kind.label("kind"),
        func.coalesce(ExternalCertificate.hours_accepted, 0).label("hours"),
        ExternalCertificate.title.label("title"),
        ExternalCertificate.provider.label("provider"),
        literal("").label("tags"),
    ).where(ExternalCertificate.state == ExternalState.VERIFIED)


COMPLETED = HoursSource(source_type="enrolment", finished=completed)
EXTERNAL = HoursSource(source_type="external_certificate", finished=verified)
