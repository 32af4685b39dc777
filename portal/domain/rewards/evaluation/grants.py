"""From who meets a rule to awards: grant, put on course, take back. Sets of people, never one by one."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, exists, func, literal, select, union_all, update
from sqlalchemy.orm import Session

from portal.domain.organisation.models import Employee
from portal.domain.rewards.evaluation.compile import numbers_of, who_meets
from portal.domain.rewards.evaluation.limits import may_be_paid, most_affordable
from portal.domain.rewards.evaluation.people import People
from portal.domain.rewards.evaluation.places import where_earned
from portal.domain.rewards.evaluation.task import Task
from portal.domain.rewards.facts.models import StoredFact
from portal.domain.rewards.ledger.booking import book
from portal.domain.rewards.ledger.models import Award, AwardState
from portal.domain.rewards.sql import dialect_of, insert_into, run

AWARDS: Any = Award.__table__
HELD = (AwardState.GRANTED, AwardState.ON_COURSE)


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
        changed = _whoever_changes(session, task, may_revoke)
        if not changed:
            return UNCHANGED
        task = task.for_people(People(ids=changed, agency_id=task.people.agency_id))
    batch = secrets.randbits(62)
    granted, on_course = _settle_gains(session, task, batch, at)
    revoked = _settle_losses(session, task, batch, at) if may_revoke else 0
    if granted or revoked:
        book(session, task, batch, at)
    return Outcome(granted, revoked, on_course)


def gaining(task: Task) -> Select[Any]:
    """Those who meet the rule, may be paid, and have nothing from it in this window yet."""
    met = who_meets(task.question).subquery("met")
    has_any = exists().where(*_awards(task), Award.employee_id == met.c.employee_id, Award.state.in_(HELD))
    return select(met.c.employee_id).where(~has_any, *may_be_paid(task, met.c.employee_id))


def keeping(task: Task) -> Select[Any]:
    return select(Award.employee_id).where(*_awards(task), *_among(task), Award.state.in_(HELD), _met(task))


def losing(task: Task) -> Select[Any]:
    return select(Award.employee_id).where(
        *_awards(task), *_among(task), Award.state.in_(HELD), _not_met(task)
    )


def _whoever_changes(session: Session, task: Task, may_revoke: bool) -> tuple[int, ...]:
    """Those who meet the rule and lack what they should have, and those who have it and no longer meet it."""
    met = who_meets(task.question).subquery("met")
    own = _awards(task)
    wanted = _target(task)
    is_settled = exists().where(*own, Award.employee_id == met.c.employee_id, Award.state.in_(wanted))
    gains = select(met.c.employee_id).where(~is_settled)
    query = union_all(gains, losing(task)) if may_revoke else gains
    return tuple(sorted({row[0] for row in run(session, query, task.places)}))


def _target(task: Task) -> tuple[AwardState, ...]:
    """What somebody who meets the rule should have. What was granted is not put back on course."""
    return (AwardState.GRANTED,) if task.grants else HELD


def _awards(task: Task) -> list[ColumnElement[bool]]:
    return [Award.rule_id == task.rule.rule_id, Award.window_key == task.window_key]


def _among(task: Task) -> list[ColumnElement[bool]]:
    own = task.people.among(Award.employee_id)
    if task.agency_id is not None:
        members = select(Employee.id).where(
            Employee.id == Award.employee_id, Employee.agency_id == task.agency_id
        )
        own.append(members.exists())
    return own


def _met(task: Task) -> ColumnElement[bool]:
    return Award.employee_id.in_(who_meets(task.question))


def _not_met(task: Task) -> ColumnElement[bool]:
    return Award.employee_id.not_in(who_meets(task.question))


def _settle_gains(session: Session, task: Task, batch: int, at: datetime) -> tuple[int, int]:
    """How many are granted, and how many are newly on course."""
    affordable = most_affordable(session, task) if task.grants else None
    has_awards = run(
        session,
        select(Award.id).where(*_awards(task), *task.people.among(Award.employee_id)).limit(1),
        task.places,
    ).first()
    raised = _raise(session, task, batch, at, affordable) if has_awards else 0
    if affordable is not None:
        affordable -= raised
    fresh = _insert(session, task, batch, at, affordable)
    return (raised + fresh, 0) if task.grants else (0, raised + fresh)


def _insert(session: Session, task: Task, batch: int, at: datetime, affordable: int | None) -> int:
    met = who_meets(task.question).subquery("met")
    columns = _values(session, task, batch, at)
    rows: Select[Any] = (
        select(met.c.employee_id, *columns.values())
        .join(Employee, Employee.id == met.c.employee_id)
        .where(~exists().where(*_awards(task), Award.employee_id == met.c.employee_id))
    )
    if task.grants:
        rows = rows.where(*may_be_paid(task, Employee.id))
    if affordable is not None:
        rows = rows.order_by(met.c.employee_id).limit(affordable)
    added = (
        insert_into(session, AWARDS)
        .from_select(["employee_id", *columns], rows)
        .on_conflict_do_nothing(index_elements=["rule_id", "window_key", "employee_id"])
    )
    return _rows(session, added, task)


def _values(session: Session, task: Task, batch: int, at: datetime) -> dict[str, ColumnElement[Any]]:
    """What a granted or promised award says, for the employee of the same row."""
    return {
        "rule_id": literal(task.rule.rule_id),
        "window_key": literal(task.window_key),
        "rule_version_id": literal(task.rule.version_id),
        "state": literal(_state(task), Award.state.type),
        "revision": literal(1 if task.grants else 0),
        "points": literal(task.rule.points if task.grants else 0),
        "unit_key": where_earned(task),
        "evidence": _evidence(session, task),
        "batch": literal(batch),
        "changed_at": literal(at, Award.changed_at.type),
    }


def _state(task: Task) -> AwardState:
    return AwardState.GRANTED if task.grants else AwardState.ON_COURSE


def _evidence(session: Session, task: Task) -> ColumnElement[Any]:
    """The numbers per leaf, and the newest fact known then: the facts behind are those counted up to it."""
    dialect = dialect_of(session)
    build = func.json_object if dialect == "sqlite" else func.json_build_object
    newest = select(func.coalesce(func.max(StoredFact.id), 0)).scalar_subquery()
    return build("numbers", numbers_of(task.question, Employee.id, dialect), "facts_up_to", newest)


def _raise(session: Session, task: Task, batch: int, at: datetime, affordable: int | None) -> int:
    """Awards that were on course or taken back, and are met (again). Taken back by a person stays so."""
    waiting = (AwardState.REVOKED, AwardState.ON_COURSE) if task.grants else (AwardState.REVOKED,)
    who = select(Award.employee_id).where(
        *_awards(task), *_among(task), Award.state.in_(waiting), Award.reason.is_(None), _met(task)
    )
    if task.grants:
        who = who.where(*may_be_paid(task, Award.employee_id))
    if affordable is not None:
        who = who.order_by(Award.employee_id).limit(affordable)
    values = _values(session, task, batch, at)
    for name in ("unit_key", "evidence"):
        values[name] = select(values[name]).where(Employee.id == Award.employee_id).scalar_subquery()
    values["revision"] = Award.revision + 1 if task.grants else Award.revision  # type: ignore[assignment]
    changed = update(AWARDS).where(*_awards(task), Award.employee_id.in_(who)).values(values)
    return _rows(session, changed, task)


def _settle_losses(session: Session, task: Task, batch: int, at: datetime) -> int:
    """Taken back: granted and no longer met. Promises that no longer hold simply go."""
    lost = [*_awards(task), *_among(task), _not_met(task)]
    _rows(
        session, delete(AWARDS).where(*lost, Award.state == AwardState.ON_COURSE, Award.revision == 0), task
    )
    revoked = {"state": AwardState.REVOKED, "revision": Award.revision + 1, "batch": batch, "changed_at": at}
    return _rows(
        session, update(AWARDS).where(*lost, Award.state == AwardState.GRANTED).values(revoked), task
    )


def _rows(session: Session, statement: Any, task: Task) -> int:
    return int(run(session, statement, task.places).rowcount)
