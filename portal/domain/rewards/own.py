"""What is kept about one person's awards and points, for that person's "my data"."""

from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from portal.domain.organisation.viewers import Viewer
from portal.domain.rewards.boards.models import BoardSnapshot
from portal.domain.rewards.catalogue.models import Redemption
from portal.domain.rewards.ledger.models import Award, LedgerEntry
from portal.domain.rewards.manual.models import ManualAward
from portal.domain.rewards.recognition.models import Congratulation


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


def own_decisions(session: Session, me: Viewer) -> list[dict[str, Any]]:
    """What people decided about one's points, and one's objections, oldest first."""
    decided = session.scalars(
        select(ManualAward)
        .where(ManualAward.employee_id == (me.employee_id or 0), ManualAward.award_id.is_not(None))
        .options(joinedload(ManualAward.rule), joinedload(ManualAward.objection))
        .order_by(ManualAward.id)
    )
    return [
        {
            "rule": one.rule.name,
            "points": one.signed_points,
            "reason": one.reason,
            "state": one.state.value,
            "decided_at": one.decided_at,
            "objection": one.objection.words if one.objection else None,
            "answer": one.objection.answer if one.objection else None,
        }
        for one in decided
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


def own_congratulations(session: Session, me: Viewer) -> list[dict[str, Any]]:
    """What one wrote to others and what others wrote to oneself, oldest first."""
    number = me.employee_id or 0
    said = session.scalars(
        select(Congratulation)
        .where(or_(Congratulation.author_id == number, Congratulation.subject_id == number))
        .options(joinedload(Congratulation.author), joinedload(Congratulation.subject))
        .order_by(Congratulation.id)
    )
    return [
        {
            "from": one.author.name,
            "to": one.subject.name,
            "words": one.words,
            "state": one.state.value,
            "written_at": one.written_at,
        }
        for one in said
    ]


def own_redemptions(session: Session, me: Viewer) -> list[dict[str, Any]]:
    """Every request for something of the catalogue, oldest first."""
    asked = session.scalars(
        select(Redemption)
        .where(Redemption.employee_id == (me.employee_id or 0))
        .options(joinedload(Redemption.item))
        .order_by(Redemption.id)
    )
    return [
        {
            "item": one.item.name,
            "points": one.points,
            "state": one.state.value,
            "reason": one.reason,
            "requested_at": one.requested_at,
            "decided_at": one.decided_at,
            "finished_at": one.finished_at,
        }
        for one in asked
    ]
