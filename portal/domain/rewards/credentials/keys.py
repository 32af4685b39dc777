"""The keys that sign credentials: made once, sealed in the database, replaced without breaking what was signed."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet
from joserfc import jwt
from joserfc.jwk import RSAKey
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.domain.audit.actions import record
from portal.domain.errors import NotFound
from portal.domain.rewards.credentials.models import IssuerKey

ALGORITHM = "RS256"  # the one every reader of Open Badges 3.0 must know
BITS = 2048


@dataclass(frozen=True, slots=True)
class NewKey:
    """A fresh pair that is not stored yet: making it takes a tenth of a second, so no transaction waits for it."""

    kid: str
    public_jwk: dict[str, Any]
    private_pem: str


def make_key() -> NewKey:
    key = RSAKey.generate_key(BITS)
    kid = key.thumbprint()
    public: dict[str, Any] = {**key.as_dict(private=False), "kid": kid, "alg": ALGORITHM, "use": "sig"}
    return NewKey(kid, public, key.as_pem(private=True).decode())


def is_ready(session: Session) -> bool:
    """Whether there is a key to sign with."""
    return _signing(session) is not None


def keep_key(session: Session, new: NewKey, *, at: datetime) -> IssuerKey:
    """From now on this one signs."""
    kept = IssuerKey(
        kid=new.kid,
        public_jwk=new.public_jwk,
        sealed=_box(session).encrypt(new.private_pem.encode()).decode(),
        created_at=at,
    )
    session.add(kept)
    session.flush()
    return kept


def renew_key(
    session: Session, new: NewKey, *, at: datetime, withdraw: bool = False, by: int | None = None
) -> IssuerKey:
    """Sign with a new key. What the former ones signed stays good, unless they are withdrawn (a stolen key)."""
    ended = {"withdrawn_at": at} if withdraw else {"retired_at": at}
    session.execute(update(IssuerKey).where(IssuerKey.withdrawn_at.is_(None)).values(**ended))
    kept = keep_key(session, new, at=at)
    record(
        session, "key.renew", by=by, subject_type="issuer_key", subject_id=kept.id, at=at, label=kept.kid[:12]
    )
    return kept


def published_keys(session: Session) -> list[dict[str, Any]]:
    """The public halves with which signatures may be checked, newest first."""
    return [key.public_jwk for key in _published(session)]


def published_key(session: Session, kid: str) -> dict[str, Any]:
    found = next((key.public_jwk for key in _published(session) if key.kid == kid), None)
    if found is None:
        raise NotFound
    return found


def signed(session: Session, claims: dict[str, Any], *, key_address: str) -> str:
    """A compact JWT. `key_address` is where the public half is found, with `{kid}` in it."""
    key = _signing(session)
    if key is None:
        raise NotFound
    header = {"alg": ALGORITHM, "typ": "JWT", "kid": key_address.format(kid=key.kid)}
    return jwt.encode(header, claims, _opened(session, key), algorithms=[ALGORITHM])


def _published(session: Session) -> Sequence[IssuerKey]:
    return session.scalars(
        select(IssuerKey).where(IssuerKey.withdrawn_at.is_(None)).order_by(IssuerKey.id.desc())
    ).all()


def _signing(session: Session) -> IssuerKey | None:
    return session.scalar(
        select(IssuerKey)
        .where(IssuerKey.retired_at.is_(None), IssuerKey.withdrawn_at.is_(None))
        .order_by(IssuerKey.id.desc())
        .limit(1)
    )


def _opened(session: Session, key: IssuerKey) -> RSAKey:
    return _read(_box(session).decrypt(key.sealed.encode()))


@lru_cache(maxsize=4)
def _read(pem: bytes) -> RSAKey:
    return RSAKey.import_key(pem)


def _box(session: Session) -> Fernet:
    seed = hashlib.sha256(b"issuer keys/" + session.info["secrets_key"]).digest()
    return Fernet(base64.urlsafe_b64encode(seed))
