"""Who would gain or lose by being settled: one question for all rules of a window, kept ready between events."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from sqlalchemy import BigInteger, and_, bindparam, exists, or_, select, union_all
from sqlalchemy.orm import Session

from portal.domain.organisation.models import Employee
from portal.domain.rewards.evaluation.compile import Question, who_meets
from portal.domain.rewards.evaluation.people import among
from portal.domain.rewards.evaluation.task import Task
from portal.domain.rewards.ledger.models import Award, AwardState
from portal.domain.rewards.sql import AnySelect, constant, run

WINDOW: Any = bindparam("window", type_=BigInteger)
IS_HELD = Award.state != AwardState.REVOKED
Asked = tuple[int, Question, bool, bool]


def changes(session: Session, tasks: list[Task], *, may_revoke: bool = True) -> dict[int, tuple[int, ...]]:
    """By rule, the people whose award is not what it should be. The tasks share window and people."""
    asked = tuple((task.rule.rule_id, task.question, task.grants, may_revoke) for task in tasks)
    places: dict[str, Any] = {}
    for task in tasks:
        places |= task.places
    found: dict[int, set[int]] = {}
    for rule_id, employee_id in run(session, _joint(asked), places).all():
        found.setdefault(rule_id, set()).add(employee_id)
    return {rule_id: tuple(sorted(people)) for rule_id, people in found.items()}


@lru_cache(maxsize=512)
def _joint(asked: tuple[Asked, ...]) -> Any:
    parts = [part for one in asked for part in _parts(*one)]
    return union_all(*parts) if len(parts) > 1 else parts[0]


def _parts(rule_id: int, question: Question, grants: bool, may_revoke: bool) -> list[AnySelect]:
    """Those who meet the rule and lack what they should have, and those who have it and no longer meet it."""
    rule = constant(rule_id)
    met = who_meets(question).subquery()
    is_right = Award.state == AwardState.GRANTED if grants else IS_HELD
    is_final = and_(Award.state == AwardState.REVOKED, Award.reason.is_not(None))
    is_settled = exists().where(*_own(rule), Award.employee_id == met.c.employee_id, or_(is_right, is_final))
    gains: AnySelect = select(rule, met.c.employee_id).where(~is_settled)
    if not may_revoke:
        return [gains]
    losses: AnySelect = select(rule, Award.employee_id).where(
        *_own(rule),
        *among(question.mode, Award.employee_id),
        *members(question),
        IS_HELD,
        Award.employee_id.not_in(who_meets(question)),
    )
    return [gains, losses]


def _own(rule: Any) -> list[Any]:
    return [Award.rule_id == rule, Award.window_key == WINDOW]


def members(question: Question) -> list[Any]:
    """Awards of the agency's people, where only one agency is looked at."""
    if question.agency_id is None:
        return []
    return [
        select(Employee.id)
        .where(Employee.id == Award.employee_id, Employee.agency_id == constant(question.agency_id))
        .exists()
    ]
