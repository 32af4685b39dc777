from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import delete, insert, update
from sqlalchemy.orm import Session

from portal.domain.notifications.models import Notification
from portal.domain.pages import batched


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


def notify_all(
    session: Session,
    account_ids: Sequence[int | None],
    message: str,
    *,
    link: str,
    at: datetime,
    icon: str = "bell",
    **values: object,
) -> None:
    """The same line for many, in few statements."""
    line = {"icon": icon, "message": message, "values": values, "link": link, "created_at": at}
    known = [one for one in account_ids if one is not None]
    for some in batched(known):
        session.execute(insert(Notification), [{"account_id": one, **line} for one in some])


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
