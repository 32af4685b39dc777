"""Quarters close: what was on course is granted, boards are frozen, and later facts count for the next one.

Between its end and its closing a quarter is `closing`: facts that come late still count in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from portal.domain.errors import RuleBroken
from portal.domain.organisation.models import Agency, Employee
from portal.domain.periods import Period, Window, local_day, period_of
from portal.domain.rewards.boards.models import PeriodState, RewardPeriod
from portal.domain.rewards.boards.snapshots import freeze
from portal.domain.rewards.evaluation.grants import Outcome, settle
from portal.domain.rewards.evaluation.models import EvaluationRun, RunKind, RunState
from portal.domain.rewards.evaluation.people import People
from portal.domain.rewards.evaluation.rule import LiveRule, live_rules
from portal.domain.rewards.evaluation.runs import closed_until, windows_between
from portal.domain.rewards.evaluation.task import Task
from portal.domain.rewards.ledger.models import Award, AwardState
from portal.domain.rewards.periods import key_of
from portal.domain.rewards.sql import one_evaluator
from portal.domain.words import n_

GRACE = timedelta(days=14)


def period_row(session: Session, agency_id: int, period: Period) -> RewardPeriod:
    """The agency's row for the quarter, open when there was none."""
    found = session.scalar(
        select(RewardPeriod).where(RewardPeriod.agency_id == agency_id, RewardPeriod.start == period.start)
    )
    if found is None:
        found = RewardPeriod(agency_id=agency_id, start=period.start, end=period.end, edition=0)
        found.state = PeriodState.OPEN
        session.add(found)
        session.flush()
    return found


def begin_closing(session: Session, agency_id: int, period: Period, *, at: datetime) -> RewardPeriod:
    """The quarter is over; its grace begins."""
    row = period_row(session, agency_id, period)
    if row.state is PeriodState.OPEN:
        row.state, row.closing_at = PeriodState.CLOSING, at
    return row


def closing_tasks(session: Session, agency_id: int, period: Period) -> Iterator[Task]:
    """Everything to be settled for good: each live rule in each of its windows that ends with the quarter."""
    for rule in live_rules(session):
        if rule.agency_id not in (None, agency_id):
            continue
        for window in _ending_in(rule, period):
            yield Task(
                rule=rule,
                window=window,
                people=People(agency_id=agency_id),
                booked_on=window.end - timedelta(days=1),
                is_final=True,
            )


def _ending_in(rule: LiveRule, period: Period) -> list[Period]:
    begun = windows_between(rule, period.start, period.end - timedelta(days=1))
    return [window for window in begun if window.end <= period.end]


def close(
    session: Session, agency_id: int, period: Period, *, at: datetime, is_silent: bool = False
) -> RewardPeriod:
    """Settle and close a quarter in one transaction. Also a quarter in which nothing happened closes."""
    row = begin_closing(session, agency_id, period, at=at)
    _must_be_next(session, row)
    one_evaluator(session)
    for task in closing_tasks(session, agency_id, period):
        outcome = settle(session, task if not is_silent else task.silenced(), at=at)
        if not is_silent:
            note_closing(session, row, task, outcome, at=at)
    return finish(session, row, at=at)


def finish(session: Session, row: RewardPeriod, *, at: datetime) -> RewardPeriod:
    """The last step after everybody was settled: promises of the last minute, the boards, the state."""
    one_evaluator(session)
    for task in closing_tasks(session, row.agency_id, row.period):
        late = _still_on_course(session, task)
        if late:
            settle(session, task.for_people(People(ids=late, agency_id=row.agency_id)), at=at)
    row.state, row.closed_at, row.edition = PeriodState.CLOSED, at, row.edition + 1
    row.asked_at = None
    session.flush()
    freeze(session, row.agency_id, key_of(row.period), row.edition, at=at)
    year = period_of(row.start, Window.YEAR)
    if row.end == year.end:
        freeze(session, row.agency_id, key_of(year), row.edition, at=at)
    return row


def _still_on_course(session: Session, task: Task) -> tuple[int, ...]:
    on_course = select(Award.employee_id).where(
        Award.rule_id == task.rule.rule_id,
        Award.window_key == task.window_key,
        Award.state == AwardState.ON_COURSE,
    )
    return tuple(sorted(session.scalars(on_course)))


def _must_be_next(session: Session, row: RewardPeriod) -> None:
    if row.state is PeriodState.CLOSED:
        raise RuleBroken(n_("This period is already closed."))
    closed = closed_until(session, row.agency_id)
    if closed is not None and closed != row.start:
        raise RuleBroken(n_("Periods close one after the other."))


def closes_at(row: RewardPeriod) -> datetime | None:
    """When its late facts stop counting; None while it runs and once it is closed."""
    if row.state is not PeriodState.CLOSING or row.closing_at is None:
        return None
    return row.asked_at or row.closing_at + GRACE


def note_closing(session: Session, row: RewardPeriod, task: Task, outcome: Outcome, *, at: datetime) -> None:
    """What closing did by one rule in one window, among the runs; the edition is the one to come."""
    last = session.scalar(select(func.max(Employee.id))) or 0
    session.add(
        EvaluationRun(
            rule_version_id=task.rule.version_id,
            window_key=task.window_key,
            kind=RunKind.CLOSING,
            state=RunState.DONE,
            next_employee_id=last + 1,
            last_employee_id=last,
            granted=outcome.granted,
            revoked=outcome.revoked,
            on_course=outcome.on_course,
            started_at=at,
            finished_at=at,
            period_id=row.id,
            edition=row.edition + 1,
        )
    )


def due(session: Session, at: datetime) -> list[RewardPeriod]:
    """Quarters whose grace is over. Those that just ended begin theirs, each in its agency's own time zone.

    The quarter that runs gets its row, so that people see until when it does.
    """
    ready = []
    for agency_id, zone in session.execute(
        select(Agency.id, Agency.timezone).where(Agency.has_rewards).order_by(Agency.id)
    ).all():
        running = period_of(local_day(at, zone), Window.QUARTER)
        for period in _unclosed(session, agency_id, running.previous):
            row = begin_closing(session, agency_id, period, at=at)
            if (ends := closes_at(row)) is not None and ends <= at:
                ready.append(row)
        period_row(session, agency_id, running)
    return ready


def _unclosed(session: Session, agency_id: int, last: Period) -> list[Period]:
    """From the quarter after the last closed one (or the first that was opened) to the last that ended."""
    since: date | None = closed_until(session, agency_id) or session.scalar(
        select(func.min(RewardPeriod.start)).where(
            RewardPeriod.agency_id == agency_id,
            or_(RewardPeriod.state == PeriodState.OPEN, RewardPeriod.state == PeriodState.CLOSING),
        )
    )
    period = last if since is None else period_of(since, Window.QUARTER)
    found = []
    while period.start <= last.start:
        found.append(period)
        period = period_of(period.end, Window.QUARTER)
    return found


def periods_of(session: Session, agency_id: int) -> list[RewardPeriod]:
    """Newest first."""
    rows = select(RewardPeriod).where(RewardPeriod.agency_id == agency_id)
    return list(session.scalars(rows.order_by(RewardPeriod.start.desc())))
