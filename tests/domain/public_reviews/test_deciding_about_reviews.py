"""Nothing vanishes: every decision has a reason, a log and a fact or its reversal (B13, M8, M9)."""

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from portal.domain.errors import NotAllowed, NotFound, RuleBroken
from portal.domain.notifications.models import Notification
from portal.domain.organisation.models import Role
from portal.domain.public_reviews.events import ReviewCounted, ReviewWithdrawn
from portal.domain.public_reviews.metrics import METRIC_SOURCE, facts_of, history, rating_of
from portal.domain.public_reviews.reviews import moderation, queries
from portal.domain.public_reviews.reviews.models import ContestState, ReviewState
from portal.domain.public_reviews.reviews.moderation_log import Moderation
from portal.domain.public_reviews.reviews.submission import submit
from tests import factories
from tests import factories_public_reviews as given
from tests.factories import NOW
from tests.factories_public_reviews import CALM, TODAY, said


@pytest.fixture
def scene(session):
    """A service, its manager, and an officer at its counter."""
    unit = factories.unit(session)
    section = factories.unit(session, parent=unit)
    manager = factories.employee(session, unit_=section)
    factories.role(session, manager, Role.SERVICE_MANAGER, over=unit)
    service = given.service(session, of=section)
    officer = factories.employee(session, unit_=section)
    counter = given.counter(session, of=service)
    return factories.viewer(session, manager), service, officer, counter


@pytest.fixture
def told(session):
    """Every fact that the events carry, as rewards would hear them."""
    facts: list = []
    hear = lambda s, event: facts.extend(facts_of(s, event))  # noqa: E731
    session.info["reactions"] = {ReviewCounted: (hear,), ReviewWithdrawn: (hear,)}
    return facts


def by_key(facts) -> dict:
    return {
        (f.metric, f.source_id, f.source_rev): (f.employee_id, f.day, f.value, f.n, f.source_type)
        for f in facts
    }


def from_history(session) -> dict:
    rows = session.execute(history()).all()
    return {
        (r.metric, r.source_id, r.source_rev): (r.employee_id, r.day, r.value, r.n, r.source_type)
        for r in rows
    }


def test_facts_told_are_the_facts_of_history(session, scene, told) -> None:
    manager, service, officer, counter = scene
    place = queries_place(session, counter)
    for values in ((4, 3), (1,), (2, 3, 4)):
        token = given.slip(session, counter.id, officer=officer)
        submit(session, place, said(*values, visit=token), CALM, at=NOW)
    submit(session, place, said(3), CALM, at=NOW)
    held = given.verified(session, counter, officer, 2, state=ReviewState.HELD)
    moderation.release(session, held, by=manager, at=NOW)
    moderation.withdraw(session, held, "Salah loket.", by=manager, at=NOW)
    rejected = given.verified(session, counter, officer, 2, state=ReviewState.HELD)
    moderation.reject(session, rejected, "Iklan.", by=manager, at=NOW)
    session.flush()
    assert by_key(told) == from_history(session)
    assert len(told) == 10
    assert sum(fact.value for fact in told if fact.metric == "reviews.verified") == 3
    assert {fact.employee_id for fact in told} == {officer.id}


def queries_place(session, counter):
    from portal.domain.public_reviews.services.queries import open_place

    return open_place(session, counter.code)


def test_the_rating_is_in_hundredths_and_skips_gaps(session, scene) -> None:
    _manager, _service, officer, counter = scene
    assert [rating_of(values) for values in ((4, 3), (4, 4, 3), (None, 1, None), (None,))] == [
        350,
        367,
        100,
        0,
    ]
    given.verified(session, counter, officer, 4, 4, 3, None)
    given.verified(session, counter, officer, None)
    values = [row.value for row in session.execute(history()) if row.metric == "reviews.rating"]
    assert sorted(values) == [0, 367]
    assert {metric.code for metric in METRIC_SOURCE.metrics} == {"reviews.verified", "reviews.rating"}


def test_held_reviews_are_released_or_rejected_with_a_reason(session, scene) -> None:
    manager, service, _officer, _counter = scene
    first, second = (given.review(session, service, state=ReviewState.HELD) for _ in range(2))
    moderation.release(session, first, by=manager, at=NOW)
    with pytest.raises(RuleBroken, match="reason"):
        moderation.reject(session, second, "  ", by=manager, at=NOW)
    moderation.reject(session, second, "Bukan tentang layanan.", by=manager, at=NOW)
    with pytest.raises(RuleBroken, match="already"):
        moderation.release(session, second, by=manager, at=NOW)
    session.flush()
    assert (first.state, second.state) == (ReviewState.COUNTED, ReviewState.REJECTED)
    log = session.query(Moderation).order_by(Moderation.id).all()
    assert [(one.before, one.after, one.reason) for one in log] == [
        (ReviewState.HELD, ReviewState.COUNTED, ""),
        (ReviewState.HELD, ReviewState.REJECTED, "Bukan tentang layanan."),
    ]
    assert queries.receipt(session, second.number.lower()).review.decision == "Bukan tentang layanan."


