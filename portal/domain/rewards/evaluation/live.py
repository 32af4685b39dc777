"""Looking again at people whose numbers just changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import delete, func, select, true
from sqlalchemy.orm import Session

from portal.domain.periods import Period
from portal.domain.rewards.evaluation.book import by_ids
from portal.domain.rewards.evaluation.changes import changes
from portal.domain.rewards.evaluation.grants import UNCHANGED, Outcome, settle_known
from portal.domain.rewards.evaluation.people import People
from portal.domain.rewards.evaluation.rule import LiveRule
from portal.domain.rewards.evaluation.task import Task
from portal.domain.rewards.facts.models import Dirty
from portal.domain.rewards.ready import rows
from portal.domain.rewards.sql import EVALUATOR, dialect_of

MOST_CLAIMED = 500
Touched = tuple[int, int, date]

DIRTY: Any = Dirty.__table__


def look_again(
    session: Session, touched: Iterable[Touched], rules: Mapping[int, Sequence[LiveRule]], *, at: datetime
) -> Outcome:
    """Evaluate the rules that name the metrics, for each (metric, employee, counted day): one question a window."""
    outcome = UNCHANGED
    for window, (own_rules, people) in sorted(_by_window(touched, rules, at).items()):
        booked_on = max(window.start, max(day for _, day in people))
        looked_at = People.these(employee_id for employee_id, _ in people)
        tasks = [
            Task(rule=rule, window=window, people=looked_at, booked_on=booked_on)
            for _, rule in sorted(own_rules.items())
        ]
        changed = changes(session, tasks)
        concerned = [
            task.for_people(People(ids=ids)) for task in tasks if (ids := changed.get(task.rule.rule_id))
        ]
        outcome = sum(settle_known(session, concerned, at=at), start=outcome)
    return outcome


Windows = dict[Period, tuple[dict[int, LiveRule], set[tuple[int, date]]]]


def _by_window(touched: Iterable[Touched], rules: Mapping[int, Sequence[LiveRule]], at: datetime) -> Windows:
    found: Windows = {}
    for metric_id, employee_id, counted_on in touched:
        until = max(counted_on, at.date())
        for window, rule in _windows(tuple(rules.get(metric_id, ())), counted_on, until):
            own_rules, people = found.setdefault(window, ({}, set()))
            own_rules[rule.rule_id] = rule
            people.add((employee_id, counted_on))
    return found


@lru_cache(maxsize=2048)
def _windows(rules: tuple[LiveRule, ...], counted_on: date, until: date) -> list[tuple[Period, LiveRule]]:
    """The same for every event of a day."""
    return [(window, rule) for rule in rules for window in rule.windows(counted_on, until)]


@cache
def _claim(dialect: str) -> Any:
    """The oldest rows, taken out. PostgreSQL has the lock of the evaluator before it gives any:

    what is asked afterwards sees all that the evaluator before stored.
    """
    oldest = select(DIRTY.c.id).order_by(DIRTY.c.id).limit(MOST_CLAIMED)
    if dialect == "postgresql":
        lock = select(func.pg_advisory_xact_lock(EVALUATOR)).cte("lock").prefix_with("MATERIALIZED")
        oldest = oldest.join(lock, true()).with_for_update(of=DIRTY, skip_locked=True)
    claimed = delete(DIRTY).where(DIRTY.c.id.in_(oldest))
    return claimed.returning(DIRTY.c.metric_id, DIRTY.c.employee_id, DIRTY.c.counted_on)


def sweep(session: Session, at: datetime) -> int:
    """The worker's step (PostgreSQL): claim a handful of people, look at them, and say how many rows it was.

    Claiming and evaluating are one transaction: whoever dies in the middle gives the rows back.
    """
    claimed = rows(session, _claim(dialect_of(session)), {})
    if claimed:
        touched = {(metric_id, who, day) for metric_id, who, day in claimed}
        entries = by_ids(session, {metric_id for metric_id, _, _ in touched})
        look_again(session, touched, {entry.id: entry.rules for entry in entries.values()}, at=at)
    return len(claimed)
