"""From who meets a rule to awards: grant, put on course, take back. Sets of people, never one by one."""

from __future__ import annotations

import secrets
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
from portal.domain.rewards.ledger.booking import book
from portal.domain.rewards.sql import dialect_of, run


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
        return settle_these(session, task, changed, at=at, may_revoke=may_revoke) if changed else UNCHANGED
    return _settle(session, task, at=at, may_revoke=may_revoke)


def settle_these(
    session: Session, task: Task, ids: tuple[int, ...], *, at: datetime, may_revoke: bool = True
) -> Outcome:
    """For people of whom it is known that something changes."""
    few = task.for_people(People(ids=ids, agency_id=task.people.agency_id))
    return _settle(session, few, at=at, may_revoke=may_revoke)


def _settle(session: Session, task: Task, *, at: datetime, may_revoke: bool) -> Outcome:
    shape = shape_of(task, dialect_of(session))
    places = {**task.places, "mark": secrets.randbits(62), "moment": at}
    has_awards = run(session, statements.any_awards(shape), places).first() is not None
    gained = _gains(session, task, shape, places, has_awards)
    revoked = 0
    if has_awards and may_revoke:
        run(session, statements.drop_promises(shape), places)
        revoked = _rows(session, statements.revoke_awards(shape), places)
    granted = gained if task.grants else 0
    if granted or revoked:
        book(session, task, places)
    return Outcome(granted, revoked, gained - granted)


def _gains(session: Session, task: Task, shape: Shape, places: dict[str, Any], has_awards: bool) -> int:
    """How many are granted, or newly on course."""
    affordable = most_affordable(session, task) if shape.has_budget else 0
    raised = 0
    if has_awards:
        raised = _rows(session, statements.raise_awards(shape), {**places, "remaining": affordable})
    left = {**places, "remaining": affordable - raised}
    return raised + _rows(session, statements.add_awards(shape), left)


def _rows(session: Session, statement: Any, places: dict[str, Any]) -> int:
    return int(run(session, statement, places).rowcount)
