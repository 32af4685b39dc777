import secrets
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from portal.domain.accounts.models import Account, SignInSession
from portal.domain.accounts.queries import hash_of

LONGEST = timedelta(days=7)


def start_session(
    session: Session, account: Account, *, device: str, at: datetime, has_second_factor: bool = False
) -> str:
    """Open a sign-in session and give its token: 256 random bits, of which only a hash is kept."""
    token = secrets.token_urlsafe(32)
    session.add(
        SignInSession(
            account_id=account.id,
            token_hash=hash_of(token),
            device=device[:200],
            created_at=at,
            seen_at=at,
            expires_at=at + LONGEST,
            has_second_factor=has_second_factor,
        )
    )
    session.flush()
    return token


def touch(session: Session, session_id: int, *, at: datetime) -> None:
    session.execute(update(SignInSession).where(SignInSession.id == session_id).values(seen_at=at))
