"""Telling many people at once, in handfuls."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, insert, select
from sqlalchemy.orm import Session

from portal.domain.change.scope import works_in
from portal.domain.notifications.models import Notification
from portal.domain.organisation.models import Employee, OrgUnit
from portal.domain.pages import batched


def tell_everybody(
    session: Session,
    unit: OrgUnit,
    message: str,
    *,
    link: str,
    icon: str,
    at: datetime,
    but: ColumnElement[bool] | None = None,
    **values: object,
) -> int:
    """A line in the inbox of everybody in the unit and below who has an account. How many it reached."""
    query = select(Employee.account_id).where(works_in(unit), Employee.account_id.is_not(None))
    query = query if but is None else query.where(~but)
    accounts = session.scalars(query.order_by(Employee.account_id)).all()
    line = {"icon": icon, "message": message, "values": values, "link": link, "created_at": at}
    for some in batched(accounts):
        session.execute(insert(Notification), [{"account_id": one, **line} for one in some])
    return len(accounts)
