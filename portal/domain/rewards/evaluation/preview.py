"""Whom a version would favour in a window, by the same SELECT that grants. Writes nothing."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import JSON, Select, func, select, type_coerce
from sqlalchemy.orm import Session

from portal.domain.organisation.models import Employee, OrgUnit
from portal.domain.periods import Period
from portal.domain.rewards.evaluation.limits import most_affordable
from portal.domain.rewards.evaluation.people import People
from portal.domain.rewards.evaluation.statements import gaining, keeping, losing, shape_of
from portal.domain.rewards.evaluation.sums import numbers_of
from portal.domain.rewards.evaluation.task import Task, live_rule
from portal.domain.rewards.periods import key_of, window_at
from portal.domain.rewards.rules.models import RuleVersion
from portal.domain.rewards.sql import dialect_of, run

SAMPLES = 20


@dataclass(frozen=True, slots=True)
class Sample:
    """`numbers` are [n, sum, smallest, largest] per condition, from left to right."""

    employee_id: int
    name: str
    unit_name: str
    numbers: list[list[int | None]]


@dataclass(frozen=True, slots=True)
class Preview:
    """Counts of people; `per_unit` of those who gain, most first; `points_cost` if all of them are paid."""

    window_key: int
    gain: int
    keep: int
    lose: int
    points_cost: int
    per_unit: list[tuple[str, int]]
    samples: list[Sample]

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def preview(session: Session, version: RuleVersion, day: date) -> Preview:
    """In the window of that day; out of season, in the season."""
    rule = live_rule(session, version)
    window = window_at(day, rule.window, rule.season) or rule.season or Period(day, day)
    task = Task(rule=rule, window=window, people=People(), booked_on=max(window.start, min(day, window.end)))
    shape = shape_of(task, dialect_of(session))
    gains = gaining(shape)
    gain = _count(session, gains, task)
    if shape.has_budget:
        gain = min(gain, most_affordable(session, task))
    return Preview(
        window_key=key_of(window),
        gain=gain,
        keep=_count(session, keeping(shape), task),
        lose=_count(session, losing(shape), task),
        points_cost=gain * rule.points,
        per_unit=_per_unit(session, gains, task),
        samples=_samples(session, gains, task),
    )


def _count(session: Session, people: Select[Any], task: Task) -> int:
    return int(run(session, select(func.count()).select_from(people.subquery()), task.places).scalar_one())


def _per_unit(session: Session, gains: Select[Any], task: Task) -> list[tuple[str, int]]:
    who = gains.subquery()
    heads = func.count()
    rows = run(
        session,
        select(OrgUnit.name, heads)
        .join(Employee, Employee.unit_id == OrgUnit.id)
        .join(who, who.c.employee_id == Employee.id)
        .group_by(OrgUnit.id, OrgUnit.name)
        .order_by(heads.desc(), OrgUnit.name, OrgUnit.id),
        task.places,
    )
    return [(name, count) for name, count in rows]


def _samples(session: Session, gains: Select[Any], task: Task) -> list[Sample]:
    who = gains.subquery()
    rows = run(
        session,
        select(
            Employee.id,
            Employee.name,
            OrgUnit.name,
            type_coerce(numbers_of(task.question, Employee.id, dialect_of(session)), JSON),
        )
        .join(who, who.c.employee_id == Employee.id)
        .join(OrgUnit, OrgUnit.id == Employee.unit_id)
        .order_by(Employee.id)
        .limit(SAMPLES),
        task.places,
    )
    return [Sample(employee_id, name, unit, numbers) for employee_id, name, unit, numbers in rows]
