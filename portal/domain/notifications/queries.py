from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from portal.domain.errors import NotFound
from portal.domain.notifications.models import Notification
from portal.domain.pages import Page, page_of


def unread_of(account_id: ColumnElement[int] | InstrumentedAttribute[int]) -> ScalarSelect[int]:
    """The unread count as a question inside one that knows the account."""
    return (
        select(func.count(Notification.id))
        .where(Notification.account_id == account_id, Notification.read_at.is_(None))
        .correlate_except(Notification)
        .scalar_subquery()
    )


def unread_count(session: Session, account_id: int) -> int:
    return (
        session.scalar(
            select(func.count())
            .select_from(Notification)
            .where(Notification.account_id == account_id, Notification.read_at.is_(None))
        )
        or 0
    )


def notifications_of(session: Session, account_id: int, number: int = 1) -> Page[Notification]:
    """Newest first."""
    own = (
        select(Notification)
        .where(Notification.account_id == account_id)
        .order_by(Notification.created_at.desc(), Notification.id.desc())
    )
    return page_of(session, own, number)


def notification_for(session: Session, account_id: int, notification_id: int) -> Notification:
    found = session.get(Notification, notification_id)
    if found is None or found.account_id != account_id:
        raise NotFound
    return found


def own_notifications(session: Session, account_id: int) -> list[dict[str, Any]]:
    """Every line of the inbox, for its owner's "my data"."""
    rows = session.scalars(
        select(Notification).where(Notification.account_id == account_id).order_by(Notification.id)
    )
    return [
        {
            "message": row.message % row.values if row.values else row.message,
            "link": row.link,
            "created_at": row.created_at,
            "read_at": row.read_at,
        }
        for row in rows
    ]
