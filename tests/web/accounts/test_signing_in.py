"""Signing in by NIP or e-mail and password: security.md "Who may" and the portal's issue on signing in."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from portal.domain.accounts.models import Account, SignInSession
from portal.domain.accounts.passwords import Keeper, keeper
from portal.domain.notifications.models import Notification
from portal.domain.throttle import ThrottleCounter
from portal.extensions import db
from tests import factories
from tests.browser import Browser
from tests.factories_accounts import PASSWORD, member

ORIGIN = {"Origin": "http://localhost"}


@pytest.fixture
def siti(app: Flask) -> int:
    with app.app_context():
        account = member(db.session(), name="Siti Nurhaliza", email="siti@surabaya.go.id")
        who = factories.employee(
            db.session(), has_account=False, nip="198503152010012007", name="Siti Nurhaliza"
        )
        who.account_id = account.id
        db.session.commit()
        return account.id


def enter(browser: Browser, identifier: str = "siti@surabaya.go.id", password: str = PASSWORD, **more):
    return browser.post("/login", identifier=identifier, password=password, **more)


def is_in(browser: Browser) -> bool:
    return browser.get("/account").status_code == 200


@pytest.mark.parametrize(
    "identifier",
    [
        "siti@surabaya.go.id",
        " SITI@Surabaya.go.id ",
        "198503152010012007",
        "19850315 201001 2 007",
        "19850315.201001.2.007",
    ],
)
def test_nip_or_email_lets_in(browser: Browser, siti: int, identifier: str) -> None:
    answer = enter(browser, identifier)
    assert (answer.status_code, answer.location) == (303, "/")
    assert is_in(browser)


@pytest.mark.parametrize(
    ("identifier", "password"),
    [
        ("siti@surabaya.go.id", "wrong"),
        ("nobody@surabaya.go.id", PASSWORD),
        ("198503152010012", PASSWORD),
        ("%", "x"),
    ],
)
def test_a_wrong_pair_gets_one_sentence_that_tells_nothing(
    browser: Browser, siti: int, identifier: str, password: str
) -> None:
    answer = enter(browser, identifier, password)
    assert answer.status_code == 422
    assert "Kata sandi ini tidak cocok dengan NIP atau alamat surel ini." in answer.text
    assert not is_in(browser)


def test_zero_bytes_are_refused(browser: Browser) -> None:
    """Promise: junk bytes give 400, never 500."""
    assert enter(browser, "\x00").status_code == 400
    assert browser.get("/login?next=%00").status_code == 400


def test_what_was_typed_stays_but_not_the_password(browser: Browser, siti: int) -> None:
    page = enter(browser, "siti@surabaya.go.id", "wrong-secret-word").text
    assert 'value="siti@surabaya.go.id"' in page
    assert "wrong-secret-word" not in page


def test_without_an_identity_provider_there_is_no_button_for_it(browser: Browser) -> None:
    assert "Masuk dengan akun pemerintah" not in browser.get("/login").text
    assert browser.get("/login/oidc").status_code == 404


def test_empty_fields_are_named(browser: Browser) -> None:
    answer = enter(browser, "", "")
    assert answer.status_code == 422
    assert "Tulis NIP atau alamat surel Anda." in answer.text
    assert "Tulis kata sandi Anda." in answer.text


def test_a_hash_is_worked_for_unknown_people_too(
    browser: Browser, siti: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Promise: the time of the answer does not tell whether there is such an account."""
    worked = []
    original = Keeper.fits
    monkeypatch.setattr(
        Keeper, "fits", lambda self, password, kept: worked.append(kept) or original(self, password, kept)
    )
    enter(browser, "nobody@surabaya.go.id")
    assert worked == [None]


