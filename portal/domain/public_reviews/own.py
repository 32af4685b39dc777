"""What is kept about one officer, for that person's "my data". Nothing of it leads to the citizen who wrote."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from portal.domain.organisation.viewers import Viewer
from portal.domain.public_reviews.reviews.models import Contest, Review


def own_reviews(session: Session, me: Viewer) -> list[dict[str, Any]]:
    """Reviews whose visit slip names this officer: the day and the answers, without words, number or hour."""
    reviews = session.scalars(
        select(Review)
        .where(Review.officer_id == (me.employee_id or 0))
        .options(joinedload(Review.service))
        .order_by(Review.day, Review.id)
    )
    return [
        {"day": one.day, "service": one.service.name, "state": one.state.value, "answers": one.answers}
        for one in reviews
    ]


def own_contests(session: Session, me: Viewer) -> list[dict[str, Any]]:
    contests = session.scalars(
        select(Contest)
        .where(Contest.employee_id == (me.employee_id or 0))
        .options(joinedload(Contest.review).joinedload(Review.service))
        .order_by(Contest.id)
    )
    return [
        {
            "service": one.review.service.name,
            "review_of": one.review.day,
            "reason": one.reason,
            "contested_at": one.contested_at,
            "state": one.state.value,
            "decision": one.decision,
            "decided_at": one.decided_at,
        }
        for one in contests
    ]
