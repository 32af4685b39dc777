from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from portal.domain.notifications.models import Notification


def notify(
    session: Session,
    account_id: int | None,
    message: str,
    *,
    link: str,
    at: datetime,
    icon: str = "bell",
    **values: object,
) -> None:
    """Put a line in somebody's inbox. People without an account yet are passed over.

    `message` is a msgid marked with `n_`; `values` fill its places and must fit into JSON; `link` is a path of ours.
    """
    if account_id is not None:
        session.add(
            Notification(
                account_id=account_id, icon=icon, message=message, values=values, link=link, created_at=at
            )
        )


def mark_read(session: Session, account_id: int, *, at: datetime, notification_id: int | None = None) -> None:
    """Mark one line of this account's inbox as read, or all of them."""
    unread = update(Notification).where(Notification.account_id == account_id, Notification.read_at.is_(None))
    if notification_id is not None:
        unread = unread.where(Notification.id == notification_id)
    session.execute(unread.values(read_at=at))


def take_back(session: Session, links: Collection[str]) -> None:
    """Remove unread lines, in every inbox, that lead to something which no longer waits."""
    if links:
        session.execute(
            delete(Notification).where(Notification.link.in_(links), Notification.read_at.is_(None))
        )
