"""Against flooding the box, without knowing anybody: a counter is shared by a dozen colleagues drawn anew each day.

Whoever reads the counters learns that one of about twelve people wrote something that day, and never who.
"""

from __future__ import annotations

import hmac
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.domain import throttle
from portal.domain.errors import RuleBroken
from portal.domain.organisation.models import Employee
from portal.domain.organisation.viewers import Viewer
from portal.domain.words import n_

SHARED_BY = 12
MOST_A_DAY = 6


def count_one(session: Session, by: Viewer, day: date) -> None:
    """One more from the viewer's dozen; refuses when it has used up its day. Knows no moment finer than the day."""
    began = datetime.combine(day, time.min, UTC)
    key = _key(session, f"box/{day}/{by.agency_id}/{_dozen_of(session, by, day)}")
    if throttle.add(session, key, lasts=timedelta(days=2), at=began) > MOST_A_DAY:
        raise RuleBroken(n_("The box is full for today. Please come back tomorrow: nobody knows who wrote."))


def _dozen_of(session: Session, by: Viewer, day: date) -> int:
    colleagues = session.scalar(
        select(func.count()).where(Employee.agency_id == by.agency_id, Employee.left_on.is_(None))
    )
    return int(_key(session, f"dozen/{day}/{by.employee_id}"), 16) % max(1, (colleagues or 0) // SHARED_BY)


def _key(session: Session, text: str) -> str:
    secret: bytes = session.info["secrets_key"]
    return hmac.digest(secret, f"concerns/{text}".encode(), "sha256").hex()[:32]
