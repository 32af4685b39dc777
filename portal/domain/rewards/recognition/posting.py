"""From awards to posts on the wall: in rounds, a set at a time, so that evaluating never waits for it."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from portal.domain.organisation.models import Agency, Employee
from portal.domain.rewards.ledger.models import Award, AwardState, LedgerEntry
from portal.domain.rewards.recognition.models import WallPost
from portal.domain.rewards.rules.models import RuleVersion
from portal.domain.rewards.sql import run

LATEST = timedelta(days=90)
OVERLAP = 5_000
"""Bookings may become visible out of their order; a round looks at so many it has seen before."""


def post_awards(session: Session, *, at: datetime) -> int:
    """Announce every award with a badge booked since the last round, once; how many were new.

    Whether a post is shown is asked when it is read, so that consent given later shows it and consent taken
    back hides it at once. Awards older than three months are not announced any more.
    """
    last = session.scalar(select(func.max(WallPost.ledger_id))) or 0
    booked = (
        select(
            LedgerEntry.award_id,
            func.max(LedgerEntry.id).label("ledger_id"),
            func.max(LedgerEntry.booked_at).label("granted_at"),
        )
        .where(LedgerEntry.id > last - OVERLAP, LedgerEntry.points >= 0, LedgerEntry.booked_at > at - LATEST)
        .group_by(LedgerEntry.award_id)
        .subquery()
    )
    new = (
        select(
            booked.c.award_id, booked.c.ledger_id, Award.employee_id, Employee.agency_id, booked.c.granted_at
        )
        .join(Award, Award.id == booked.c.award_id)
        .join(RuleVersion, RuleVersion.id == Award.rule_version_id)
        .join(Employee, Employee.id == Award.employee_id)
        .join(Agency, Agency.id == Employee.agency_id)
        .where(
            Award.state == AwardState.GRANTED,
            RuleVersion.badge_id.is_not(None),
            Agency.has_rewards,
            ~select(WallPost.id).where(WallPost.award_id == booked.c.award_id).exists(),
        )
        .order_by(booked.c.ledger_id)
    )
    columns = ["award_id", "ledger_id", "employee_id", "agency_id", "granted_at"]
    session.flush()
    return int(run(session, insert(WallPost).from_select(columns, new)).rowcount)
