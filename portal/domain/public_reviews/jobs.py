"""What the night does: forget what may not be kept, and count what is usual."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from portal.domain.public_reviews.reviews.models import Review, ReviewContact, ReviewState
from portal.domain.public_reviews.services.models import Service
from portal.domain.words import n_


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """What is kept, why it may be, how long, and what happens then."""

    what: str
    basis: str
    days: int
    then: str


RETENTION = (
    Retention(
        what=n_("Keyed hash of the sender's address, with a salt of the day"),
        basis=n_("Defence against floods of reviews"),
        days=30,
        then=n_("erased"),
    ),
    Retention(
        what=n_("Contact that the writer of a review left"),
        basis=n_("Consent, to answer this review"),
        days=90,
        then=n_("erased, or earlier when the matter is handled"),
    ),
)
ADDRESSES, CONTACTS = RETENTION


def forget_addresses(session: Session, *, at: datetime) -> int:
    """How many reviews no longer know where they came from."""
    old = Review.submitted_at < at - timedelta(days=ADDRESSES.days)
    done = session.execute(
        update(Review)
        .where(Review.address_hash.is_not(None), old)
        .values(address_hash=None)
        .execution_options(synchronize_session=False)
    )
    return int(done.rowcount)  # type: ignore[attr-defined]


def forget_contacts(session: Session, *, at: datetime) -> int:
    """How many contacts were erased because nobody needed them in time."""
    done = session.execute(
        delete(ReviewContact)
        .where(ReviewContact.given_at < at - timedelta(days=CONTACTS.days))
        .execution_options(synchronize_session=False)
    )
    return int(done.rowcount)  # type: ignore[attr-defined]


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
