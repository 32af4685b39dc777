"""What the ledger does when something it counts is proved, or no longer is; hung on the events by wiring."""

from __future__ import annotations

from sqlalchemy.orm import Session

from portal.domain.events import Reactions
from portal.domain.training.attendance.events import SessionFinished
from portal.domain.training.certificates.events import ExternalCertificateUndone, ExternalCertificateVerified
from portal.domain.training.certificates.models import ExternalCertificate
from portal.domain.training.hours.actions import take_back
from portal.domain.training.hours.booking import book_from
from portal.domain.training.hours.sources import COMPLETED, EXTERNAL
from portal.domain.training.hours.teaching import book_teaching
from portal.domain.training.proof.events import CompletionUndone, TrainingCompleted
from portal.domain.training.seats.models import Enrolment
from portal.domain.training.sessions.models import TrainingSession
from portal.domain.words import n_

TAKEN_BACK = n_("The certificate was taken back")
NOT_GENUINE = n_("The certificate turned out not to be genuine")


def follow_completion(session: Session, event: TrainingCompleted) -> None:
    enrolment = session.get_one(Enrolment, event.enrolment_id)
    book_from(session, COMPLETED, enrolment.id, at=enrolment.changed_at)


def follow_undoing(session: Session, event: CompletionUndone) -> None:
    enrolment = session.get_one(Enrolment, event.enrolment_id)
    take_back(
        session, COMPLETED.source_type, enrolment.id, event.employee_id, TAKEN_BACK, at=enrolment.changed_at
    )


def follow_verified(session: Session, event: ExternalCertificateVerified) -> None:
    found = session.get_one(ExternalCertificate, event.external_id)
    book_from(session, EXTERNAL, found.id, at=found.decided_at or found.handed_in_at)


def follow_undone(session: Session, event: ExternalCertificateUndone) -> None:
    found = session.get_one(ExternalCertificate, event.external_id)
    at = found.decided_at or found.handed_in_at
    take_back(session, EXTERNAL.source_type, found.id, event.employee_id, NOT_GENUINE, at=at)


def follow_session(session: Session, event: SessionFinished) -> None:
    held = session.get_one(TrainingSession, event.session_id)
    book_teaching(session, held.id, at=held.ends_at)


REACTIONS: Reactions = {
    TrainingCompleted: (follow_completion,),
    CompletionUndone: (follow_undoing,),
    ExternalCertificateVerified: (follow_verified,),
    ExternalCertificateUndone: (follow_undone,),
    SessionFinished: (follow_session,),
}
