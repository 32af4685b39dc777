"""One line for many inboxes in one statement, and never the same line twice."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Select, String, bindparam, literal, select
from sqlalchemy.orm import Session

from portal.domain.base import Moment
from portal.domain.notifications.models import Notification
from portal.domain.rewards.sql import insert_into, run


def tell_once(
    session: Session,
    account_ids: Select[int | None],
    message: str,
    *,
    link: str,
    icon: str,
    at: datetime,
    **values: str,
) -> int:
    """Tell these accounts, but those whose inbox already leads there; gives how many are told now."""
    who = account_ids.subquery()
    account_id = who.c[0]
    has_it = (
        select(Notification.id)
        .where(Notification.account_id == account_id, Notification.link == link)
        .correlate(who)
        .exists()
    )
    columns = {
        "account_id": account_id,
        "icon": literal(icon, String),
        "message": literal(message, String),
        "values": bindparam("told", type_=Notification.__table__.c["values"].type),
        "link": literal(link, String),
        "created_at": bindparam("moment", type_=Moment()),
    }
    rows = select(*columns.values()).where(account_id.is_not(None), ~has_it)
    statement = insert_into(session, Notification.__table__).from_select(list(columns), rows)
    return int(run(session, statement, {"told": values, "moment": at}).rowcount)
