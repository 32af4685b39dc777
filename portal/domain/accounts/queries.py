import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from portal.domain.accounts.models import Account, BackupCode, Identity, SignInSession
from portal.domain.errors import NotFound
from portal.domain.files import StoredFile

IDLE = timedelta(hours=8)


def hash_of(token: str) -> str:
    """Tokens have 256 random bits, so a plain hash keeps them safe."""
    return hashlib.sha256(token.encode()).hexdigest()


def open_session(session: Session, token: str, *, at: datetime) -> tuple[SignInSession, Account] | None:
    """The sign-in session behind a browser's token with its account, while both are alive."""
    row = session.execute(opened_by(token, at)).first()
    return (row[0], row[1]) if row else None


def opened_by(token: str, at: datetime) -> Select[SignInSession, Account]:
    """The same as a question, for those who want to know more in one go."""
    return (
        select(SignInSession, Account)
        .join(Account, Account.id == SignInSession.account_id)
        .where(SignInSession.token_hash == hash_of(token), *_alive(at), Account.disabled_at.is_(None))
    )


def _alive(at: datetime) -> tuple[Any, ...]:
    return (
        SignInSession.ended_at.is_(None),
        SignInSession.expires_at > at,
        SignInSession.seen_at > at - IDLE,
    )


def owner_of(session: Session, token: str) -> int | None:
    """Whose browser this was, also after the sign-in session has ended."""
    return session.scalar(select(SignInSession.account_id).where(SignInSession.token_hash == hash_of(token)))


def open_sessions(session: Session, account_id: int, *, at: datetime) -> Sequence[SignInSession]:
    """The browsers that are signed in now, the one used last first."""
    return session.scalars(
        select(SignInSession)
        .where(SignInSession.account_id == account_id, *_alive(at))
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
