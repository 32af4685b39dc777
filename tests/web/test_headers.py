"""Promises on every answer: security headers, our own hosts, our own pages as senders, our own paths as targets."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask

from portal import create_app
from portal.config import Config
from portal.extensions import db
from portal.web.people import own_path
from tests import factories
from tests.browser import Browser

PAGES = (
    "/",
    "/login",
    "/nowhere",
    "/healthz",
    "/.well-known/security.txt",
    "/account",
    "/static/css/none.css",
)


@pytest.fixture
def browser(app: Flask) -> Browser:
    with app.app_context():
        account_id = factories.account(db.session()).id
        db.session.commit()
    return Browser(app).sign_in(account_id)


@pytest.mark.parametrize("path", [*PAGES, "/account/my-data.json", "/login?next=%00"])
def test_every_answer_is_dressed(browser: Browser, path: str) -> None:
    answer = browser.get(path)
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in answer.headers["Permissions-Policy"]


def test_pages_are_not_kept_by_caches_and_hashed_assets_are(browser: Browser) -> None:
    page = browser.get("/account")
    assert page.headers["Cache-Control"] == "no-store"
    css = next(part.split('"')[0] for part in page.text.split('href="')[1:] if ".css" in part.split('"')[0])
    asset = browser.get(css)
    assert asset.status_code == 200
    assert "immutable" in asset.headers["Cache-Control"]
    assert "default-src 'none'" in asset.headers["Content-Security-Policy"]


def test_over_https_browsers_stay_there(config: Config) -> None:
    app = create_app(replace(config, base_url="https://prestasi.go.id"))
    answer = app.test_client().get("/healthz", base_url="https://prestasi.go.id")
    assert "max-age=31536000" in answer.headers["Strict-Transport-Security"]
    with app.app_context():
        db.engine.dispose()


def test_foreign_hosts_are_refused(browser: Browser) -> None:
    assert browser.client.get("/healthz", base_url="http://evil.example").status_code == 400
    assert browser.client.get("/healthz", base_url="http://localhost").status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost.evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
    ],
)
def test_forms_of_other_sites_are_refused_even_with_a_token(
    browser: Browser, headers: dict[str, str]
) -> None:
    data = {"csrf_token": browser.token()}
    assert browser.client.post("/logout", data=data, headers=headers).status_code == 400
    assert browser.get("/account").status_code == 200


def test_forms_without_a_token_are_refused(browser: Browser) -> None:
    answer = browser.client.post(
        "/logout", headers={"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
    )
    assert answer.status_code in (302, 303, 400)
    assert browser.get("/account").status_code == 200


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example", "//evil.example", "/\\evil.example", "\\\\evil.example", "/\t/evil.example",
        "javascript:alert(1)", "/a\nb", "evil", "", None, "http:/evil", "/x\\y",
    ],
)  # fmt: skip
def test_nobody_is_sent_elsewhere(target: str | None) -> None:
    assert own_path(target) is None


@pytest.mark.parametrize("target", ["/", "/targets?page=2", "/s/loket-1?visit=abc#x"])
def test_own_paths_are_kept(target: str) -> None:
    assert own_path(target) == target


@pytest.mark.parametrize("path", ["/static/css/base.css", "/static/vendor/htmx.min.js", "/static/js/app.js"])
def test_files_are_served_under_their_hash_only(browser: Browser, path: str) -> None:
    assert browser.get(path).status_code == 404
