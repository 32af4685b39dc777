"""Looking again at people whose numbers just changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.domain.periods import Period
from portal.domain.rewards.evaluation.grants import UNCHANGED, Outcome, settle
from portal.domain.rewards.evaluation.people import People
from portal.domain.rewards.evaluation.task import LiveRule, Task, live_rules
from portal.domain.rewards.facts.models import Dirty
from portal.domain.rewards.sql import one_evaluator, run

MOST_CLAIMED = 500
Touched = tuple[int, int, date]


def look_again(session: Session, touched: Iterable[Touched], *, at: datetime) -> Outcome:
    """Evaluate the live rules that name the metrics, for each (metric, employee, counted day)."""
    touched = list(touched)
    outcome = UNCHANGED
    for rule in live_rules(session, {metric_id for metric_id, _, _ in touched}):
        for window, changes in _by_window(rule, touched, at).items():
            task = Task(
                rule=rule,
                window=window,
                people=People.these(employee_id for employee_id, _ in changes),
                booked_on=_booked_on(window, max(day for _, day in changes)),
            )
            outcome += settle(session, task, at=at)
    return outcome


def _by_window(rule: LiveRule, touched: list[Touched], at: datetime) -> dict[Period, set[tuple[int, date]]]:
    own = set(rule.metric_ids)
    found: dict[Period, set[tuple[int, date]]] = defaultdict(set)
    for metric_id, employee_id, counted_on in touched:
        if metric_id in own:
            for window in rule.windows(counted_on, max(counted_on, at.date())):
                found[window].add((employee_id, counted_on))
    return dict(sorted(found.items()))


def _booked_on(window: Period, day: date) -> date:
    return max(day, window.start)


def sweep(session: Session, at: datetime) -> int:
    """The worker's step (PostgreSQL): claim a handful of people, look at them, and say how many rows it was.

    Claiming and evaluating are one transaction: whoever dies in the middle gives the rows back.
    """
    one_evaluator(session)
    table: Any = Dirty.__table__
    claimed = select(Dirty.id).order_by(Dirty.id).limit(MOST_CLAIMED).with_for_update(skip_locked=True)
    rows = run(
        session,
        delete(table)
        .where(table.c.id.in_(claimed))
        .returning(table.c.metric_id, table.c.employee_id, table.c.counted_on),
    ).all()
    if rows:
        look_again(session, {(metric_id, who, day) for metric_id, who, day in rows}, at=at)
    return len(rows)
