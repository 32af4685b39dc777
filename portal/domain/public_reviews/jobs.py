"""What the night does: count what is usual, so that the unusual is noticed."""

from datetime import date, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from portal.domain.public_reviews.reviews.models import Review, ReviewState
from portal.domain.public_reviews.services.models import Service


def count_usual(session: Session, *, today: date) -> None:
    """How many reviews a day each service usually gets: the mean over the last 28 days, rounded up."""
    since = today - timedelta(days=28)
    rows = session.execute(
        select(Review.service_id, func.count())
        .where(Review.day >= since, Review.day < today, Review.state == ReviewState.COUNTED)
        .group_by(Review.service_id)
    )
    usual = {service_id: -(-count // 28) for service_id, count in rows}
    current = session.execute(select(Service.id, Service.usual_per_day)).all()
    changes = [
        {"id": row.id, "usual_per_day": usual.get(row.id, 0)}
        for row in current
        if row.usual_per_day != usual.get(row.id, 0)
    ]
    if changes:
        session.execute(update(Service), changes)
