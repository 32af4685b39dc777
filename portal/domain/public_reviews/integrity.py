"""Who handed out the slips behind whose reviews, and how many were the best possible: for the look at gaming."""

from typing import Any

from sqlalchemy import Select, and_, case, func, select

from portal.domain.integrity import VouchSource
from portal.domain.organisation.models import Employee
from portal.domain.public_reviews.elements import CODES
from portal.domain.public_reviews.metrics import SOURCE_TYPE
from portal.domain.public_reviews.reviews.models import Review, ReviewState
from portal.domain.public_reviews.visits.models import VisitToken

BEST = 4


def vouches() -> Select[Any]:
    """Slips of the service's own system were handed out by nobody in particular."""
    is_best = and_(*(func.coalesce(getattr(Review, code), BEST) == BEST for code in CODES))
    return (
        select(
            Review.id.label("source_id"),
            Review.officer_id.label("subject_id"),
            Employee.id.label("voucher_id"),
            Review.day.label("day"),
            Review.submitted_at.label("told_at"),
            VisitToken.issued_at.label("vouched_at"),
            case((is_best, 1), else_=0).label("is_top"),
        )
        .join(VisitToken, VisitToken.id == Review.visit_token_id)
        .outerjoin(Employee, Employee.account_id == VisitToken.issued_by)
        .where(Review.officer_id.is_not(None), Review.state == ReviewState.COUNTED)
    )


VOUCHES = VouchSource(kind=SOURCE_TYPE, is_beforehand=True, vouches=vouches)