def test_no_transaction_is_open_while_hashing(
    browser: Browser, siti: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Promise: no hashing inside a write transaction."""
    begun = []
    original = Keeper.fits

    def looking(self, password, kept):
        begun.append(db.session().in_transaction())
        return original(self, password, kept)

    monkeypatch.setattr(Keeper, "fits", looking)
    enter(browser)
    assert begun == [False]


def test_an_outdated_hash_is_made_anew(app: Flask, browser: Browser) -> None:
    with app.app_context():
        old = keeper(is_fast=False).make(PASSWORD)
        account_id = factories.account(db.session(), email="lama@surabaya.go.id", password_hash=old).id
        db.session.commit()
    enter(browser, "lama@surabaya.go.id")
    with app.app_context():
        new = db.session.get(Account, account_id).password_hash
    assert new != old
    assert not keeper(is_fast=True).is_outdated(new)


def test_a_disabled_account_gets_the_same_sentence(app: Flask, browser: Browser, siti: int) -> None:
    with app.app_context():
        db.session.get(Account, siti).disabled_at = datetime.now(UTC)
        db.session.commit()
    assert enter(browser).status_code == 422


def test_signing_in_gives_a_new_session_id(app: Flask, browser: Browser, siti: int) -> None:
    """Promise: new session id at sign-in."""
    with browser.client.session_transaction() as cookie:
        cookie["_user_id"] = "planted by somebody else"
        cookie["planted"] = "yes"
    before = browser.token()
    enter(browser)
    with browser.client.session_transaction() as cookie:
        assert cookie["_user_id"] != "planted by somebody else"
        assert "planted" not in cookie
    assert browser.client.post("/language", data={"csrf_token": before}).status_code == 400


@pytest.mark.parametrize(
    ("wanted", "there"),
    [
        ("/targets?page=2", "/targets?page=2"),
        ("https://evil.example", "/"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("javascript:alert(1)", "/"),
        (None, "/"),
    ],
)
def test_next_leads_only_to_own_paths(browser: Browser, siti: int, wanted: str | None, there: str) -> None:
    """Promise: `next` only to own paths."""
    assert enter(browser, next=wanted).location == there


def test_too_many_attempts_are_slowed_down_and_nobody_is_locked_out(
    app: Flask, browser: Browser, siti: int
) -> None:
    """Promise: throttle per account and per address without lock-out."""
    for _ in range(5):
        assert enter(browser, password="wrong").status_code == 422
    refused = enter(browser)
    assert refused.status_code == 429
    assert 1 <= int(refused.headers["Retry-After"]) <= 3
    assert "Terlalu banyak percobaan." in refused.text
    _let_time_pass(app, seconds=5)
    assert enter(browser).status_code == 303


def test_one_address_cannot_try_many_accounts(app: Flask, browser: Browser) -> None:
    codes = [enter(browser, f"orang{number}@surabaya.go.id").status_code for number in range(61)]
    assert codes == [422] * 60 + [429]


def test_successes_of_an_office_behind_one_address_do_not_count(app: Flask, siti: int) -> None:
    for _ in range(8):
        assert enter(Browser(app)).status_code == 303
    with app.app_context():
        assert all(counter.count == 0 for counter in db.session.query(ThrottleCounter))


def test_attempts_from_elsewhere_do_not_hold_up_a_known_browser(
    app: Flask, browser: Browser, siti: int
) -> None:
    """Promise: without lock-out, also while somebody attacks the account from many addresses."""
    enter(browser)
    browser.post("/logout")
    strangers = [Browser(app) for _ in range(6)]
    for number, stranger in enumerate(strangers):
        stranger.client.environ_base["REMOTE_ADDR"] = f"198.51.100.{number}"
        for _ in range(5):
            enter(stranger, password="wrong")
    fresh = Browser(app)
    fresh.client.environ_base["REMOTE_ADDR"] = "198.51.100.99"
    assert enter(fresh).status_code == 429
    assert enter(browser).status_code == 303


def test_signing_out_ends_the_session_on_the_server(browser: Browser, siti: int) -> None:
    enter(browser)
    with browser.client.session_transaction() as cookie:
        stolen = cookie["_user_id"]
    browser.post("/logout")
    with browser.client.session_transaction() as cookie:
        cookie["_user_id"] = stolen
    assert not is_in(browser)


@pytest.mark.parametrize(
    ("created", "seen", "stays"),
    [
        (timedelta(hours=7), timedelta(hours=7, minutes=50), True),
        (timedelta(hours=9), timedelta(hours=8, minutes=1), False),
        (timedelta(days=7, minutes=1), timedelta(minutes=1), False),
    ],
)
def test_idle_and_absolute_limits(
    app: Flask, browser: Browser, siti: int, created, seen, stays: bool
) -> None:
    """Promise: idle and absolute limits."""
    enter(browser)
    with app.app_context():
        row = db.session.query(SignInSession).one()
        row.seen_at = datetime.now(UTC) - seen
        row.expires_at += -created
        db.session.commit()
    assert is_in(browser) is stays


def test_a_new_browser_is_told_of_and_a_known_one_is_not(app: Flask, browser: Browser, siti: int) -> None:
    enter(browser)
    enter(browser)
    with app.app_context():
        assert db.session.query(Notification).count() == 0
    enter(Browser(app))
    with app.app_context():
        assert db.session.query(Notification).one().account_id == siti


def test_the_password_never_reaches_the_log(
    browser: Browser, siti: int, caplog: pytest.LogCaptureFixture
) -> None:
    enter(browser, password="wrong-secret-word")
    assert "wrong-secret-word" not in caplog.text


def _let_time_pass(app: Flask, *, seconds: int) -> None:
    with app.app_context():
        for counter in db.session.query(ThrottleCounter):
            counter.changed_at -= timedelta(seconds=seconds)
        db.session.commit()
