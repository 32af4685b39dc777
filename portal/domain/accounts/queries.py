import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from portal.domain.accounts.models import Account, BackupCode, Identity, SignInSession
from portal.domain.base import Moment
from portal.domain.errors import NotFound
from portal.domain.files import StoredFile

IDLE = timedelta(hours=8)


def hash_of(token: str) -> str:
    """Tokens have 256 random bits, so a plain hash keeps them safe."""
    return hashlib.sha256(token.encode()).hexdigest()


def _alive(at: Any, idle_since: Any) -> tuple[Any, ...]:
    return (
        SignInSession.ended_at.is_(None),
        SignInSession.expires_at > at,
        SignInSession.seen_at > idle_since,
    )


# The sign-in session behind a token with its account: also the beginning of larger questions.
OPENED = (
    select(SignInSession, Account)
    .join(Account, Account.id == SignInSession.account_id)
    .where(
        SignInSession.token_hash == bindparam("token"),
        *_alive(bindparam("at", type_=Moment()), bindparam("idle_since", type_=Moment())),
        Account.disabled_at.is_(None),
    )
)


def open_session(session: Session, token: str, *, at: datetime) -> tuple[SignInSession, Account] | None:
    """The sign-in session behind a browser's token with its account, while both are alive."""
    row = session.execute(OPENED, opened_places(token, at)).first()
    return (row[0], row[1]) if row else None


def opened_places(token: str, at: datetime) -> dict[str, Any]:
    """What `OPENED` is asked about."""
    return {"token": hash_of(token), "at": at, "idle_since": at - IDLE}


def owner_of(session: Session, token: str) -> int | None:
    """Whose browser this was, also after the sign-in session has ended."""
    return session.scalar(select(SignInSession.account_id).where(SignInSession.token_hash == hash_of(token)))


def open_sessions(session: Session, account_id: int, *, at: datetime) -> Sequence[SignInSession]:
    """The browsers that are signed in now, the one used last first."""
    return session.scalars(
        select(SignInSession)
        .where(SignInSession.account_id == account_id, *_alive(at, at - IDLE))
        .order_by(SignInSession.seen_at.desc(), SignInSession.id.desc())
    ).all()


def account_by_email(session: Session, email: str) -> Account | None:
    return session.scalar(select(Account).where(Account.email == email.strip().lower()))


def has_demo_accounts(session: Session) -> bool:
    return bool(session.scalar(select(select(Account.id).where(Account.is_demo).exists())))


def picture_of(session: Session, account_id: int) -> StoredFile:
    """The picture of a person; whoever is signed in may see it."""
    found = session.scalar(
        select(StoredFile).join(Account, Account.picture_id == StoredFile.id).where(Account.id == account_id)
    )
    if found is None:
        raise NotFound
    return found


def backup_codes_left(session: Session, account_id: int) -> int:
    return (
        session.scalar(
            select(func.count())
            .select_from(BackupCode)
            .where(BackupCode.account_id == account_id, BackupCode.used_at.is_(None))
        )
        or 0
    )


def account_of_identity(session: Session, issuer: str, subject: str) -> Account | None:
    return session.scalar(
        select(Account)
        .join(Identity, Identity.account_id == Account.id)
        .where(Identity.issuer == issuer, Identity.subject == subject)
    )


def own_account(session: Session, account_id: int) -> dict[str, Any]:
    """What is kept about the account itself, for its owner; secrets are left out."""
    account = session.get_one(Account, account_id)
    return {
        "email": account.email,
        "name": account.name,
        "language": account.locale,
        "timezone": account.timezone,
        "theme": account.theme.value,
        "has_picture": account.picture_id is not None,
        "has_second_factor": account.has_second_factor,
        "created_at": account.created_at,
    }


def own_sessions(session: Session, account_id: int) -> list[dict[str, Any]]:
    """Every sign-in that is still on record, for its owner."""
    rows = session.scalars(
        select(SignInSession).where(SignInSession.account_id == account_id).order_by(SignInSession.id)
    )
    return [
        {
            "device": row.device,
            "created_at": row.created_at,
            "seen_at": row.seen_at,
            "ended_at": row.ended_at,
        }
        for row in rows
    ]


def active_account(session: Session, account_id: int) -> Account:
    account = session.get(Account, account_id)
    if account is None or not account.is_active:
        raise NotFound
    return account


def has_signed_in_before(session: Session, account_id: int) -> bool:
    return bool(
        session.scalar(
            select(select(SignInSession.id).where(SignInSession.account_id == account_id).exists())
        )
    )
