"""Signing in at the government's identity provider: OpenID Connect with PKCE, state and nonce.

Nothing here is kept in memory between requests but the provider's public addresses and keys, for an hour.
"""

from __future__ import annotations

import json
import secrets
import time
import urllib.parse
import urllib.request
from dataclasses import dataclass
from typing import Any

from authlib.common.security import generate_token
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from portal.web.transactions import settings

ALGORITHMS = ("RS256", "PS256", "ES256", "EdDSA")
LEEWAY = 60
TIMEOUT = 5
LARGEST = 256 * 1024
REMEMBERED_FOR = 3600

_remembered: dict[str, tuple[float, dict[str, Any]]] = {}


class ProviderRefused(Exception):
    """The provider, or what came back from it, cannot be trusted; the text is for the log."""


@dataclass(frozen=True, slots=True)
class Person:
    issuer: str
    subject: str
    email: str
    email_is_verified: bool
    name: str


def is_configured() -> bool:
    return {"issuer", "client_id", "client_secret"} <= set(settings().oidc or {})


def label() -> str:
    return (settings().oidc or {}).get("label", "SSO")


def begin(redirect_uri: str) -> tuple[str, dict[str, str]]:
    """The provider's address to send the browser to, and what the browser must bring back to us."""
    kept = {"state": generate_token(32), "nonce": generate_token(32), "verifier": secrets.token_urlsafe(48)}
    query = {
        "response_type": "code",
        "client_id": _setting("client_id"),
        "redirect_uri": redirect_uri,
        "scope": "openid email profile",
        "state": kept["state"],
        "nonce": kept["nonce"],
        "code_challenge": create_s256_code_challenge(kept["verifier"]),
        "code_challenge_method": "S256",
    }
    return f"{_discovered()['authorization_endpoint']}?{urllib.parse.urlencode(query)}", kept


def finish(code: str, kept: dict[str, str], redirect_uri: str) -> Person:
    """Trade the code for an ID token, and believe it only when everything in it is right."""
    fields = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": redirect_uri,
        "client_id": _setting("client_id"),
        "client_secret": _setting("client_secret"),
        "code_verifier": kept["verifier"],
    }
    answer = fetch(_discovered()["token_endpoint"], urllib.parse.urlencode(fields).encode())
    claims = _claims_of(str(answer.get("id_token", "")), kept["nonce"])
    return Person(
        issuer=claims["iss"],
        subject=str(claims["sub"]),
        email=str(claims.get("email", "")).strip().lower(),
        email_is_verified=claims.get("email_verified") is True,
        name=str(claims.get("name", "")),
    )


def _claims_of(id_token: str, nonce: str) -> dict[str, Any]:
    try:
        keys = KeySet.import_key_set(_remember(_discovered()["jwks_uri"]))  # type: ignore[arg-type]
        token = jwt.decode(id_token, keys, algorithms=ALGORITHMS)
        claims = CodeIDToken(
            token.claims,
            token.header,
            options={
                "iss": {"essential": True, "value": _setting("issuer").rstrip("/")},
                "aud": {"essential": True, "value": _setting("client_id")},
            },
            params={"nonce": nonce, "client_id": _setting("client_id")},
        )
        claims["iss"] = str(claims.get("iss", "")).rstrip("/")
        claims.validate(leeway=LEEWAY)
    except (JoseError, ValueError, KeyError, TypeError) as error:
        raise ProviderRefused(f"{type(error).__name__}: {error}") from error
    except Exception as error:  # Authlib's own claim errors share no base with joserfc's
        if type(error).__module__.startswith("authlib."):
            raise ProviderRefused(f"{type(error).__name__}: {error}") from error
        raise
    return dict(claims)


def _discovered() -> dict[str, Any]:
    issuer = _setting("issuer").rstrip("/")
    found = _remember(f"{issuer}/.well-known/openid-configuration")
    if str(found.get("issuer", "")).rstrip("/") != issuer:
        raise ProviderRefused("the provider names another issuer")
    return found


def _remember(url: str) -> dict[str, Any]:
    until, answer = _remembered.get(url, (0.0, {}))
    if until < time.monotonic():
        answer = fetch(url)
        _remembered[url] = (time.monotonic() + REMEMBERED_FOR, answer)
    return answer


def fetch(url: str, body: bytes | None = None) -> dict[str, Any]:
    """JSON from the provider; only over https, except from this very machine."""
    parts = urllib.parse.urlsplit(url)
    if parts.scheme != "https" and parts.hostname not in ("127.0.0.1", "localhost"):
        raise ProviderRefused("the provider's address is not https")
    asked = urllib.request.Request(url, data=body, headers={"Accept": "application/json"})
    try:
        with urllib.request.urlopen(asked, timeout=TIMEOUT) as answer:
            found = json.loads(answer.read(LARGEST))
    except (OSError, ValueError) as error:
        raise ProviderRefused(f"{type(error).__name__}: {error}") from error
    if not isinstance(found, dict):
        raise ProviderRefused("the provider's answer is no object")
    return found


def _setting(name: str) -> str:
    return (settings().oidc or {})[name]
