import hashlib
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.accounts.models import Account, SignInSession

IDLE = timedelta(hours=8)


def hash_of(token: str) -> str:
    """Tokens have 256 random bits, so a plain hash keeps them safe."""
    return hashlib.sha256(token.encode()).hexdigest()


def open_session(session: Session, token: str, *, at: datetime) -> tuple[SignInSession, Account] | None:
    """The sign-in session behind a browser's token with its account, while both are alive."""
    row = session.execute(
        select(SignInSession, Account)
        .join(Account, Account.id == SignInSession.account_id)
        .where(
            SignInSession.token_hash == hash_of(token),
            SignInSession.ended_at.is_(None),
            SignInSession.expires_at > at,
            SignInSession.seen_at > at - IDLE,
            Account.disabled_at.is_(None),
        )
    ).first()
    return (row[0], row[1]) if row else None


def account_by_email(session: Session, email: str) -> Account | None:
    return session.scalar(select(Account).where(Account.email == email.strip().lower()))