@pytest.mark.parametrize(
    "verb", ["UPDATE review_moderation SET reason = 'x'", "DELETE FROM review_moderation"]
)
def test_the_log_can_only_grow(session, scene, verb: str) -> None:
    manager, service, _officer, _counter = scene
    moderation.release(session, given.review(session, service, state=ReviewState.HELD), by=manager, at=NOW)
    session.flush()
    with pytest.raises(DBAPIError, match="refuses"):
        session.execute(text(verb))


def test_other_managers_neither_see_nor_decide(session, scene) -> None:
    _manager, service, _officer, _counter = scene
    elsewhere = factories.employee(session)
    factories.role(session, elsewhere, Role.SERVICE_MANAGER, over=elsewhere.unit)
    stranger = factories.viewer(session, elsewhere)
    review = given.review(session, service, state=ReviewState.HELD)
    with pytest.raises(NotFound):
        queries.managed_review(session, stranger, review.id)
    for decide in (moderation.release,):
        with pytest.raises(NotAllowed):
            decide(session, review, by=stranger, at=NOW)
    assert queries.inbox(session, stranger, today=TODAY).total == 0
    assert queries.new_reviews(session, stranger, today=TODAY).count == 0


def test_an_officer_contests_and_somebody_else_decides(session, scene) -> None:
    manager, _service, officer, counter = scene
    me = factories.viewer(session, officer)
    review, other = given.verified(session, counter, officer, 1), given.verified(session, counter, None, 1)
    with pytest.raises(NotAllowed):
        moderation.contest(session, other, "Bukan saya.", by=me, at=NOW)
    dispute = moderation.contest(session, review, "Bukan saya.", by=me, at=NOW)
    with pytest.raises(RuleBroken):
        moderation.contest(session, review, "Sekali lagi.", by=me, at=NOW)
    with pytest.raises(NotAllowed):
        moderation.settle(session, dispute, is_upheld=True, decision="Ya", by=me, at=NOW)
    moderation.settle(session, dispute, is_upheld=True, decision="Loket lain.", by=manager, at=NOW)
    assert (dispute.state, review.state, review.decision) == (
        ContestState.UPHELD,
        ReviewState.WITHDRAWN,
        "Loket lain.",
    )


@pytest.mark.parametrize(("is_upheld", "words"), [(True, "no longer counts"), (False, "stays")])
def test_a_contest_is_announced_to_managers_and_its_end_to_the_officer(
    session, scene, is_upheld: bool, words: str
) -> None:
    manager, service, officer, counter = scene
    stranger = factories.employee(session)
    factories.role(session, stranger, Role.SERVICE_MANAGER, over=stranger.unit)
    me = factories.viewer(session, officer)
    dispute = moderation.contest(
        session, given.verified(session, counter, officer, 1), "Bukan saya.", by=me, at=NOW
    )
    (asked,) = session.scalars(select(Notification))
    assert (asked.account_id, asked.link) == (manager.account_id, f"/reviews/{dispute.review_id}")
    moderation.settle(session, dispute, is_upheld=is_upheld, decision="Sudah dicek.", by=manager, at=NOW)
    session.flush()
    (told,) = session.scalars(select(Notification))
    assert told.account_id == officer.account_id
    assert words in told.message
    assert told.values["reason"] == "Sudah dicek."


def test_nobody_decides_about_a_review_of_themselves(session, scene) -> None:
    _manager, service, officer, counter = scene
    factories.role(session, officer, Role.SERVICE_MANAGER, over=service.unit)
    me = factories.viewer(session, officer)
    review = given.verified(session, counter, officer, 1)
    dispute = given.contest(session, review)
    for act in (
        lambda: moderation.withdraw(session, review, "x", by=me, at=NOW),
        lambda: moderation.settle(session, dispute, is_upheld=False, decision="x", by=me, at=NOW),
    ):
        with pytest.raises(RuleBroken, match="themselves"):
            act()


def test_a_reply_is_public_and_of_the_unit(session, scene) -> None:
    manager, service, _officer, _counter = scene
    review = given.review(session, service, 2, comment="Antre lama, Bu Ani tidak ada.")
    moderation.reply(session, review, topic="Antrean", answer="Loket ditambah.", by=manager, at=NOW)
    moderation.reply(session, review, topic="Antrean", answer="Dua loket ditambah.", by=manager, at=NOW)
    session.flush()
    (reply,) = queries.replies_of(session, service.id)
    assert (reply.topic, reply.answer) == ("Antrean", "Dua loket ditambah.")
    assert queries.receipt(session, review.number).reply is reply
