"""Open Badges 3.0 documents: the credential, its achievement, its issuer, the status list. Never a NIP, never numbers.

`Addresses` says where the public parts are found; nothing here knows how addresses are made.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from portal.domain.rewards.badges.models import Look

VC = "https://www.w3.org/ns/credentials/v2"
OB = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
SCHEMA = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"


@dataclass(frozen=True, slots=True)
class Addresses:
    """Absolute. `key` has `{kid}` in it."""

    home: str
    credential: str
    issuer: str
    achievement: str
    picture: str
    status: str
    key: str


@dataclass(frozen=True, slots=True)
class Subject:
    """Who holds it: the name in plain letters, the mail address only as a salted hash."""

    name: str
    email: str | None


@dataclass(frozen=True, slots=True)
class Grant:
    """What the credential says happened."""

    code: str
    look: Look
    agency: str
    granted_at: datetime
    expires_at: datetime | None
    status_index: int


def credential(grant: Grant, subject: Subject, at: Addresses) -> dict[str, Any]:
    """The claims to be signed: the credential itself, and the same facts once more as a JWT names them."""
    holder = holder_id(grant.code)
    until = {"validUntil": _moment(grant.expires_at)} if grant.expires_at else {}
    ends = {"exp": int(grant.expires_at.timestamp())} if grant.expires_at else {}
    return {
        "@context": [VC, OB],
        "id": at.credential,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": grant.look.name,
        "issuer": profile(grant.agency, at),
        "validFrom": _moment(grant.granted_at),
        "awardedDate": _moment(grant.granted_at),
        **until,
        "credentialSubject": {
            "id": holder,
            "type": ["AchievementSubject"],
            "identifier": _identifiers(grant.code, subject),
            "achievement": achievement(grant.look, at),
        },
        "credentialStatus": {
            "id": f"{at.status}#{grant.status_index}",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": str(grant.status_index),
            "statusListCredential": at.status,
        },
        "credentialSchema": [{"id": SCHEMA, "type": "1EdTechJsonSchemaValidator2019"}],
        "iss": at.issuer,
        "jti": at.credential,
        "sub": holder,
        "nbf": int(grant.granted_at.timestamp()),
        **ends,
    }


def achievement(look: Look, at: Addresses) -> dict[str, Any]:
    return {
        "id": at.achievement,
        "type": ["Achievement"],
        "achievementType": "Badge",
        "name": look.name,
        "description": look.words or look.name,
        "criteria": {"narrative": look.criteria or look.words or look.name},
        "image": {"id": at.picture, "type": "Image"},
        "tag": [look.tier.value],
    }


def profile(agency: str, at: Addresses) -> dict[str, Any]:
    return {"id": at.issuer, "type": ["Profile"], "name": agency, "url": at.home}


def status_list(encoded: str, agency: str, at: Addresses, *, now: datetime) -> dict[str, Any]:
    return {
        "@context": [VC],
        "id": at.status,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": {"id": at.issuer, "name": agency},
        "validFrom": _moment(now),
        "credentialSubject": {
            "id": f"{at.status}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": encoded,
        },
        "iss": at.issuer,
        "jti": at.status,
        "nbf": int(now.timestamp()),
    }


def enveloped(token: str) -> dict[str, Any]:
    """The signed credential as a JSON document of its own (Verifiable Credentials 2.0, 4.13)."""
    return {
        "@context": [VC],
        "id": f"data:application/vc+jwt,{token}",
        "type": "EnvelopedVerifiableCredential",
    }


def holder_id(code: str) -> str:
    """A name for the holder that fits no other credential: two files do not tell that they are of one person."""
    seed = hashlib.sha256(f"holder/{code}".encode()).digest()[:16]
    return UUID(bytes=seed, version=4).urn


def _identifiers(code: str, subject: Subject) -> list[dict[str, Any]]:
    name = {"type": "IdentityObject", "identityType": "name", "hashed": False, "identityHash": subject.name}
    if not subject.email:
        return [name]
    salt = hashlib.sha256(f"salt/{code}".encode()).hexdigest()[:24]
    hashed = hashlib.sha256((subject.email.lower() + salt).encode()).hexdigest()
    email = {
        "type": "IdentityObject",
        "identityType": "emailAddress",
        "hashed": True,
        "salt": salt,
        "identityHash": f"sha256${hashed}",
    }
    return [name, email]


def _moment(value: datetime) -> str:
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
