"""The public form from the scan to the receipt, with and without scripts (S9, M8)."""

import re

import pytest

from portal.domain.public_reviews.reviews.inputs import Limits
from portal.domain.public_reviews.reviews.models import Review
from portal.domain.public_reviews.services.models import Counter
from portal.web.clock import now
from tests import factories
from tests import factories_public_reviews as given
from tests.factories_public_reviews import answers

NINE = {code: str(value) for code, value in answers(4, 3, 3, 4, 3, 3, 4, 3, 2).items()}


@pytest.fixture
def code(browser) -> str:
    browser.app.config["REVIEW_LIMITS"] = Limits(least_seconds=0)
    with browser.database() as session:
        return given.counter(session).code


def hidden(page) -> dict[str, str]:
    """What a browser would send back of a page's hidden fields."""
    found = {}
    for tag in re.findall(r"<input[^>]*type=\"hidden\"[^>]*>", page.get_data(as_text=True)):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and value and name[1] != "csrf_token":
            found[name[1]] = value[1]
    return found


def fill_in(browser, code: str, visit: str = "", **changed: str) -> dict[str, str]:
    page = browser.get(f"/s/{code}" + (f"?visit={visit}" if visit else ""))
    return hidden(page) | NINE | changed


def stored(browser) -> list[Review]:
    with browser.database() as session:
        found = session.query(Review).order_by(Review.id).all()
        session.expunge_all()
        return found


def test_nine_answers_are_shown_then_stored_then_acknowledged(browser, code: str) -> None:
    fields = fill_in(browser, code, comment="Petugas ramah dan jelas")
    check = browser.post(f"/s/{code}", **fields)
    assert check.status_code == 200
    assert "Petugas ramah dan jelas" in check.text
    assert stored(browser) == []

    done = browser.post(f"/s/{code}", **hidden(check), confirm="1")
    assert done.status_code == 303
    (review,) = stored(browser)
    assert done.location == f"/receipts/{review.number}"
    assert review.answers == answers(4, 3, 3, 4, 3, 3, 4, 3, 2)
    assert (review.comment, review.state, review.is_verified) == ("Petugas ramah dan jelas", "counted", False)
    receipt = browser.get(done.location)
    assert review.number in receipt.text


def test_once_for_each_key_however_often_it_is_sent(browser, code: str) -> None:
    """Double click, back button, an answer that got lost: the first receipt again."""
    fields = fill_in(browser, code)
    first = browser.post(f"/s/{code}", **fields, confirm="1")
    again = browser.post(f"/s/{code}", **fields, confirm="1")
    one_step_back = browser.post(f"/s/{code}", **fields)
    assert first.location == again.location == one_step_back.location
    assert len(stored(browser)) == 1


def test_the_same_key_with_other_answers_is_refused(browser, code: str) -> None:
    fields = fill_in(browser, code)
    browser.post(f"/s/{code}", **fields, confirm="1")
    other = browser.post(f"/s/{code}", **(fields | {"req": "1"}), confirm="1")
    assert other.status_code == 409
    assert len(stored(browser)) == 1


def test_without_a_key_nothing_is_stored(browser, code: str) -> None:
    fields = fill_in(browser, code)
    fields.pop("idempotency_key")
    assert browser.post(f"/s/{code}", **fields, confirm="1").status_code == 200
    assert stored(browser) == []


def test_missing_answers_are_named_and_the_rest_is_kept(browser, code: str) -> None:
    fields = fill_in(browser, code, comment="Antrean panjang")
    del fields["time"], fields["cost"]
    refused = browser.post(f"/s/{code}", **fields, confirm="1")
    assert refused.status_code == 422
    assert refused.text.count("field-error") == 2
    assert 'href="#time-0"' in refused.text
    assert "Antrean panjang" in refused.text
    assert refused.text.count("checked") == 7
    assert hidden(refused)["stamp"] == fields["stamp"]


@pytest.mark.parametrize("value", ["0", "5", "x", "1.0", "' OR 1=1", "9" * 5000])
def test_an_answer_is_one_to_four(browser, code: str, value: str) -> None:
    assert browser.post(f"/s/{code}", **fill_in(browser, code, req=value), confirm="1").status_code == 422
    assert stored(browser) == []


def test_too_long_words_are_refused(browser, code: str) -> None:
    refused = browser.post(f"/s/{code}", **fill_in(browser, code, comment="a" * 2001), confirm="1")
    assert refused.status_code == 422


def test_changing_answers_goes_back_with_everything_kept(browser, code: str) -> None:
    fields = fill_in(browser, code, comment="Cepat")
    back = browser.post(f"/s/{code}", **fields, change="1")
    assert back.status_code == 200
    assert back.text.count("checked") == 9
    assert "Cepat" in back.text
    assert hidden(back)["idempotency_key"] == fields["idempotency_key"]


def test_a_visit_slip_makes_it_verified_once(browser, code: str) -> None:
    with browser.database() as session:
        counter = session.query(Counter).filter_by(code=code).one()
        officer = factories.employee(session)
        given.slip(session, counter.id, officer=officer, text="once", at=now())
        officer_id = officer.id
    page = browser.get(f"/s/{code}?visit=once")
    assert 'name="visit" value="once"' in page.text
    browser.post(f"/s/{code}", **fill_in(browser, code, visit="once"), confirm="1")
    (review,) = stored(browser)
    assert (review.is_verified, review.officer_id) == (True, officer_id)

    assert 'name="visit"' not in browser.get(f"/s/{code}?visit=once").text
    fresh = fill_in(browser, code) | {"visit": "once", "req": "1"}
    refused = browser.post(f"/s/{code}", **fresh, confirm="1")
    assert refused.status_code == 422
    assert 'name="visit"' not in refused.text
    assert len(stored(browser)) == 1


def test_the_trap_and_the_stamp_hold_but_do_not_refuse(browser, code: str) -> None:
    trapped = browser.post(f"/s/{code}", **fill_in(browser, code, website="http://x"), confirm="1")
    forged = browser.post(f"/s/{code}", **fill_in(browser, code, stamp="1.abc", req="2"), confirm="1")
    assert [one.hold_reasons for one in stored(browser)] == ["trap", "too_fast"]
    for answer in (trapped, forged):
        assert "menunggu" in browser.get(answer.location).text


@pytest.mark.parametrize("path", ["/s/tidak-ada", "/s/%E0%A4%A", "/s/" + "x" * 3000])
def test_an_unknown_counter_is_met_kindly(browser, path: str) -> None:
    for answer in (browser.get(path), browser.post(path, **NINE)):
        assert answer.status_code == 404
        assert "/services" in answer.text


@pytest.mark.parametrize(
    "body", [b"\xff\xfe\x00junk", b"req=%00&proc=1", b"a" * 5000, b"comment=%ff%fe&req=4", b"&=&==&;", b""]
)
def test_junk_bytes_are_never_an_error_of_ours(browser, code: str, body: bytes) -> None:
    token = browser.token().encode()
    for content in (body, body + b"&csrf_token=" + token):
        answer = browser.client.post(
            f"/s/{code}", data=content, content_type="application/x-www-form-urlencoded"
        )
        assert 400 <= answer.status_code < 500
    multipart = browser.client.post(f"/s/{code}", data=body, content_type="multipart/form-data; boundary=x")
    assert multipart.status_code == 400


def test_no_address_is_kept(browser, code: str) -> None:
    browser.post(f"/s/{code}", **fill_in(browser, code), confirm="1")
    (review,) = stored(browser)
    assert re.fullmatch(r"[0-9a-f]{24}", review.address_hash)
