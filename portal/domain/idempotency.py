"""Every form is an act with a name of its own: the second time it is sent it gives the first answer again."""

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.domain.base import Base


class AlreadyStored(Exception):
    """Somebody faster finished the same act; this transaction must be rolled back."""


class StoredAnswer(Base):
    """What an act answered. `actor` is the account, or "-" for people without one."""

    __tablename__ = "stored_answer"
    __table_args__ = (Index(None, "stored_at"),)

    key: Mapped[str] = mapped_column(primary_key=True)
    actor: Mapped[str]
    body_hash: Mapped[str]
    location: Mapped[str]
    stored_at: Mapped[datetime]


def answer_of(session: Session, key: str) -> StoredAnswer | None:
    return session.get(StoredAnswer, key)


def store(session: Session, key: str, *, actor: str, body_hash: str, location: str, at: datetime) -> None:
    """Raises AlreadyStored when the same act was stored by somebody faster."""
    session.add(StoredAnswer(key=key, actor=actor, body_hash=body_hash, location=location, stored_at=at))
    try:
        session.flush()
    except IntegrityError as error:
        raise AlreadyStored from error
