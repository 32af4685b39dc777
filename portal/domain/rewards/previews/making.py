"""A report is made by the same SELECT that grants, so that preview and apply cannot differ. Writes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from sqlalchemy import JSON, func, null, select, type_coerce
from sqlalchemy.orm import Session

from portal.domain.organisation.models import Employee, OrgUnit
from portal.domain.periods import Period
from portal.domain.rewards.evaluation.limits import most_affordable
from portal.domain.rewards.evaluation.people import EVERYBODY, People
from portal.domain.rewards.evaluation.rule import live_rule
from portal.domain.rewards.evaluation.statements import Shape, gaining, held, keeping, losing, shape_of
from portal.domain.rewards.evaluation.sums import numbers_of
from portal.domain.rewards.evaluation.task import Task
from portal.domain.rewards.periods import key_of, window_at
from portal.domain.rewards.previews.effects import inflation, overlaps
from portal.domain.rewards.previews.groups import groups, heads, population
from portal.domain.rewards.previews.near import nearly
from portal.domain.rewards.previews.report import Preview, Sample
from portal.domain.rewards.rules.models import RuleVersion
from portal.domain.rewards.sql import AnySelect, dialect_of, run

SAMPLES = 20
FIRST_LOOK = 1_000


def task_for(session: Session, version: RuleVersion, day: date) -> Task:
    """The version applied to everybody in the window of that day; out of season, in the season."""
    rule = live_rule(session, version)
    window = window_at(day, rule.window, rule.season) or rule.season or Period(day, day)
    return Task(rule=rule, window=window, people=People(), booked_on=max(window.start, min(day, window.end)))


def preview(session: Session, version: RuleVersion, day: date) -> Preview:
    task = task_for(session, version, day)
    shape = shape_of(task, dialect_of(session))
    winners = heads(session, gaining(shape), task)
    all_people = population(session, shape, task)
    met = sum(winners.values())
    gain = min(met, most_affordable(session, task)) if shape.has_budget else met
    has = _count(session, held(shape), task)
    keep = _count(session, keeping(shape), task) if has else 0
    near = _count(session, select(nearly(shape).c.employee_id), task)
    return Preview(
        window_key=key_of(task.window),
        gain=gain,
        keep=keep,
        lose=has - keep,
        points_cost=gain * task.rule.points,
        people=sum(all_people.values()),
        groups=groups(session, winners, all_people),
        inflation=inflation(session, task, gain),
        overlaps=overlaps(session, shape, task),
        nearly=near,
        samples=_first(session, task, gaining, met),
        losers=_first(session, task, losing, has - keep),
        near=_first(session, task, lambda some: select(nearly(some)), near),
        made_on=day,
    )


def winners(session: Session, version: RuleVersion, day: date) -> list[Sample]:
    """Everybody who would gain, by unit and name: for the file that is downloaded."""
    task = task_for(session, version, day)
    shape = shape_of(task, dialect_of(session))
    return list(_samples(session, shape, gaining(shape), task, most=None))


def _count(session: Session, people: AnySelect, task: Task) -> int:
    return int(run(session, select(func.count()).select_from(people.subquery()), task.places).scalar_one())


def _first(session: Session, task: Task, people: Callable[[Shape], AnySelect], known: int) -> list[Sample]:
    """The first by number of so many, looked for among ever more people: mostly a few of them will do."""
    found: list[Sample] = []
    low, size = 1, FIRST_LOOK
    while len(found) < min(known, SAMPLES) and low < EVERYBODY:
        part = task.for_people(People(low=low, high=low + size - 1))
        shape = shape_of(part, dialect_of(session))
        found += _samples(session, shape, people(shape), part, SAMPLES - len(found))
        low, size = low + size, size * 4
    return found


def _samples(
    session: Session, shape: Shape, people: AnySelect, task: Task, most: int | None
) -> Iterator[Sample]:
    who: Any = people.subquery()
    short_of = who.c.short_of if "short_of" in who.c else null()
    query = (
        select(
            Employee.id,
            Employee.name,
            OrgUnit.name,
            type_coerce(numbers_of(shape.question, Employee.id, shape.dialect), JSON),
            short_of,
        )
        .join(who, who.c.employee_id == Employee.id)
        .join(OrgUnit, OrgUnit.id == Employee.unit_id)
    )
    if most is None:
        query = query.order_by(OrgUnit.path_key, Employee.name, Employee.id)
    else:
        query = query.order_by(Employee.id).limit(most)
    for row in run(session, query, task.places):
        yield Sample(*row)
