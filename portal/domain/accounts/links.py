"""One-time links: an invitation lives 72 hours, a password reset one. Only a hash of the 256 random bits is kept."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from portal.domain.accounts.models import Account, LinkPurpose, OneTimeLink
from portal.domain.accounts.queries import hash_of
from portal.domain.errors import NotFound

LIVES = {LinkPurpose.INVITATION: timedelta(hours=72), LinkPurpose.RESET: timedelta(hours=1)}


def make_link(session: Session, account: Account, purpose: LinkPurpose, *, at: datetime) -> str:
    """A fresh token; links sent before for the same purpose stop working."""
    session.execute(
        delete(OneTimeLink).where(
            OneTimeLink.account_id == account.id,
            OneTimeLink.purpose == purpose,
            OneTimeLink.used_at.is_(None),
        )
    )
    token = secrets.token_urlsafe(32)
    session.add(
        OneTimeLink(
            account_id=account.id,
            purpose=purpose,
            token_hash=hash_of(token),
            created_at=at,
            expires_at=at + LIVES[purpose],
        )
    )
    session.flush()
    return token


def account_behind(session: Session, token: str, purpose: LinkPurpose, *, at: datetime) -> Account:
    """Whose link this is while it is good; otherwise there is no such page."""
    found = session.scalar(
        select(Account)
        .join(OneTimeLink, OneTimeLink.account_id == Account.id)
        .where(
            OneTimeLink.token_hash == hash_of(token),
            OneTimeLink.purpose == purpose,
            OneTimeLink.used_at.is_(None),
            OneTimeLink.expires_at > at,
            Account.disabled_at.is_(None),
        )
    )
    if found is None:
        raise NotFound
    return found


def use_link(session: Session, token: str, purpose: LinkPurpose, *, at: datetime) -> Account:
    """Spend the link; of two at the same moment one gets through. Every other link of the account dies with it."""
    account = account_behind(session, token, purpose, at=at)
    spent = session.scalar(
        update(OneTimeLink)
        .where(OneTimeLink.token_hash == hash_of(token), OneTimeLink.used_at.is_(None))
        .values(used_at=at)
        .returning(OneTimeLink.id)
    )
    if spent is None:
        raise NotFound
    session.execute(
        update(OneTimeLink)
        .where(OneTimeLink.account_id == account.id, OneTimeLink.used_at.is_(None))
        .values(used_at=at)
    )
    return account
