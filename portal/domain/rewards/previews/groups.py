"""Whether a rule favours some kinds of people: those who gain beside all it is for, part by part."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from portal.domain.organisation.models import Employee, OrgUnit
from portal.domain.rewards.evaluation.compile import membership
from portal.domain.rewards.evaluation.statements import Shape
from portal.domain.rewards.evaluation.task import Task
from portal.domain.rewards.previews.report import Share
from portal.domain.rewards.sql import AnySelect, run

# Unit, grade, sex, employment, exposure: one row of heads per combination there is.
Heads = Mapping[tuple[Any, ...], int]
PARTS = ("unit", "grade", "sex", "employment", "exposure")

# The 15th digit of a NIP is 1 for men and 2 for women.
SEX = case((func.substr(Employee.nip, 15, 1) == "2", "f"), else_="m").label("sex")
COMBINATION = (Employee.unit_id, Employee.grade, SEX, Employee.employment, OrgUnit.exposure)
BY_NAME = (Employee.unit_id, Employee.grade, "sex", Employee.employment, OrgUnit.exposure)

ROMAN = [
    "I",
    "II",
    "III",
    "IV",
    "V",
    "VI",
    "VII",
    "VIII",
    "IX",
    "X",
    "XI",
    "XII",
    "XIII",
    "XIV",
    "XV",
    "XVI",
    "XVII",
]


def heads(session: Session, people: AnySelect, task: Task) -> Heads:
    who = people.subquery()
    return _counted(
        session, select(*COMBINATION, func.count()).join(who, who.c.employee_id == Employee.id), task
    )


def population(session: Session, shape: Shape, task: Task) -> Heads:
    """Everybody the rule is for, whatever they have done."""
    return _counted(session, select(*COMBINATION, func.count()).where(*membership(shape.question)), task)


def _counted(session: Session, query: AnySelect, task: Task) -> Heads:
    rows = run(session, query.join(OrgUnit, OrgUnit.id == Employee.unit_id).group_by(*BY_NAME), task.places)
    return {tuple(row[:-1]): row[-1] for row in rows}


def groups(session: Session, winners: Heads, everybody: Heads) -> dict[str, list[Share]]:
    """Units with most winners first; other parts as they are ordered by nature. Parts without people are left out."""
    found = {part: _shares(place, winners, everybody) for place, part in enumerate(PARTS)}
    names = unit_names(session, [int(one.name) for one in found["unit"] if one.gain])
    units = [Share(names[int(one.name)], one.gain, one.people) for one in found["unit"] if one.gain]
    found["unit"] = sorted(units, key=lambda one: (-one.gain, one.name))
    return found


def _shares(place: int, winners: Heads, everybody: Heads) -> list[Share]:
    gain, people = _summed(place, winners), _summed(place, everybody)
    return [Share(name, gain[name], people[name]) for name in sorted(people, key=_by_nature) if name]


def _by_nature(name: str) -> tuple[bool, int, str]:
    """Grades of civil servants, then those of contract staff, each as they rise; anything else by its name."""
    roman = name.partition("/")[0]
    return "/" not in name, ROMAN.index(roman) if roman in ROMAN else 0, name


def _summed(place: int, heads: Heads) -> Counter[str]:
    sums: Counter[str] = Counter()
    for combination, count in heads.items():
        value = combination[place]
        sums[str(getattr(value, "value", value))] += count
    return sums


def unit_names(session: Session, unit_ids: list[int]) -> dict[int, str]:
    rows = session.execute(select(OrgUnit.id, OrgUnit.name).where(OrgUnit.id.in_(unit_ids)))
    return {unit_id: name for unit_id, name in rows}
