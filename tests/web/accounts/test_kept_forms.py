"""Bad input: an expired session keeps what was typed; so does a stale CSRF token."""

import re
from html import unescape

import pytest
from flask import Flask

from portal.domain.accounts.actions import end_sessions
from portal.extensions import db
from portal.web.clock import now
from tests.browser import Browser
from tests.factories_accounts import PASSWORD, member

OURS = {"Origin": "http://localhost"}
PROFILE = {"name": "Siti & <Nurhaliza>", "locale": "id", "timezone": "Asia/Makassar", "theme": "dark"}


@pytest.fixture
def siti(app: Flask) -> int:
    with app.app_context():
        account = member(db.session(), email="siti@surabaya.go.id", name="Siti")
        db.session.commit()
        return account.id


def hidden(page: str) -> dict[str, str]:
    found = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', page)
    return {name: unescape(value) for name, value in found}


def kept_in(page: str) -> str:
    found = re.search(r'name="kept"[^>]*value="([^"]*)"', page)
    return unescape(found[1]) if found else ""


def send(browser: Browser, headers: dict[str, str] = OURS, **fields: str):
    data = {"csrf_token": browser.token(), **PROFILE, **fields}
    return browser.client.post("/account", data=data, headers=headers)


def sign_in_again(browser: Browser, kept: str, email: str = "siti@surabaya.go.id"):
    return browser.post("/login", identifier=email, password=PASSWORD, kept=kept)


def ended(app: Flask, browser: Browser, account_id: int) -> None:
    browser.sign_in(account_id)
    with app.app_context():
        end_sessions(db.session(), account_id, at=now())
        db.session.commit()


def test_what_was_typed_is_sent_after_signing_in_again(app: Flask, browser: Browser, siti: int) -> None:
    ended(app, browser, siti)
    shown = send(browser, idempotency_key="k" * 20)
    assert shown.status_code == 401
    assert "Sementara itu Anda telah keluar" in shown.text
    page = sign_in_again(browser, kept_in(shown.text))
    assert page.status_code == 200
    assert "Isian Anda masih ada" in page.text
    assert 'action="/account"' in page.text
    fields = hidden(page.text[page.text.index('action="/account"') :])
    assert {name: fields[name] for name in PROFILE} == PROFILE
    assert browser.client.post("/account", data=fields).status_code == 303
    assert 'value="Siti &amp; &lt;Nurhaliza&gt;"' in browser.get("/account").text


def test_somebody_else_does_not_get_to_see_it(app: Flask, browser: Browser, siti: int) -> None:
    ended(app, browser, siti)
    kept = kept_in(send(browser).text)
    with app.app_context():
        member(db.session(), email="agus@surabaya.go.id")
        db.session.commit()
    assert sign_in_again(browser, kept, "agus@surabaya.go.id").status_code == 303


@pytest.mark.parametrize(
    "headers", [{}, {"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}]
)
def test_another_site_cannot_have_its_words_kept(app: Flask, browser: Browser, siti: int, headers) -> None:
    """Promise: CSRF; a foreign form is not even offered for sending."""
    ended(app, browser, siti)
    assert "kept" not in kept_in(send(browser, headers=headers).text)
    browser.sign_in(siti)
    stale = browser.client.post("/account", data=PROFILE | {"csrf_token": "stale"}, headers=headers)
    assert stale.status_code == 400
    assert "Nurhaliza" not in stale.text


def test_a_changed_or_foreign_kept_form_is_ignored(browser: Browser, siti: int) -> None:
    assert sign_in_again(browser, "eyJwYXRoIjoiL2FjY291bnQifQ.xx.yy").status_code == 303


def test_a_stale_token_gives_the_form_back(browser: Browser, siti: int) -> None:
    browser.sign_in(siti)
    stale = browser.client.post("/account", data=PROFILE | {"csrf_token": "stale"}, headers=OURS)
    assert stale.status_code == 400
    fields = hidden(stale.text[stale.text.index('action="/account"') :])
    assert browser.client.post("/account", data=fields).status_code == 303


def test_passwords_and_codes_are_never_kept(browser: Browser, siti: int) -> None:
    browser.sign_in(siti)
    data = {"csrf_token": "stale", "present": "geheim-1", "password": "geheim-2", "again": "geheim-2"}
    stale = browser.client.post("/account/password", data=data, headers=OURS)
    assert stale.status_code == 400
    assert "geheim" not in stale.text


def test_a_stale_sign_in_page_is_shown_again(browser: Browser, siti: int) -> None:
    data = {"identifier": "siti@surabaya.go.id", "password": PASSWORD, "csrf_token": "stale"}
    stale = browser.client.post("/login", data=data, headers=OURS)
    assert stale.status_code == 400
    assert 'value="siti@surabaya.go.id"' in stale.text


def test_what_is_too_large_is_not_carried_around(app: Flask, browser: Browser, siti: int) -> None:
    ended(app, browser, siti)
    assert send(browser, note="x" * 70_000).status_code == 302


def test_htmx_is_led_to_the_sign_in_page(app: Flask, browser: Browser, siti: int) -> None:
    ended(app, browser, siti)
    answer = browser.post("/account", htmx=True, **PROFILE)
    assert answer.status_code == 401
    assert answer.headers["HX-Redirect"].startswith("/login")
