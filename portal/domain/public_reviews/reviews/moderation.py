"""What people decide about reviews. Every decision is logged with its reason; nothing is deleted."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.errors import NotAllowed, RuleBroken
from portal.domain.events import announce
from portal.domain.organisation.viewers import Viewer
from portal.domain.public_reviews.events import ReviewCounted, ReviewWithdrawn
from portal.domain.public_reviews.reviews.models import (
    Contest,
    ContestState,
    Reply,
    Review,
    ReviewContact,
    ReviewState,
)
from portal.domain.public_reviews.reviews.moderation_log import Moderation
from portal.domain.public_reviews.reviews.telling import tell_contester, tell_managers
from portal.domain.public_reviews.services.actions import may_manage
from portal.domain.words import n_


def release(session: Session, review: Review, *, by: Viewer, at: datetime) -> None:
    """A held review counts from now on, on the day it was written."""
    _decide(session, review, ReviewState.HELD, ReviewState.COUNTED, "", by=by, at=at)
    review.counted_at = at
    announce(
        session,
        ReviewCounted(review_id=review.id, service_id=review.service_id, officer_id=review.officer_id, at=at),
    )


def reject(session: Session, review: Review, reason: str, *, by: Viewer, at: datetime) -> None:
    """A held review does not count; the reason stands on its receipt."""
    _decide(session, review, ReviewState.HELD, ReviewState.REJECTED, reason, by=by, at=at)


def withdraw(session: Session, review: Review, reason: str, *, by: Viewer, at: datetime) -> None:
    """A counted review stops counting, for good; rewards that it earned are taken back by a reversal."""
    _decide(session, review, ReviewState.COUNTED, ReviewState.WITHDRAWN, reason, by=by, at=at)
    announce(
        session,
        ReviewWithdrawn(
            review_id=review.id, service_id=review.service_id, officer_id=review.officer_id, at=at
        ),
    )


def _decide(
    session: Session,
    review: Review,
    before: ReviewState,
    after: ReviewState,
    reason: str,
    *,
    by: Viewer,
    at: datetime,
) -> None:
    if not may_manage(by, review.service.unit_key):
        raise NotAllowed
    if review.officer_id is not None and review.officer_id == by.employee_id:
        raise RuleBroken(n_("Nobody decides about a review that names themselves. Ask a colleague."))
    if review.state is not before:
        raise RuleBroken(n_("Somebody has already decided about this review."))
    if after is not ReviewState.COUNTED and not reason.strip():
        raise RuleBroken(n_("Give the reason; it stands on the receipt."), field="reason")
    session.add(
        Moderation(
            review_id=review.id,
            before=before,
            after=after,
            reason=reason.strip(),
            decided_by=by.account_id,
            decided_at=at,
        )
    )
    review.state, review.decision = after, reason.strip()


def reply(session: Session, review: Review, *, topic: str, answer: str, by: Viewer, at: datetime) -> Reply:
    """Answer in public, for the unit. Answering again replaces the first answer."""
    if not may_manage(by, review.service.unit_key):
        raise NotAllowed
    found = session.scalar(select(Reply).where(Reply.review_id == review.id))
    if found is None:
        found = Reply(service_id=review.service_id, review_id=review.id)
        session.add(found)
    found.topic, found.answer, found.replied_by, found.replied_at = topic, answer, by.account_id, at
    return found


def forget_contact(session: Session, review: Review, *, by: Viewer) -> None:
    """The matter is handled: the way to reach the writer is erased."""
    if not may_manage(by, review.service.unit_key):
        raise NotAllowed
    if (contact := session.get(ReviewContact, review.id)) is not None:
        session.delete(contact)


def contest(session: Session, review: Review, reason: str, *, by: Viewer, at: datetime) -> Contest:
    """The named officer says why a review should not count; the service manager decides."""
    if review.officer_id is None or review.officer_id != by.employee_id:
        raise NotAllowed
    if review.state is not ReviewState.COUNTED:
        raise RuleBroken(n_("Only a counted review can be contested."))
    if session.scalar(select(Contest).where(Contest.review_id == review.id)) is not None:
        raise RuleBroken(n_("You have already contested this review."))
    made = Contest(review_id=review.id, employee_id=by.employee_id, reason=reason, contested_at=at)
    session.add(made)
    session.flush()
    tell_managers(session, review, at=at)
    return made


def settle(
    session: Session, dispute: Contest, *, is_upheld: bool, decision: str, by: Viewer, at: datetime
) -> None:
    """Decide a contest with a written reason. Upheld: the review is withdrawn."""
    if not may_manage(by, dispute.review.service.unit_key):
        raise NotAllowed
    if dispute.state is not ContestState.OPEN:
        raise RuleBroken(n_("Somebody has already decided about this review."))
    if is_upheld:
        withdraw(session, dispute.review, decision, by=by, at=at)
    elif dispute.employee_id == by.employee_id:
        raise RuleBroken(n_("Nobody decides about a review that names themselves. Ask a colleague."))
    dispute.state = ContestState.UPHELD if is_upheld else ContestState.DISMISSED
    dispute.decision, dispute.decided_by, dispute.decided_at = decision, by.account_id, at
    tell_contester(session, dispute, at=at)
