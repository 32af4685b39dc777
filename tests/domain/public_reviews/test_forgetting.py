"""No trace of the writer stays longer than it is needed (UU 27/2022)."""

from datetime import timedelta

from sqlalchemy import select

from portal.domain.public_reviews.codes import hash_of
from portal.domain.public_reviews.retention import RULES
from portal.domain.public_reviews.reviews.models import ReviewContact
from portal.domain.public_reviews.visits.models import VisitToken
from portal.domain.retention import Removal
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
    assert [rule.count(session, at=NOW) for rule in RULES] == [1, 1, 0]
    assert [rule.carry_out(session, at=NOW) for rule in RULES] == [1, 1, 0]
    session.expire_all()
    assert (old.address_hash, fresh.address_hash) == (None, "a" * 24)
    assert [contact.review_id for contact in session.query(ReviewContact)] == [fresh.id]
    assert [rule.count(session, at=NOW) for rule in RULES] == [0, 0, 0]


def test_slips_that_nobody_used_go_and_used_ones_stay(session) -> None:
    """A used slip stays: it proves that the review was of a visit, and that it was the only one."""
    counter = given.counter(session)
    long_ago, lately = NOW - timedelta(days=34), NOW - timedelta(days=32)
    given.slip(session, counter.id, text="old", at=long_ago)
    given.slip(session, counter.id, text="fresh", at=lately)
    used = given.verified(session, counter, None).visit_token_id
    session.get_one(VisitToken, used).expires_at = long_ago
    session.flush()
    [rule] = [rule for rule in RULES if isinstance(rule, Removal) and rule.table is VisitToken]
    assert (rule.count(session, at=NOW), rule.carry_out(session, at=NOW)) == (1, 1)
    left = set(session.scalars(select(VisitToken.token_hash)))
    assert left == {hash_of("fresh"), session.get_one(VisitToken, used).token_hash}
