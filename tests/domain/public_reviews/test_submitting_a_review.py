"""Storing a review once, and holding what is odd instead of refusing it (S9, M8)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from portal.domain.errors import NotFound, RuleBroken
from portal.domain.public_reviews.events import ReviewCounted
from portal.domain.public_reviews.reviews.inputs import Circumstances, Limits
from portal.domain.public_reviews.reviews.models import Review, ReviewContact, ReviewState
from portal.domain.public_reviews.reviews.submission import submit
from portal.domain.public_reviews.reviews.watch import wording_of
from portal.domain.public_reviews.services.queries import open_place
from tests import factories
from tests import factories_public_reviews as given
from tests.factories import NOW
from tests.factories_public_reviews import CALM, said

FROM_HERE = replace(CALM, address_hash="a" * 24)


def test_counts_at_once_on_the_agencys_day(session) -> None:
    """21 November 03:00 UTC is still that day in the east; 18:00 UTC is already the next."""
    place = given.place(session, of=given.service(session, of=factories.unit(session)))
    review = submit(session, place, said(4), CALM, at=NOW.replace(hour=18))
    assert (review.state, review.day.day, review.is_verified) == (ReviewState.COUNTED, 22, False)
    assert review.officer_id is None
    assert len(review.number) == 11


def test_is_announced_only_when_it_counts(session) -> None:
    heard: list[ReviewCounted] = []
    session.info["reactions"] = {ReviewCounted: (lambda _, event: heard.append(event),)}
    place = given.place(session)
    counted = submit(session, place, said(), CALM, at=NOW)
    submit(session, place, said(), Circumstances(seconds=0.5), at=NOW)
    assert heard == [ReviewCounted(review_id=counted.id, service_id=place.service_id, officer_id=None)]
    assert [event.at for event in heard] == [NOW], "points are booked at that moment"


def test_a_slip_verifies_and_names_the_officer(session) -> None:
    """G10: only a visit slip links a person to what a citizen said."""
    place, officer = given.place(session), factories.employee(session)
    token = given.slip(session, place.counter_id, officer=officer)
    review = submit(session, place, said(visit=token), CALM, at=NOW)
    assert review.is_verified
    assert review.officer_id == officer.id


@pytest.mark.parametrize("age", [timedelta(0), timedelta(hours=71, minutes=59)])
def test_a_slip_works_once_within_72_hours(session, age: timedelta) -> None:
    place = given.place(session)
    token = given.slip(session, place.counter_id)
    submit(session, place, said(visit=token), CALM, at=NOW + age)
    with pytest.raises(RuleBroken, match="already used"):
        submit(session, place, said(visit=token), CALM, at=NOW + age)


def test_a_slip_runs_out_and_belongs_to_its_counter(session) -> None:
    here, there = given.place(session), given.place(session)
    token = given.slip(session, here.counter_id)
    with pytest.raises(RuleBroken, match="run out"):
        submit(session, here, said(visit=token), CALM, at=NOW + timedelta(hours=72))
    with pytest.raises(RuleBroken):
        submit(session, there, said(visit=token), CALM, at=NOW)
    with pytest.raises(RuleBroken):
        submit(session, here, said(visit="made up"), CALM, at=NOW)


@pytest.mark.parametrize(
    ("about", "reason"),
    [
        (Circumstances(seconds=2.9), "too_fast"),
        (Circumstances(seconds=None), "too_fast"),
        (replace(CALM, is_trapped=True), "trap"),
    ],
)
def test_what_no_person_does_is_held_not_refused(session, about: Circumstances, reason: str) -> None:
    review = submit(session, given.place(session), said(), about, at=NOW)
    assert (review.state, review.hold_reasons, review.counted_at) == (ReviewState.HELD, reason, None)


def test_many_from_one_address_need_a_fresh_solved_puzzle(session) -> None:
    place, limits = given.place(session), Limits(per_address_and_hour=2)
    first, second, third = (
        submit(session, place, said(value), FROM_HERE, at=NOW, limits=limits) for value in (1, 2, 3)
    )
    assert [one.state for one in (first, second)] == [ReviewState.COUNTED] * 2
    assert third.hold_reasons == "address"
    solved = replace(FROM_HERE, proof="puzzle")
    assert submit(session, place, said(4), solved, at=NOW, limits=limits).state is ReviewState.COUNTED
    assert submit(session, place, said(4, 3), solved, at=NOW, limits=limits).hold_reasons == "address"
    later = NOW + timedelta(hours=1, seconds=1)
    assert submit(session, place, said(3, 4), FROM_HERE, at=later, limits=limits).state is ReviewState.COUNTED


def test_the_same_answers_from_one_address_a_moment_later_are_held(session) -> None:
    place = given.place(session)
    submit(session, place, said(3, 4), FROM_HERE, at=NOW)
    again = submit(session, place, said(3, 4), FROM_HERE, at=NOW + timedelta(minutes=9))
    elsewhere = submit(session, place, said(3, 4), replace(CALM, address_hash="b"), at=NOW)
    later = submit(session, place, said(3, 4), FROM_HERE, at=NOW + timedelta(minutes=21))
    assert [one.hold_reasons for one in (again, elsewhere, later)] == ["same_answers", "", ""]


def test_the_same_words_in_another_order_are_held(session) -> None:
    place = given.place(session)
    submit(session, place, said(comment="Petugas ramah, antrean cepat!"), CALM, at=NOW)
    twin = submit(session, place, said(comment="antrean CEPAT petugas  ramah"), CALM, at=NOW)
    other = submit(session, given.place(session), said(comment="Petugas ramah, antrean cepat!"), CALM, at=NOW)
    short = [submit(session, place, said(comment="Bagus"), CALM, at=NOW) for _ in range(2)]
    assert [one.hold_reasons for one in (twin, other, *short)] == ["same_words", "", "", ""]


def test_a_day_five_times_busier_than_usual_is_held_and_a_burst_flagged(session) -> None:
    place = replace(given.place(session), usual_per_day=2)
    limits = Limits(least_busy_day=0)
    states = [submit(session, place, said(), CALM, at=NOW, limits=limits) for _ in range(11)]
    assert [one.hold_reasons for one in states] == [""] * 10 + ["busy"]
    assert ["burst" in one.flags for one in states] == [False] * 6 + [True] * 5


def test_empty_highest_answers_are_flagged_and_counted(session) -> None:
    place = given.place(session)
    assert submit(session, place, said(4), CALM, at=NOW).flags == "empty_top"
    assert submit(session, place, said(4, comment="Cepat"), CALM, at=NOW).flags == ""
    token = given.slip(session, place.counter_id)
    assert submit(session, place, said(4, visit=token), CALM, at=NOW).flags == ""


def test_a_contact_lies_apart_from_the_review(session) -> None:
    review = submit(session, given.place(session), said(contact="0812-0000-0000"), CALM, at=NOW)
    session.flush()
    assert session.get_one(ReviewContact, review.id).contact == "0812-0000-0000"
    assert "contact" not in Review.__table__.columns


def test_a_closed_counter_or_service_is_not_there(session) -> None:
    closed = given.counter(session, is_open=False)
    of_closed = given.counter(session, of=given.service(session, is_open=False))
    for counter in (closed, of_closed):
        with pytest.raises(NotFound):
            open_place(session, counter.code)
    assert open_place(session, f"  {given.counter(session).code.upper()} ").counter_name == "Loket 1"


def test_the_wording_of_short_comments_says_nothing() -> None:
    assert wording_of("Bagus sekali") is None
    assert wording_of("") is None
    assert wording_of("Tempat duduk kurang") == wording_of("kurang, tempat DUDUK.")
