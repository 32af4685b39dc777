"""Every form is an act with a name of its own: the second time it is sent it gives the first answer again."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Index, bindparam, insert, select
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


# Every form asks and stores: statements on the bare table, built once, cost a fifth of what the ORM's cost.
_TABLE = Base.metadata.tables["stored_answer"]
_ANSWER = select(_TABLE.c.actor, _TABLE.c.body_hash, _TABLE.c.location).where(
    _TABLE.c.key == bindparam("key")
)
_STORE = insert(_TABLE)


class Answer(NamedTuple):
    actor: str
    body_hash: str
    location: str


def answer_of(session: Session, key: str) -> Answer | None:
    row = session.execute(_ANSWER, {"key": key}).first()
    return Answer(*row) if row else None


def store(session: Session, key: str, *, actor: str, body_hash: str, location: str, at: datetime) -> None:
    """Raises AlreadyStored when the same act was stored by somebody faster."""
    answer = {"key": key, "actor": actor, "body_hash": body_hash, "location": location, "stored_at": at}
    try:
        session.execute(_STORE, answer)
    except IntegrityError as error:
        raise AlreadyStored from error
