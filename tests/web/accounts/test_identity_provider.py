"""Promise: OIDC with issuer, subject, PKCE, state and nonce; a fake provider answers in this very process."""

import dataclasses
import time
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from flask import Flask
from joserfc import jwt
from joserfc.jwk import RSAKey

from portal import create_app
from portal.config import Config
from portal.domain.accounts.models import Account, Identity
from portal.domain.organisation.models import Role
from portal.extensions import db
from portal.web import identity_provider
from tests import factories
from tests.browser import Browser
from tests.factories_accounts import member, with_second_factor

ISSUER = "https://sso.example.go.id"
KEY = RSAKey.generate_key(2048, {"kid": "k1", "use": "sig", "alg": "RS256"})
OTHER_KEY = RSAKey.generate_key(2048, {"kid": "k1", "use": "sig", "alg": "RS256"})


class FakeProvider:
    """Says what a provider says; a test changes `claims`, `key` or `issuer` to make it lie."""

    def __init__(self) -> None:
        self.claims: dict[str, object] = {}
        self.key, self.issuer = KEY, ISSUER
        self.nonce = self.challenge = ""
        self.asked: list[str] = []

    def sent_to(self, url: str) -> str:
        """The browser arrives; the state goes back with it."""
        query = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        assert query["code_challenge_method"] == "S256"
        assert query["redirect_uri"] == "http://localhost/login/oidc/return"
        self.nonce, self.challenge = query["nonce"], query["code_challenge"]
        return query["state"]

    def fetch(self, url: str, body: bytes | None = None) -> dict[str, object]:
        self.asked.append(url)
        if url.endswith("/openid-configuration"):
            return {
                "issuer": self.issuer,
                "authorization_endpoint": f"{ISSUER}/authorize",
                "token_endpoint": f"{ISSUER}/token",
                "jwks_uri": f"{ISSUER}/keys",
            }
        if url.endswith("/keys"):
            return {"keys": [KEY.as_dict(private=False)]}
        fields = {name: values[0] for name, values in parse_qs((body or b"").decode()).items()}
        assert create_s256_code_challenge(fields["code_verifier"]) == self.challenge
        assert fields["client_secret"] == "s3cret"
        now = int(time.time())
        claims = {
            "iss": ISSUER, "aud": "portal", "sub": "42", "iat": now, "exp": now + 60, "nonce": self.nonce,
            "email": "siti@surabaya.go.id", "email_verified": True, **self.claims,
        }  # fmt: skip
        return {"id_token": jwt.encode({"alg": "RS256", "kid": "k1"}, claims, self.key)}


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> FakeProvider:
    fake = FakeProvider()
    monkeypatch.setattr(identity_provider, "fetch", fake.fetch)
    monkeypatch.setattr(identity_provider, "_remembered", {})
    return fake


@pytest.fixture
def app(config: Config) -> Iterator[Flask]:
    oidc = {"issuer": ISSUER, "client_id": "portal", "client_secret": "s3cret"}
    app = create_app(dataclasses.replace(config, oidc=oidc))
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def siti(app: Flask) -> int:
    with app.app_context():
        account = member(db.session(), email="siti@surabaya.go.id", name="Siti")
        db.session.commit()
        return account.id


def come_back(
    browser: Browser, provider: FakeProvider, *, begin: str = "/login/oidc", state: str | None = None
):
    there = browser.get(begin).location
    assert there.startswith(f"{ISSUER}/authorize?")
    real = provider.sent_to(there)
    return browser.get(f"/login/oidc/return?code=abc&state={state or real}")


def linked(app: Flask) -> list[tuple[str, str, int]]:
    with app.app_context():
        return [(row.issuer, row.subject, row.account_id) for row in db.session.query(Identity)]


def test_the_button_is_there_when_it_is_configured(browser: Browser) -> None:
    assert "Masuk dengan akun pemerintah" in browser.get("/login").text


