"""The statements that change awards, built once per rule and kept ready. What varies are their parameters.

Places besides those of the question: window, mark, moment, booked, remaining, and the days that limits count by.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Date,
    Integer,
    bindparam,
    delete,
    exists,
    func,
    literal,
    select,
    update,
)

from portal.domain.base import Moment
from portal.domain.organisation.models import Employee
from portal.domain.rewards.evaluation.changes import IS_HELD, WINDOW, members
from portal.domain.rewards.evaluation.compile import who_meets
from portal.domain.rewards.evaluation.limits import may_be_paid
from portal.domain.rewards.evaluation.people import among
from portal.domain.rewards.evaluation.places import where_earned
from portal.domain.rewards.evaluation.question import Question
from portal.domain.rewards.evaluation.rule import LiveRule
from portal.domain.rewards.evaluation.sums import numbers_of
from portal.domain.rewards.evaluation.task import Task
from portal.domain.rewards.facts.models import StoredFact
from portal.domain.rewards.ledger.models import Award, AwardState
from portal.domain.rewards.sql import AnySelect, constant, insert_on

# Tables rather than mapped classes: a statement is built and compiled in half the time.
AWARDS: Any = Award.__table__
EMPLOYEE: Any = Employee.__table__
FACT: Any = StoredFact.__table__
MARK: Any = bindparam("mark", type_=BigInteger)
MOMENT: Any = bindparam("moment", type_=Moment())
BOOKED: Any = bindparam("booked", type_=Date)
REMAINING: Any = bindparam("remaining", type_=Integer)


@dataclass(frozen=True, slots=True)
class Shape:
    """All that shapes the statements of a task."""

    rule: LiveRule
    question: Question
    grants: bool
    dialect: str

    @property
    def has_budget(self) -> bool:
        return self.grants and self.rule.budget is not None and self.rule.points > 0


def shape_of(task: Task, dialect: str) -> Shape:
    return Shape(task.rule, task.question, task.grants, dialect)


def own_awards(shape: Shape) -> list[ColumnElement[bool]]:
    return [AWARDS.c.rule_id == constant(shape.rule.rule_id), AWARDS.c.window_key == WINDOW]


def _among(shape: Shape) -> list[ColumnElement[bool]]:
    return [*among(shape.question.mode, AWARDS.c.employee_id), *members(shape.question)]


@lru_cache
def any_awards(mode: str) -> AnySelect:
    """Whether there are any of a rule; `rule` is a place too, so that all rules share the statement."""
    own = (AWARDS.c.rule_id == bindparam("rule"), AWARDS.c.window_key == WINDOW)
    found: AnySelect = select(AWARDS.c.id).where(*own, *among(mode, AWARDS.c.employee_id))
    return found.limit(1)


@lru_cache(maxsize=256)
def gaining(shape: Shape) -> AnySelect:
    """Those who meet the rule, may be paid, and have nothing from it in this window yet."""
    met = who_meets(shape.question).subquery("met")
    has_any = exists().where(*own_awards(shape), AWARDS.c.employee_id == met.c.employee_id, IS_HELD)
    return select(met.c.employee_id).where(~has_any, *may_be_paid(shape.rule, met.c.employee_id))


@lru_cache(maxsize=256)
def keeping(shape: Shape) -> AnySelect:
    return held(shape).where(AWARDS.c.employee_id.in_(who_meets(shape.question)))


@lru_cache(maxsize=256)
def losing(shape: Shape) -> AnySelect:
    return held(shape).where(AWARDS.c.employee_id.not_in(who_meets(shape.question)))


def held(shape: Shape) -> AnySelect:
    people: AnySelect = select(AWARDS.c.employee_id)
    return people.where(*own_awards(shape), *_among(shape), IS_HELD)


@lru_cache(maxsize=256)
def add_awards(shape: Shape, some_have: bool) -> Any:
    """New ones for whoever meets the rule and has none, by number while the budget lasts.

    Whether they have one is asked only where some of them do.
    """
    met = who_meets(replace(shape.question, with_numbers=True))
    columns = _values(shape, met.selected_columns)
    rows: AnySelect = met.with_only_columns(EMPLOYEE.c.id, *columns.values())
    if some_have:
        rows = rows.where(~exists().where(*own_awards(shape), AWARDS.c.employee_id == EMPLOYEE.c.id))
    if shape.grants:
        rows = rows.where(*may_be_paid(shape.rule, EMPLOYEE.c.id))
    if shape.has_budget:
        rows = rows.order_by(EMPLOYEE.c.id).limit(REMAINING)
    return (
        insert_on(shape.dialect, AWARDS)
        .from_select(["employee_id", *columns], rows)
        .on_conflict_do_nothing(index_elements=["rule_id", "window_key", "employee_id"])
    )


def _values(shape: Shape, known: Any = ()) -> dict[str, ColumnElement[Any]]:
    """What a granted or promised award says, for the employee of the same row."""
    state = AwardState.GRANTED if shape.grants else AwardState.ON_COURSE
    return {
        "rule_id": constant(shape.rule.rule_id),
        "window_key": WINDOW,
        "rule_version_id": constant(shape.rule.version_id),
        "state": literal(state, AWARDS.c.state.type),
        "revision": constant(1 if shape.grants else 0),
        "points": constant(shape.rule.points if shape.grants else 0),
        "unit_key": where_earned(shape.rule.metric_ids),
        "evidence": _evidence(shape, known),
        "batch": MARK,
        "changed_at": MOMENT,
    }


def _evidence(shape: Shape, known: Any) -> ColumnElement[Any]:
    """The numbers per leaf, and the newest fact known then: the facts behind are those counted up to it."""
    newest = select(func.coalesce(func.max(FACT.c.id), 0)).scalar_subquery()
    numbers = numbers_of(shape.question, EMPLOYEE.c.id, shape.dialect, known)
    if shape.dialect == "sqlite":
        return func.printf('{"numbers":%s,"facts_up_to":%d}', numbers, newest)
    return func.json_build_object("numbers", numbers, "facts_up_to", newest)


@lru_cache(maxsize=256)
def raise_awards(shape: Shape) -> Any:
    """Those that were on course or taken back, and are met (again). What a person took back stays so."""
    waits = AWARDS.c.state != AwardState.GRANTED if shape.grants else AWARDS.c.state == AwardState.REVOKED
    who: AnySelect = select(AWARDS.c.employee_id)
    who = who.where(*own_awards(shape), *_among(shape), waits, AWARDS.c.reason.is_(None))
    who = who.where(AWARDS.c.employee_id.in_(who_meets(shape.question)))
    if shape.grants:
        who = who.where(*may_be_paid(shape.rule, AWARDS.c.employee_id))
    if shape.has_budget:
        who = who.order_by(AWARDS.c.employee_id).limit(REMAINING)
    values: dict[str, Any] = dict(_values(shape))
    for name in ("unit_key", "evidence"):
        values[name] = select(values[name]).where(EMPLOYEE.c.id == AWARDS.c.employee_id).scalar_subquery()
    values["revision"] = AWARDS.c.revision + (1 if shape.grants else 0)
    return update(AWARDS).where(*own_awards(shape), AWARDS.c.employee_id.in_(who)).values(values)


@lru_cache(maxsize=256)
def drop_promises(shape: Shape) -> Any:
    """Promises that no longer hold simply go."""
    on_course = (AWARDS.c.state == AwardState.ON_COURSE, AWARDS.c.revision == 0)
    return delete(AWARDS).where(*_lost(shape), *on_course)


@lru_cache(maxsize=256)
def revoke_awards(shape: Shape) -> Any:
    """Granted and no longer met: taken back."""
    taken = {
        "state": AwardState.REVOKED,
        "revision": AWARDS.c.revision + 1,
        "batch": MARK,
        "changed_at": MOMENT,
    }
    return update(AWARDS).where(*_lost(shape), AWARDS.c.state == AwardState.GRANTED).values(taken)


def _lost(shape: Shape) -> list[ColumnElement[bool]]:
    return [*own_awards(shape), *_among(shape), AWARDS.c.employee_id.not_in(who_meets(shape.question))]
