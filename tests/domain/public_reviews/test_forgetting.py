"""No trace of the writer stays longer than it is needed (UU 27/2022)."""

from datetime import timedelta

from portal.domain.public_reviews.retention import RULES
from portal.domain.public_reviews.reviews.models import ReviewContact
from tests import factories_public_reviews as given
from tests.factories import NOW


def test_addresses_after_30_days_and_contacts_after_90(session) -> None:
    service = given.service(session)
    old, fresh = (
        given.review(session, service, address_hash="a" * 24, submitted_at=NOW - timedelta(days=days))
        for days in (31, 29)
    )
    for review, days in ((old, 91), (fresh, 89)):
        session.add(
            ReviewContact(
                review_id=review.id, contact="warga@example.id", given_at=NOW - timedelta(days=days)
            )
        )
    session.flush()
    assert [rule.count(session, at=NOW) for rule in RULES] == [1, 1]
    assert [rule.carry_out(session, at=NOW) for rule in RULES] == [1, 1]
    session.expire_all()
    assert (old.address_hash, fresh.address_hash) == (None, "a" * 24)
    assert [contact.review_id for contact in session.query(ReviewContact)] == [fresh.id]
    assert [rule.count(session, at=NOW) for rule in RULES] == [0, 0]
