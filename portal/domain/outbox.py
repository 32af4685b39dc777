"""What must happen after the commit: mail, recounts, erasures. Written in the transaction of the act itself.

The worker claims rows with a lease, marks them done, retries with backoff and shows what it gave up on.
Payloads carry ids and addresses, never secrets that outlive the message.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Index, or_, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.domain.base import Base, Id
from portal.domain.errors import NotFound
from portal.domain.pages import Page, page_of

MOST_ATTEMPTS = 8
LEASE = timedelta(minutes=5)


class OutboxMessage(Base):
    __tablename__ = "outbox_message"
    __table_args__ = (
        Index(
            "ix_outbox_message_waiting",
            "due_at",
            "id",
            sqlite_where=text("done_at IS NULL AND dead_at IS NULL"),
            postgresql_where=text("done_at IS NULL AND dead_at IS NULL"),
        ),
    )

    id: Mapped[Id]
    kind: Mapped[str]
    payload: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    done_at: Mapped[datetime | None]
    dead_at: Mapped[datetime | None]
    error: Mapped[str | None]


def post(session: Session, kind: str, payload: dict[str, Any], *, at: datetime) -> OutboxMessage:
    message = OutboxMessage(kind=kind, payload=payload, created_at=at, due_at=at)
    session.add(message)
    return message


def claim(session: Session, *, at: datetime, most: int = 20) -> list[OutboxMessage]:
    """Take due messages for the length of a lease; whoever dies holding them gives them back by waiting."""
    waiting = (
        select(OutboxMessage)
        .where(OutboxMessage.done_at.is_(None), OutboxMessage.dead_at.is_(None), OutboxMessage.due_at <= at)
        .order_by(OutboxMessage.due_at, OutboxMessage.id)
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    messages = list(session.scalars(waiting))
    for message in messages:
        message.attempts += 1
        message.due_at = at + LEASE
    return messages


def settle(message: OutboxMessage, *, at: datetime, error: str | None = None) -> None:
    """Mark as done, or put off: 1, 4, 9 … minutes, and give up visibly after the last attempt."""
    message.error = error
    if error is None:
        message.done_at = at
    elif message.attempts >= MOST_ATTEMPTS:
        message.dead_at = at
    else:
        message.due_at = at + timedelta(minutes=message.attempts**2)


def failed(session: Session, number: int = 1) -> Page[OutboxMessage]:
    """Messages that were given up or are being tried again after an error, newest first."""
    query = (
        select(OutboxMessage)
        .where(OutboxMessage.done_at.is_(None))
        .where(or_(OutboxMessage.dead_at.is_not(None), OutboxMessage.error.is_not(None)))
        .order_by(OutboxMessage.id.desc())
    )
    return page_of(session, query, number)


def retry(session: Session, message_id: int, *, at: datetime) -> OutboxMessage:
    """Give a message that was given up all its attempts again, from now on."""
    message = session.get(OutboxMessage, message_id)
    if message is None or message.done_at is not None or not (message.dead_at or message.error):
        raise NotFound
    message.dead_at, message.attempts, message.due_at = None, 0, at
    return message
