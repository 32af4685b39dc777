"""From who meets a rule to awards: grant, put on course, take back. Sets of people, never one by one."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.domain.rewards.evaluation import statements
from portal.domain.rewards.evaluation.changes import changes
from portal.domain.rewards.evaluation.limits import most_affordable
from portal.domain.rewards.evaluation.people import People
from portal.domain.rewards.evaluation.statements import Shape, shape_of
from portal.domain.rewards.evaluation.task import Task
from portal.domain.rewards.ledger.booking import last_entry, sum_up
from portal.domain.rewards.ledger.entries import enter
from portal.domain.rewards.ready import change, rows
from portal.domain.rewards.sql import dialect_of


@dataclass(frozen=True, slots=True)
class Outcome:
    granted: int = 0
    revoked: int = 0
    on_course: int = 0

    def __add__(self, other: Outcome) -> Outcome:
        return Outcome(
            self.granted + other.granted, self.revoked + other.revoked, self.on_course + other.on_course
        )


UNCHANGED = Outcome()


def settle(session: Session, task: Task, *, at: datetime, may_revoke: bool = True) -> Outcome:
    """Make the awards of one rule in one window agree with who meets it now. A repeat changes nothing.

    Few people are first asked whether anything changes, because mostly nothing does.
    """
    if task.people.ids is not None:
        changed = changes(session, [task], may_revoke=may_revoke).get(task.rule.rule_id)
        if not changed:
            return UNCHANGED
        task = task.for_people(People(ids=changed, agency_id=task.people.agency_id))
    return settle_known(session, [task], at=at, may_revoke=may_revoke)[0]


def settle_known(
    session: Session, tasks: Sequence[Task], *, at: datetime, may_revoke: bool = True
) -> list[Outcome]:
    """For a stretch of people, or few of whom it is known that something changes.

    Rule by rule, then the sums of all of them once. The tasks are all silent or all not.
    """
    since = last_entry(session) if tasks else 0
    outcomes = [_settle(session, task, at=at, may_revoke=may_revoke) for task in tasks]
    if any(outcome.granted or outcome.revoked for outcome in outcomes):
        windows = tuple(sorted({task.window_key for task in tasks}))
        sum_up(session, since, windows, at=at, is_silent=tasks[0].is_silent)
    return outcomes


def _settle(session: Session, task: Task, *, at: datetime, may_revoke: bool) -> Outcome:
    shape = shape_of(task, dialect_of(session))
    places = {**task.places, "rule": task.rule.rule_id, "mark": secrets.randbits(62), "moment": at}
    has_awards = bool(rows(session, statements.any_awards(task.people.mode), places))
    gained = _gains(session, task, shape, places, has_awards)
    revoked = 0
    if has_awards and may_revoke:
        change(session, statements.drop_promises(shape), places)
        revoked = change(session, statements.revoke_awards(shape), places)
    granted = gained if task.grants else 0
    if granted or revoked:
        enter(session, task, places, takes_back=revoked > 0)
    return Outcome(granted, revoked, gained - granted)


def _gains(session: Session, task: Task, shape: Shape, places: dict[str, Any], has_awards: bool) -> int:
    """How many are granted, or newly on course."""
    affordable = most_affordable(session, task) if shape.has_budget else 0
    raised = 0
    if has_awards:
        raised = change(session, statements.raise_awards(shape), {**places, "remaining": affordable})
    left = {**places, "remaining": affordable - raised}
    return raised + change(session, statements.add_awards(shape, has_awards), left)
