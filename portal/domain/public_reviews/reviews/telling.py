"""Who hears of a contested review: those who decide, then whoever contested it."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.notifications.actions import notify, take_back
from portal.domain.organisation.models import Employee, Role
from portal.domain.organisation.roles.queries import holders_over
from portal.domain.public_reviews.reviews.models import Contest, ContestState, Review
from portal.domain.words import n_

ICON = "gavel"


def page_of(review_id: int) -> str:
    return f"/reviews/{review_id}"


def tell_managers(session: Session, review: Review, *, at: datetime) -> None:
    """The service managers over the service's unit, but not the officer who contests."""
    own = session.scalar(select(Employee.account_id).where(Employee.id == review.officer_id))
    for account_id in holders_over(session, review.service.unit_key, Role.SERVICE_MANAGER, but=[own]):
        notify(
            session, account_id, n_("A review of %(service)s is contested and waits for your decision."),
            link=page_of(review.id), at=at, icon=ICON, service=review.service.name,
        )  # fmt: skip


def tell_contester(session: Session, dispute: Contest, *, at: datetime) -> None:
    """How it ended and why, in the inbox; the managers need not look any more."""
    take_back(session, [page_of(dispute.review_id)])
    message = (
        n_("Your contest is accepted, the review of %(service)s no longer counts: %(reason)s")
        if dispute.state is ContestState.UPHELD
        else n_("Your contest is not accepted, the review of %(service)s stays: %(reason)s")
    )
    contester = session.get_one(Employee, dispute.employee_id)
    notify(
        session, contester.account_id, message, link=f"/my-feedback#review-{dispute.review_id}", at=at,
        icon=ICON, service=dispute.review.service.name, reason=dispute.decision,
    )  # fmt: skip
