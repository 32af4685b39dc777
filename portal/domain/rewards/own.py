"""What is kept about one person's awards and points, for that person's "my data"."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from portal.domain.organisation.viewers import Viewer
from portal.domain.rewards.boards.models import BoardSnapshot
from portal.domain.rewards.ledger.models import Award, LedgerEntry


def own_awards(session: Session, me: Viewer) -> list[dict[str, Any]]:
    """Every award with the numbers it rests on, oldest first."""
    awards = session.scalars(
        select(Award)
        .where(Award.employee_id == (me.employee_id or 0))
        .options(joinedload(Award.rule))
        .order_by(Award.id)
    )
    return [
        {
            "rule": one.rule.name,
            "window": one.window_key,
            "state": one.state.value,
            "points": one.points,
            "reason": one.reason,
            "evidence": one.evidence,
            "changed_at": one.changed_at,
        }
        for one in awards
    ]


def own_points(session: Session, me: Viewer) -> list[dict[str, Any]]:
    """Every booking of the ledger, oldest first."""
    entries = session.scalars(
        select(LedgerEntry)
        .where(LedgerEntry.employee_id == (me.employee_id or 0))
        .options(joinedload(LedgerEntry.award).joinedload(Award.rule))
        .order_by(LedgerEntry.id)
    )
    return [
        {
            "rule": one.award.rule.name,
            "window": one.window_key,
            "points": one.points,
            "reason": one.reason.value,
            "booked_on": one.booked_on,
        }
        for one in entries
    ]


def own_places(session: Session, me: Viewer) -> list[dict[str, Any]]:
    """Every frozen board on which the person stands, oldest first."""
    rows = session.scalars(
        select(BoardSnapshot)
        .where(BoardSnapshot.employee_id == (me.employee_id or 0))
        .order_by(BoardSnapshot.period_key, BoardSnapshot.edition)
    )
    return [
        {
            "period": one.period_key,
            "closing": one.edition,
            "points": one.points,
            "rank_in_agency": one.rank,
            "rank_in_unit": one.unit_rank,
        }
        for one in rows
    ]
