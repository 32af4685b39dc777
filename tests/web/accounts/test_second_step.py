"""The second step at sign-in: asked of everybody who has it, demanded of privileged roles, not of demo accounts."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pyotp
import pytest
from flask import Flask

from portal.domain.accounts.actions import start_session
from portal.domain.accounts.models import Account
from portal.domain.organisation.models import Role
from portal.extensions import db
from tests import factories
from tests.browser import Browser
from tests.factories_accounts import PASSWORD, member, with_second_factor

EMAIL = "siti@surabaya.go.id"
PRIVILEGED = {Role.ADMIN, Role.HR_ADMIN, Role.AUDITOR, Role.COMMITTEE}


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def secret(app: Flask) -> str:
    with app.app_context():
        account = member(db.session(), email=EMAIL)
        found, _codes = with_second_factor(db.session(), account, at=now() - timedelta(minutes=5))
        db.session.commit()
        return found


def person(app: Flask, role: Role | None = None, **fields) -> int:
    with app.app_context():
        account = member(db.session(), email=EMAIL, **fields)
        if role:
            factories.role(db.session(), account, role)
        db.session.commit()
        return account.id


def enter(browser: Browser, **more):
    return browser.post("/login", identifier=EMAIL, password=PASSWORD, **more)


def test_the_password_alone_does_not_let_in(browser: Browser, secret: str) -> None:
    assert enter(browser, next="/account/privacy").location == "/login/code"
    assert browser.get("/account").status_code == 302
    assert "Langkah kedua" in browser.get("/login/code").text
    answer = browser.post("/login/code", code=pyotp.TOTP(secret).now())
    assert answer.location == "/account/privacy"
    assert browser.get("/account").status_code == 200


def test_a_wrong_code_is_refused_and_attempts_are_slowed_down(browser: Browser, secret: str) -> None:
    enter(browser)
    codes = [browser.post("/login/code", code="000000").status_code for _ in range(6)]
    assert codes == [422] * 5 + [429]


def test_without_a_password_before_there_is_nothing_to_confirm(browser: Browser, secret: str) -> None:
    assert browser.get("/login/code").location == "/login"
    assert browser.post("/login/code", code=pyotp.TOTP(secret).now()).location == "/login"


def test_a_half_done_sign_in_ends_when_the_password_changes(
    app: Flask, browser: Browser, secret: str
) -> None:
    enter(browser)
    with app.app_context():
        db.session.query(Account).filter_by(email=EMAIL).one().password_hash = "another"
        db.session.commit()
    assert browser.post("/login/code", code=pyotp.TOTP(secret).now()).location == "/login"


@pytest.mark.parametrize("role", list(Role))
def test_privileged_people_set_it_up_before_anything_else(app: Flask, browser: Browser, role: Role) -> None:
    """Promise: TOTP with backup codes for privileged roles."""
    person(app, role)
    enter(browser)
    answer = browser.get("/account")
    if role not in PRIVILEGED:
        assert answer.status_code == 200
        return
    assert answer.location == "/account/second-factor"
    assert browser.get("/notifications").location == "/account/second-factor"
    assert browser.post("/account", name="x").location == "/account/second-factor"
    htmx = browser.get("/notifications", htmx=True)
    assert (htmx.status_code, htmx.headers["HX-Redirect"]) == (403, "/account/second-factor")
    page = browser.get("/account/second-factor").text
    assert "Wajib untuk peran Anda" in page
    assert browser.post("/logout").status_code == 303


def test_setting_it_up(app: Flask, browser: Browser) -> None:
    account_id = person(app, Role.HR_ADMIN)
    enter(browser)
    assert browser.post("/account/second-factor/begin").location == "/account/second-factor"
    page = browser.get("/account/second-factor").text
    assert "<svg" in page
    secret = unescape(re.search(r'<code class="key">([^<]+)</code>', page)[1]).replace(" ", "")
    assert browser.post("/account/second-factor", code="000000").status_code == 422
    done = browser.post("/account/second-factor", code=pyotp.TOTP(secret).now())
    codes = re.findall(r"<li><code>([^<]+)</code></li>", done.text)
    assert len(codes) == 10
    assert browser.get("/account").status_code == 200
    assert codes[0] not in browser.get("/account/second-factor").text
    again = Browser(app)
    enter(again)
    assert again.post("/login/code", code=codes[0]).status_code == 303
    assert again.get("/account/security").status_code == 200
    with app.app_context():
        assert secret not in db.session.get(Account, account_id).totp_secret


def test_a_role_given_later_asks_for_it_too(app: Flask, browser: Browser) -> None:
    account_id = person(app)
    enter(browser)
    assert browser.get("/account").status_code == 200
    with app.app_context():
        factories.role(db.session(), db.session.get(Account, account_id), Role.AUDITOR)
        db.session.commit()
    assert browser.get("/account").location == "/account/second-factor"


def test_demo_accounts_are_exempt_and_the_page_says_so(app: Flask, browser: Browser) -> None:
    person(app, Role.ADMIN, is_demo=True)
    enter(browser)
    assert "Akun ini tidak memerlukan langkah kedua" in browser.get("/account").text


def test_turning_it_off_asks_for_the_password(app: Flask, browser: Browser, secret: str) -> None:
    enter(browser)
    browser.post("/login/code", code=pyotp.TOTP(secret).now())
    assert browser.post("/account/second-factor/off", present="wrong").status_code == 422
    assert browser.post("/account/second-factor/off", present=PASSWORD).location == "/account/security"
    assert enter(Browser(app)).location == "/"


def test_new_backup_codes_ask_for_the_password(browser: Browser, secret: str) -> None:
    enter(browser)
    browser.post("/login/code", code=pyotp.TOTP(secret).now())
    assert browser.post("/account/second-factor/codes", present="wrong").status_code == 422
    page = browser.post("/account/second-factor/codes", present=PASSWORD)
    assert len(re.findall(r"<li><code>", page.text)) == 10


def test_a_session_from_before_is_not_proven_by_a_code_elsewhere(app: Flask, browser: Browser) -> None:
    """What counts is what this browser has shown."""
    with app.app_context():
        account = member(db.session(), email=EMAIL)
        factories.role(db.session(), account, Role.ADMIN)
        token = start_session(db.session(), account, device="x", at=now())
        with_second_factor(db.session(), account, at=now())
        db.session.commit()
    with browser.client.session_transaction() as cookie:
        cookie["_user_id"] = token
    assert browser.get("/account").location == "/account/second-factor"
