"""A condition becomes one SELECT of the employees who meet it, for SQLite and PostgreSQL alike.

One leaf drives: a range of the monthly sums, grouped by person. The others are point lookups for those found.
Where somebody without any fact could meet the condition, everybody is looked at instead.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, not_, or_, select, union

from portal.domain.organisation.models import Employee, Placement, Position
from portal.domain.organisation.units.former import in_branches
from portal.domain.rewards.evaluation.people import among
from portal.domain.rewards.evaluation.question import Question
from portal.domain.rewards.evaluation.sums import LeafKey, holds, labelled_numbers, stretch, sums_of_months
from portal.domain.rewards.evaluation.twin import holds_for_nothing
from portal.domain.rewards.periods import RuleWindow
from portal.domain.rewards.rules.tree import Group, GroupKind, Leaf, Node
from portal.domain.rewards.sql import constant

EMPLOYEE: Any = Employee.__table__
PLACEMENT: Any = Placement.__table__
POSITION: Any = Position.__table__


@lru_cache(maxsize=256)
def who_meets(question: Question) -> Select[Any]:
    """SELECT employee_id from the employees. Places: year, last, from_<window>, starts, ends; low and high, or ids.

    With numbers it also has what was added up on the way, see `numbers_of`.
    """
    driver = _drive(question, question.node)
    who: Select[Any] = select(EMPLOYEE.c.id.label("employee_id")).where(*membership(question))
    if driver is None:
        met = truth(question, question.node, EMPLOYEE.c.id)
        return who.where(*among(question.mode, EMPLOYEE.c.id), _was_there(), met)
    found = driver.subquery("found")
    numbers = [column for column in found.c if column.name != "employee_id"]
    return who.join_from(found, EMPLOYEE, EMPLOYEE.c.id == found.c.employee_id).add_columns(*numbers)


def _drive(question: Question, node: Node) -> Select[Any] | None:
    """People who meet `node`, from the rarest numbers on; None when people without any could meet it."""
    if holds_for_nothing(node):
        return None
    if isinstance(node, Leaf):
        return _from_numbers(question, [node])
    if node.kind is GroupKind.ANY:
        parts = [part for part in (_drive(question, part) for part in node.parts) if part is not None]
        return select(union(*parts).subquery().c.employee_id) if len(parts) == len(node.parts) else None
    return _drive_all(question, node)


def _drive_all(question: Question, node: Group) -> Select[Any] | None:
    """For `all`: the rarest leaves drive, or the first inner group that can."""
    if node.kind is not GroupKind.ALL:
        return None
    grouped, inner = _by_numbers(node)
    start = _rarest(question, grouped)
    if start is None:
        start = _first_that_drives(question, inner)
    if start is None:
        return None
    found = start.subquery()
    rest = [_lookup(question, own, GroupKind.ALL, found.c.employee_id) for own in grouped.values()]
    rest += [truth(question, part, found.c.employee_id) for part in inner]
    return select(*found.c).where(*rest)


def _rarest(question: Question, grouped: dict[LeafKey, list[Leaf]]) -> Select[Any] | None:
    """Takes the group of leaves that few people have numbers for."""
    can = [key for key, own in grouped.items() if not all(map(holds_for_nothing, own))]
    best = min(can, key=lambda key: _cost(question, key), default=None)
    return None if best is None else _from_numbers(question, grouped.pop(best))


def _first_that_drives(question: Question, inner: list[Node]) -> Select[Any] | None:
    for part in inner:
        driven = _drive(question, part)
        if driven is not None:
            inner.remove(part)
            return driven
    return None


def _cost(question: Question, key: LeafKey) -> tuple[int, int]:
    metric, window = key
    months = {RuleWindow.MONTH: 1, RuleWindow.QUARTER: 3, RuleWindow.SEASON: 4, RuleWindow.SEMESTER: 6}
    return question.of(metric).weight * months.get(window, 12), question.of(metric).id


def _by_numbers(group: Group) -> tuple[dict[LeafKey, list[Leaf]], list[Node]]:
    """Leaves that look at the same numbers together, and the inner groups."""
    grouped: dict[LeafKey, list[Leaf]] = {}
    for part in group.parts:
        if isinstance(part, Leaf):
            grouped.setdefault((part.metric, part.window), []).append(part)
    return grouped, [part for part in group.parts if isinstance(part, Group)]


def _from_numbers(question: Question, own: list[Leaf]) -> Select[Any]:
    sums = sums_of_months()
    numbers = labelled_numbers(question, own[0], sums) if question.with_numbers else []
    return (
        select(sums.employee_id.label("employee_id"), *numbers)
        .where(*stretch(question, own[0], sums), *among(question.mode, sums.employee_id))
        .group_by(sums.employee_id)
        .having(and_(*(holds(question, leaf, sums) for leaf in own)))
    )


def truth(question: Question, node: Node, employee_id: Any) -> ColumnElement[bool]:
    """True or false, never NULL, for one person."""
    if isinstance(node, Leaf):
        return _lookup(question, [node], GroupKind.ALL, employee_id)
    grouped, inner = _by_numbers(node)
    parts = [_lookup(question, own, node.kind, employee_id) for own in grouped.values()]
    parts += [truth(question, part, employee_id) for part in inner]
    if node.kind is GroupKind.ALL:
        return and_(*parts)
    return or_(*parts) if node.kind is GroupKind.ANY else not_(or_(*parts))


def _lookup(question: Question, own: list[Leaf], kind: GroupKind, employee_id: Any) -> ColumnElement[bool]:
    """Leaves over the same numbers of one person, in one point lookup."""
    sums = sums_of_months()
    join = and_ if kind is GroupKind.ALL else or_
    held: ColumnElement[bool] = (
        select(join(*(holds(question, leaf, sums) for leaf in own)))
        .where(*stretch(question, own[0], sums), sums.employee_id == employee_id)
        .scalar_subquery()
    )
    return held


def membership(question: Question) -> list[ColumnElement[bool]]:
    """Whom the rule is for, among those who had not left before the window."""
    rules: list[ColumnElement[bool]] = [
        or_(EMPLOYEE.c.left_on.is_(None), EMPLOYEE.c.left_on > bindparam("starts"))
    ]
    if question.agency_id is not None:
        rules.append(EMPLOYEE.c.agency_id == constant(question.agency_id))
    scope = question.scope
    if scope.spans:
        rules.append(in_branches(EMPLOYEE.c.unit_key, scope.spans))
    if scope.employment:
        rules.append(EMPLOYEE.c.employment.in_(scope.employment))
    if scope.positions:
        fitting = select(POSITION.c.id).where(POSITION.c.kind.in_(scope.positions))
        rules.append(EMPLOYEE.c.position_id.in_(fitting))
    return rules


def _was_there() -> ColumnElement[bool]:
    """Nobody earns something for having done nothing wrong before they came."""
    return (
        select(PLACEMENT.c.id)
        .where(PLACEMENT.c.employee_id == EMPLOYEE.c.id, PLACEMENT.c.starts_on < bindparam("ends"))
        .exists()
    )
