"""A rule version applied to everybody, in chunks that can be paused, killed and taken up again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.domain.errors import RuleBroken
from portal.domain.organisation.models import Employee
from portal.domain.organisation.viewers import Viewer
from portal.domain.periods import Period, Window, period_of
from portal.domain.rewards.boards.models import PeriodState, RewardPeriod
from portal.domain.rewards.evaluation.grants import settle
from portal.domain.rewards.evaluation.models import EvaluationRun, RunKind, RunState
from portal.domain.rewards.evaluation.people import People
from portal.domain.rewards.evaluation.rule import LiveRule, live_rule
from portal.domain.rewards.evaluation.task import Task
from portal.domain.rewards.periods import RuleWindow, key_of, period_from
from portal.domain.rewards.rules.models import RuleVersion
from portal.domain.rewards.sql import one_evaluator, tell_planner
from portal.domain.words import n_

# A tenth of a second of work: SQLite lets waiting writers sleep longer the longer a transaction lasts,
# and one of 20,000 people had them sleep through the naps.
CHUNK = 5_000


def start(
    session: Session, version: RuleVersion, window: Period, *, by: Viewer | None = None, at: datetime
) -> EvaluationRun:
    run = EvaluationRun(
        rule_version_id=version.id,
        window_key=key_of(window),
        kind=RunKind.BACKFILL,
        state=RunState.RUNNING,
        last_employee_id=session.scalar(select(func.max(Employee.id))) or 0,
        started_by=by.account_id if by else None,
        started_at=at,
    )
    session.add(run)
    session.flush()
    return run


def start_backfill(
    session: Session, version: RuleVersion, *, by: Viewer | None = None, at: datetime, day: date
) -> list[EvaluationRun]:
    """One run for every window that is not closed yet, oldest first; what was closed stays as it was."""
    rule = live_rule(session, version)
    return [start(session, version, window, by=by, at=at) for window in open_windows(session, rule, day)]


def open_windows(session: Session, rule: LiveRule, day: date) -> list[Period]:
    """From the last closing on, or from the beginning of the year, up to the window of the day."""
    since = closed_until(session, rule.agency_id) or day.replace(month=1, day=1)
    return windows_between(rule, since, day)


def windows_between(rule: LiveRule, since: date, day: date) -> list[Period]:
    """Windows of the rule that end after `since` and have begun by the day, oldest first."""
    if rule.window is RuleWindow.SEASON:
        season = rule.season
        return [season] if season and season.end > since and season.start <= day else []
    window = period_of(since, Window(rule.window.value))
    found = []
    while window.start <= day:
        found.append(window)
        window = period_of(window.end, Window(rule.window.value))
    return [window for window in found if window.end > since and rule.is_valid_in(window)]


def closed_until(session: Session, agency_id: int | None) -> date | None:
    """The day before which everything is closed: of the agency, or of the furthest one."""
    query = select(func.max(RewardPeriod.end)).where(RewardPeriod.state == PeriodState.CLOSED)
    if agency_id is not None:
        query = query.where(RewardPeriod.agency_id == agency_id)
    return session.scalar(query)


def step(session: Session, run: EvaluationRun, *, at: datetime, chunk: int = CHUNK) -> bool:
    """Work through the next chunk of people; True while there is more to do. Commit after every step."""
    if run.state is not RunState.RUNNING:
        return False
    one_evaluator(session)
    window = period_from(run.window_key)
    people = People(low=run.next_employee_id, high=run.next_employee_id + chunk - 1)
    task = Task(
        rule=live_rule(session, run.version),
        window=window,
        people=people,
        booked_on=max(window.start, min(at.date(), window.end - timedelta(days=1))),
    )
    outcome = settle(session, task, at=at)
    if people.low == 1 and outcome.granted:
        tell_planner(session)
    run.granted += outcome.granted
    run.revoked += outcome.revoked
    run.on_course += outcome.on_course
    run.next_employee_id = people.high + 1
    if run.next_employee_id > run.last_employee_id:
        run.state, run.finished_at = RunState.DONE, at
    session.flush()
    return run.state is RunState.RUNNING


def waiting(session: Session) -> EvaluationRun | None:
    """The run to go on with, oldest first."""
    return session.scalar(
        select(EvaluationRun)
        .where(EvaluationRun.state == RunState.RUNNING)
        .order_by(EvaluationRun.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )


def runs_of(session: Session, version_ids: Sequence[int], most: int = 20) -> Sequence[EvaluationRun]:
    """Newest first."""
    query = select(EvaluationRun).where(EvaluationRun.rule_version_id.in_(version_ids))
    return session.scalars(query.order_by(EvaluationRun.id.desc()).limit(most)).all()


def pause_run(run: EvaluationRun) -> None:
    _change(run, RunState.RUNNING, RunState.PAUSED)


def resume_run(run: EvaluationRun) -> None:
    _change(run, RunState.PAUSED, RunState.RUNNING)


def cancel_run(run: EvaluationRun, *, at: datetime) -> None:
    """What was granted so far stays: it was due."""
    if run.state not in (RunState.RUNNING, RunState.PAUSED):
        raise RuleBroken(n_("This run has already ended."))
    run.state, run.finished_at = RunState.CANCELLED, at


def _change(run: EvaluationRun, before: RunState, after: RunState) -> None:
    if run.state is not before:
        raise RuleBroken(n_("The run is not in a state that allows this."))
    run.state = after
