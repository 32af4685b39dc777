"""What stands between a seat and a certificate: attendance, feedback, the test. Then the hours count."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.errors import RuleBroken
from portal.domain.events import announce
from portal.domain.training.attendance.settling import move
from portal.domain.training.certificates.events import CertificateIssued, CertificateRevoked
from portal.domain.training.certificates.issuing import Achievement, issue
from portal.domain.training.certificates.models import Certificate, CertificateState
from portal.domain.training.certificates.queries import certificate_of
from portal.domain.training.proof.events import CompletionUndone, TrainingCompleted
from portal.domain.training.proof.models import CourseQuestion, FeedbackGiven, TakenTest, Turn
from portal.domain.training.seats.models import Enrolment, SeatState
from portal.domain.training.sessions.models import TrainingSession
from portal.domain.words import n_

SOURCE = "enrolment"
NOT_ATTENDED = n_("There is a certificate only for those who attended.")
NO_FEEDBACK = n_("Give your feedback first.")
NO_TEST = n_("Take the test after the training first.")
TAKEN_BACK = n_("This certificate was taken back. Speak to HR.")


def has_given_feedback(session: Session, enrolment: Enrolment) -> bool:
    return session.get(FeedbackGiven, enrolment.id) is not None


def has_test(session: Session, held: TrainingSession) -> bool:
    """Whether the course asks before and after, and there is something to ask."""
    if not held.course.has_tests:
        return False
    asked = select(CourseQuestion.id).where(
        CourseQuestion.course_id == held.course_id, CourseQuestion.retired_at.is_(None)
    )
    return bool(session.scalar(select(asked.exists())))


def has_taken(session: Session, enrolment: Enrolment, turn: Turn) -> bool:
    taken = select(TakenTest.id).where(TakenTest.enrolment_id == enrolment.id, TakenTest.turn == turn)
    return bool(session.scalar(select(taken.exists())))


def missing(session: Session, held: TrainingSession, enrolment: Enrolment) -> str | None:
    """The first thing that stands in the way of the certificate, in words; None when nothing does."""
    if enrolment.state is not SeatState.ATTENDED:
        return NOT_ATTENDED
    if not has_given_feedback(session, enrolment):
        return NO_FEEDBACK
    if has_test(session, held) and not has_taken(session, enrolment, Turn.AFTER):
        return NO_TEST
    made = certificate_of(session, SOURCE, enrolment.id, enrolment.employee_id)
    return TAKEN_BACK if made is not None and made.state is CertificateState.REVOKED else None


def complete(session: Session, held: TrainingSession, enrolment: Enrolment, *, at: datetime) -> Certificate:
    """Refuses while something is missing; nobody, HR included, gets past it."""
    if (problem := missing(session, held, enrolment)) is not None:
        raise RuleBroken(problem)
    move(session, enrolment, SeatState.COMPLETED, by=None, at=at)
    zone = ZoneInfo(held.agency.timezone)
    made = issue(
        session,
        Achievement(
            employee_id=enrolment.employee_id,
            title=held.course.title,
            kind=held.course.kind,
            hours=held.course.learning_hours,
            began_on=held.starts_at.astimezone(zone).date(),
            ended_on=held.ends_at.astimezone(zone).date(),
            source_type=SOURCE,
            source_id=enrolment.id,
        ),
        at=at,
    )
    announce(session, TrainingCompleted(employee_id=enrolment.employee_id, enrolment_id=enrolment.id))
    return made


def complete_if_done(
    session: Session, held: TrainingSession, enrolment: Enrolment, *, at: datetime
) -> Certificate | None:
    return None if missing(session, held, enrolment) else complete(session, held, enrolment, at=at)


def follow_revocation(session: Session, event: CertificateRevoked) -> None:
    """A training whose certificate was taken back is attended, but no longer completed."""
    enrolment = _enrolment_of(session, event.certificate_id)
    if enrolment is not None and enrolment.state is SeatState.COMPLETED:
        made = session.get_one(Certificate, event.certificate_id)
        move(session, enrolment, SeatState.ATTENDED, by=None, at=made.changed_at)
        announce(session, CompletionUndone(employee_id=enrolment.employee_id, enrolment_id=enrolment.id))


def follow_issue(session: Session, event: CertificateIssued) -> None:
    """One that is issued again after a revocation completes the training again."""
    enrolment = _enrolment_of(session, event.certificate_id)
    if enrolment is not None and enrolment.state is SeatState.ATTENDED:
        made = session.get_one(Certificate, event.certificate_id)
        move(session, enrolment, SeatState.COMPLETED, by=None, at=made.changed_at)
        announce(session, TrainingCompleted(employee_id=enrolment.employee_id, enrolment_id=enrolment.id))


def _enrolment_of(session: Session, certificate_id: int) -> Enrolment | None:
    made = session.get_one(Certificate, certificate_id)
    return session.get(Enrolment, made.source_id) if made.source_type == SOURCE else None