def test_a_verified_address_links_and_lets_in(
    app: Flask, browser: Browser, provider: FakeProvider, siti: int
) -> None:
    page = come_back(browser, provider, begin="/login/oidc?next=/account/privacy")
    assert "Lanjutkan sebagai Siti" in page.text
    assert linked(app) == [], "a GET writes nothing"
    assert browser.post("/login/oidc/enter").location == "/account/privacy"
    assert browser.get("/account").status_code == 200
    assert linked(app) == [(ISSUER, "42", siti)]


def test_later_the_subject_counts_and_not_the_address(
    app: Flask, browser: Browser, provider: FakeProvider, siti: int
) -> None:
    come_back(browser, provider)
    browser.post("/login/oidc/enter")
    with app.app_context():
        member(db.session(), email="agus@surabaya.go.id", name="Agus")
        db.session.commit()
    provider.claims = {"email": "agus@surabaya.go.id"}
    again = Browser(app)
    assert "Lanjutkan sebagai Siti" in come_back(again, provider).text
    provider.claims = {"email": "siti@surabaya.go.id", "sub": "43", "email_verified": False}
    assert come_back(Browser(app), provider).status_code == 502


@pytest.mark.parametrize(
    "lie",
    [
        {"aud": "somebody else"},
        {"iss": "https://evil.example"},
        {"nonce": "replayed"},
        {"exp": 1_600_000_000},
        {"email": "nobody@surabaya.go.id"},
        {"email_verified": False},
        {"email_verified": "true"},
    ],
)
def test_a_token_with_anything_wrong_lets_nobody_in(
    app: Flask, browser: Browser, provider: FakeProvider, siti: int, lie: dict
) -> None:
    provider.claims = lie
    assert come_back(browser, provider).status_code == 502
    assert browser.post("/login/oidc/enter").location == "/login"
    assert linked(app) == []


def test_a_token_signed_by_somebody_else_lets_nobody_in(
    browser: Browser, provider: FakeProvider, siti: int
) -> None:
    provider.key = OTHER_KEY
    assert come_back(browser, provider).status_code == 502


def test_another_issuer_behind_the_address_is_refused(browser: Browser, provider: FakeProvider) -> None:
    provider.issuer = "https://evil.example"
    assert browser.get("/login/oidc").status_code == 502


def test_the_state_must_be_the_one_this_browser_was_given(
    browser: Browser, provider: FakeProvider, siti: int
) -> None:
    assert come_back(browser, provider, state="planted").status_code == 404
    assert browser.get("/login/oidc/return?code=a&state=b").status_code == 404


def test_the_second_step_is_asked_all_the_same(
    app: Flask, browser: Browser, provider: FakeProvider, siti: int
) -> None:
    from portal.web.clock import now

    with app.app_context():
        with_second_factor(db.session(), db.session.get(Account, siti), at=now())
        db.session.commit()
    come_back(browser, provider)
    assert browser.post("/login/oidc/enter").location == "/login/code"
    assert browser.get("/account").status_code == 302


def test_privileged_people_still_set_up_the_second_step(
    app: Flask, browser: Browser, provider: FakeProvider, siti: int
) -> None:
    with app.app_context():
        factories.role(db.session(), db.session.get(Account, siti), Role.ADMIN)
        db.session.commit()
    come_back(browser, provider)
    browser.post("/login/oidc/enter")
    assert browser.get("/account").location == "/account/second-factor"


def test_demo_accounts_have_no_identity(app: Flask, browser: Browser, provider: FakeProvider) -> None:
    with app.app_context():
        member(db.session(), email="siti@surabaya.go.id", is_demo=True)
        db.session.commit()
    assert come_back(browser, provider).status_code == 502


@pytest.mark.parametrize("url", ["http://sso.example.go.id/x", "file:///etc/passwd", "ftp://x/y"])
def test_nothing_is_fetched_without_tls(url: str) -> None:
    with pytest.raises(identity_provider.ProviderRefused):
        identity_provider.fetch(url)
