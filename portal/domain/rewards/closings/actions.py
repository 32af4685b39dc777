"""A person closes a quarter that is over, or opens the one closed last again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain import outbox
from portal.domain.audit.actions import record
from portal.domain.errors import NotAllowed, RuleBroken
from portal.domain.organisation.models import Agency
from portal.domain.organisation.viewers import Viewer
from portal.domain.periods import local_day
from portal.domain.rewards.boards.models import PeriodState, RewardPeriod
from portal.domain.rewards.closings.calling_back import call_back
from portal.domain.rewards.closings.models import PeriodReopening
from portal.domain.rewards.evaluation.closing import begin_closing
from portal.domain.rewards.evaluation.runs import closed_until
from portal.domain.rewards.rules.reading import may_keep
from portal.domain.rewards.sql import one_evaluator
from portal.domain.words import n_

LEAST_REASON = 10


def close_now(session: Session, row: RewardPeriod, *, by: Viewer, at: datetime) -> None:
    """End the grace: the worker closes within a moment. Never before the quarter is over."""
    _must_keep(session, row, by)
    zone = session.get_one(Agency, row.agency_id).timezone
    if local_day(at, zone) < row.end:
        raise RuleBroken(n_("This quarter is still running. It can be closed once it is over."))
    if row.state is PeriodState.CLOSED:
        raise RuleBroken(n_("This period is already closed."))
    if _has_open_before(session, row):
        raise RuleBroken(n_("Periods close one after the other."))
    begin_closing(session, row.agency_id, row.period, at=at)
    row.asked_at = at
    outbox.post(session, "rewards.close", {"period_id": row.id}, at=at)
    record(session, "period.close", by=by.account_id, subject_type="period", subject_id=row.id, at=at)


def _has_open_before(session: Session, row: RewardPeriod) -> bool:
    earlier = select(RewardPeriod.id).where(
        RewardPeriod.agency_id == row.agency_id,
        RewardPeriod.end <= row.start,
        RewardPeriod.state != PeriodState.CLOSED,
    )
    return session.scalar(earlier.limit(1)) is not None


def reopen(session: Session, row: RewardPeriod, reason: str, *, by: Viewer, at: datetime) -> PeriodReopening:
    """Late facts count here after all. Closing again makes a second edition; the first one stays as it was."""
    _must_keep(session, row, by)
    one_evaluator(session)
    if not is_last_closed(session, row) or row.closed_at is None:
        raise RuleBroken(n_("Only the period that was closed last can be opened again."))
    if len(reason.strip()) < LEAST_REASON:
        raise RuleBroken(
            n_("Write a reason of at least %(least)s characters. It stays with the period."),
            field="reason",
            least=LEAST_REASON,
        )
    reopening = PeriodReopening(
        period_id=row.id,
        edition=row.edition,
        closed_at=row.closed_at,
        called_back=call_back(session, row, at=at),
        reason=reason.strip(),
        reopened_by=by.account_id,
        reopened_at=at,
    )
    session.add(reopening)
    row.state, row.closing_at, row.closed_at, row.asked_at = PeriodState.CLOSING, at, None, None
    record(
        session,
        "period.reopen",
        by=by.account_id,
        subject_type="period",
        subject_id=row.id,
        at=at,
        edition=row.edition,
    )
    session.flush()
    return reopening


def is_last_closed(session: Session, row: RewardPeriod) -> bool:
    return row.state is PeriodState.CLOSED and closed_until(session, row.agency_id) == row.end


def _must_keep(session: Session, row: RewardPeriod, by: Viewer) -> None:
    if not may_keep(session, by, row.agency_id):
        raise NotAllowed
