"""A rule version applied to everybody, in chunks that can be paused, killed and taken up again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from portal.domain.errors import RuleBroken
from portal.domain.organisation.models import Employee
from portal.domain.organisation.viewers import Viewer
from portal.domain.periods import Period, Window, period_of
from portal.domain.rewards.boards.models import PeriodState, RewardPeriod
from portal.domain.rewards.evaluation.grants import Outcome, settle_known
from portal.domain.rewards.evaluation.models import EvaluationRun, RunKind, RunState
from portal.domain.rewards.evaluation.people import People
from portal.domain.rewards.evaluation.rule import LiveRule, known_metrics, live_rule
from portal.domain.rewards.evaluation.task import Task
from portal.domain.rewards.facts.models import StoredMetric
from portal.domain.rewards.periods import RuleWindow, key_of, period_from
from portal.domain.rewards.rules.models import RuleVersion
from portal.domain.rewards.sql import one_evaluator, tell_planner
from portal.domain.words import n_

# A tenth of a second of work: SQLite lets waiting writers sleep longer the longer a transaction lasts,
# and one of 20,000 people had them sleep through the naps.
CHUNK = 5_000
SMALLEST_CHUNK = 2_500
MOST_TOGETHER = 10


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
    """One run for every window that is not closed yet, oldest first; what was closed stays as it was.

    Decisions of people are not worked through.
    """
    if version.rule.is_manual:
        return []
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
    return step_together(session, [run], at=at, chunk=chunk)


def step_together(
    session: Session, runs: Sequence[EvaluationRun], *, at: datetime, chunk: int | None = None
) -> bool:
    """The next chunk of people for runs of several rules that stand at the same place; their points are summed once."""
    running = [run for run in runs if run.state is RunState.RUNNING]
    if not running:
        return False
    one_evaluator(session)
    low = running[0].next_employee_id
    people = People(low=low, high=low + (chunk or max(SMALLEST_CHUNK, CHUNK // len(running))) - 1)
    known = known_metrics(session)
    outcomes = settle_known(session, [_task(session, run, people, known, at) for run in running], at=at)
    if low == 1 and any(outcome.granted for outcome in outcomes):
        tell_planner(session)
    for run, outcome in zip(running, outcomes, strict=True):
        _note(run, people, outcome, at)
    session.flush()
    return any(run.state is RunState.RUNNING for run in running)


def _task(
    session: Session, run: EvaluationRun, people: People, known: dict[str, StoredMetric], at: datetime
) -> Task:
    window = period_from(run.window_key)
    return Task(
        rule=live_rule(session, run.version, known),
        window=window,
        people=people,
        booked_on=max(window.start, min(at.date(), window.end - timedelta(days=1))),
    )


def _note(run: EvaluationRun, people: People, outcome: Outcome, at: datetime) -> None:
    run.granted += outcome.granted
    run.revoked += outcome.revoked
    run.on_course += outcome.on_course
    run.next_employee_id = people.high + 1
    if run.next_employee_id > run.last_employee_id:
        run.state, run.finished_at = RunState.DONE, at


def waiting(session: Session) -> list[EvaluationRun]:
    """The run to go on with, oldest first, and beside it those of other rules that stand at the same place.

    Windows of one rule wait for each other: a budget goes to the earlier one.
    """
    running = (
        select(EvaluationRun)
        .where(EvaluationRun.state == RunState.RUNNING)
        .order_by(EvaluationRun.id)
        .with_for_update(skip_locked=True, of=EvaluationRun)
    )
    oldest = session.scalar(running.limit(1))
    if oldest is None:
        return []
    beside = running.where(
        EvaluationRun.next_employee_id == oldest.next_employee_id,
        EvaluationRun.last_employee_id == oldest.last_employee_id,
    )
    read_with = joinedload(EvaluationRun.version, innerjoin=True).joinedload(RuleVersion.rule, innerjoin=True)
    by_rule: dict[int, EvaluationRun] = {}
    for run in session.scalars(beside.limit(MOST_TOGETHER).options(read_with)):
        by_rule.setdefault(run.version.rule_id, run)
    return list(by_rule.values())


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
