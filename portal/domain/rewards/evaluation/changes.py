"""Who would gain or lose by being settled: one question for all rules of a window, kept ready between events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import BigInteger, Dialect, and_, bindparam, case, exists, false, or_, select, union_all
from sqlalchemy.orm import Session

from portal.domain.organisation.models import Employee
from portal.domain.periods import Period
from portal.domain.rewards.evaluation.compile import who_meets
from portal.domain.rewards.evaluation.people import among
from portal.domain.rewards.evaluation.question import Question
from portal.domain.rewards.evaluation.rule import LiveRule
from portal.domain.rewards.evaluation.task import Task, question_of, window_places
from portal.domain.rewards.ledger.models import Award, AwardState
from portal.domain.rewards.ready import Ready
from portal.domain.rewards.sql import AnySelect, constant, run

WINDOW: Any = bindparam("window", type_=BigInteger)
AWARDS: Any = Award.__table__
EMPLOYEE: Any = Employee.__table__
IS_HELD = AWARDS.c.state != AwardState.REVOKED


@dataclass(frozen=True, slots=True)
class Asked:
    """All that shapes the joint question of some tasks."""

    rules: tuple[LiveRule, ...]
    people: tuple[str, int | None]
    are_final: tuple[bool, ...]
    may_revoke: bool


def changes(session: Session, tasks: list[Task], *, may_revoke: bool = True) -> dict[int, tuple[int, ...]]:
    """By rule, the people whose award is not what it should be. The tasks share window and people."""
    people, window = tasks[0].people, tasks[0].window
    asked = Asked(
        tuple(task.rule for task in tasks),
        (people.mode, people.agency_id),
        tuple(task.is_final for task in tasks),
        may_revoke,
    )
    places = {**_shared_places(asked.rules, window), **people.params}
    found: dict[int, set[int]] = {}
    for rule_id, employee_id in _rows(session, asked, places):
        found.setdefault(rule_id, set()).add(employee_id)
    return {rule_id: tuple(sorted(people)) for rule_id, people in found.items()}


def _rows(session: Session, asked: Asked, places: dict[str, Any]) -> Sequence[Any]:
    if asked.people[0] == "one":
        return _ready(asked, session.get_bind().dialect).rows(session, places)
    rows: Sequence[Any] = run(session, _joint(asked), places).all()
    return rows


@lru_cache(maxsize=2048)
def _shared_places(rules: tuple[LiveRule, ...], window: Period) -> dict[str, Any]:
    """The parameters of all their questions; the people come on top."""
    places: dict[str, Any] = {}
    for rule in rules:
        places |= window_places(rule, window)
    return places


@lru_cache(maxsize=512)
def _ready(asked: Asked, dialect: Dialect) -> Ready:
    """For one person: what every event asks."""
    return Ready(_joint(asked), dialect)


@lru_cache(maxsize=512)
def _joint(asked: Asked) -> Any:
    mode, agency_id = asked.people
    parts = [
        part
        for rule, is_final in zip(asked.rules, asked.are_final, strict=True)
        for part in _parts(
            rule.rule_id,
            question_of(rule, mode, agency_id),
            grants=is_final or rule.pays_at_once,
            may_revoke=asked.may_revoke,
        )
    ]
    return union_all(*parts) if len(parts) > 1 else parts[0]


def _parts(rule_id: int, question: Question, *, grants: bool, may_revoke: bool) -> list[AnySelect]:
    """Those who meet the rule and lack what they should have, and those who have it and no longer meet it."""
    rule = constant(rule_id)
    is_right = AWARDS.c.state == AwardState.GRANTED if grants else IS_HELD
    is_final = and_(AWARDS.c.state == AwardState.REVOKED, AWARDS.c.reason.is_not(None))
    is_fine = or_(is_right, is_final)
    if question.mode == "one":
        return [_if_one_differs(rule, question, is_fine, may_revoke=may_revoke)]
    met = who_meets(question).subquery()
    is_settled = exists().where(*_own(rule), AWARDS.c.employee_id == met.c.employee_id, is_fine)
    gains: AnySelect = select(rule, met.c.employee_id).where(~is_settled)
    if not may_revoke:
        return [gains]
    losses: AnySelect = select(rule, AWARDS.c.employee_id).where(
        *_own(rule),
        *among(question.mode, AWARDS.c.employee_id),
        *members(question),
        IS_HELD,
        AWARDS.c.employee_id.not_in(who_meets(question)),
    )
    return [gains, losses]


def _if_one_differs(rule: Any, question: Question, is_fine: Any, *, may_revoke: bool) -> AnySelect:
    """The same of one person, who is asked once whether they meet the rule: it is what every event asks."""
    own = select(AWARDS.c.id).where(*_own(rule), *among("one", AWARDS.c.employee_id))
    is_settled, is_held = own.where(is_fine).exists(), own.where(*members(question), IS_HELD).exists()
    lacks = ~is_settled
    loses = is_held if may_revoke else false()
    differs = case((who_meets(question).exists(), lacks), else_=loses)
    return select(rule, bindparam("who", type_=BigInteger)).where(differs)


def _own(rule: Any) -> list[Any]:
    return [AWARDS.c.rule_id == rule, AWARDS.c.window_key == WINDOW]


def members(question: Question) -> list[Any]:
    """Awards of the agency's people, where only one agency is looked at."""
    if question.agency_id is None:
        return []
    return [
        select(EMPLOYEE.c.id)
        .where(EMPLOYEE.c.id == AWARDS.c.employee_id, EMPLOYEE.c.agency_id == constant(question.agency_id))
        .exists()
    ]
