"""A condition becomes one SELECT of the employees who meet it, for SQLite and PostgreSQL alike.

One leaf drives: a range of the monthly sums, grouped by person. The others are point lookups for those found.
Where somebody without any fact could meet the condition, everybody is looked at instead.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    and_,
    bindparam,
    false,
    func,
    not_,
    or_,
    select,
    type_coerce,
    union,
)
from sqlalchemy.orm import aliased

from portal.domain.organisation.models import Employee, Placement, Position
from portal.domain.organisation.units.former import in_branches
from portal.domain.rewards.evaluation.people import among
from portal.domain.rewards.evaluation.twin import COMPARE, holds_for_nothing
from portal.domain.rewards.facts.models import Rollup
from portal.domain.rewards.periods import RuleWindow
from portal.domain.rewards.rules.scope import Scope
from portal.domain.rewards.rules.tree import Aggregate, Group, GroupKind, Leaf, Node, leaves
from portal.domain.rewards.sql import constant

LeafKey = tuple[str, RuleWindow]


@dataclass(frozen=True, slots=True)
class MetricFacts:
    """What compiling must know of a metric."""

    id: int
    scale: int
    weight: int


@dataclass(frozen=True, slots=True)
class Question:
    """All that shapes the statement; what changes from window to window are its parameters."""

    node: Node
    metrics: tuple[tuple[str, MetricFacts], ...]
    mode: str
    scope: Scope = Scope()
    agency_id: int | None = None

    def of(self, code: str) -> MetricFacts:
        return dict(self.metrics)[code]


@lru_cache(maxsize=256)
def who_meets(question: Question) -> Select[Any]:
    """SELECT employee_id. Places: year, last, from_<window>, starts, ends; low and high, or ids."""
    driver = _drive(question, question.node)
    if driver is None:
        return (
            select(Employee.id.label("employee_id"))
            .where(*membership(question), *among(question.mode, Employee.id))
            .where(_was_there(), truth(question, question.node, Employee.id))
        )
    found = driver.subquery("found")
    return (
        select(found.c.employee_id)
        .join(Employee, Employee.id == found.c.employee_id)
        .where(*membership(question))
    )


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
    return select(found.c.employee_id).where(*rest)


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
    sums: Any = aliased(Rollup)
    return (
        select(sums.employee_id.label("employee_id"))
        .where(*_stretch(question, own[0], sums), *among(question.mode, sums.employee_id))
        .group_by(sums.employee_id)
        .having(and_(*(_holds(question, leaf, sums) for leaf in own)))
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
    sums: Any = aliased(Rollup)
    join = and_ if kind is GroupKind.ALL else or_
    held: ColumnElement[bool] = (
        select(join(*(_holds(question, leaf, sums) for leaf in own)))
        .where(*_stretch(question, own[0], sums), sums.employee_id == employee_id)
        .scalar_subquery()
    )
    return held


def _stretch(question: Question, leaf: Leaf, sums: Any) -> list[ColumnElement[bool]]:
    return [
        sums.year == bindparam("year"),
        sums.metric_id == constant(question.of(leaf.metric).id),
        sums.month.between(bindparam(f"from_{leaf.window.value}"), bindparam("last")),
    ]


def _holds(question: Question, leaf: Leaf, sums: Any) -> ColumnElement[bool]:
    n, total = _summed(sums.n), _summed(sums.total)
    compare = COMPARE[leaf.comparator]
    threshold = constant(leaf.threshold)
    enough = [n >= constant(leaf.at_least)] if leaf.at_least else []
    if leaf.aggregate is Aggregate.COUNT:
        return and_(compare(n, threshold), *enough)  # type: ignore[arg-type]
    if leaf.aggregate is Aggregate.SUM:
        return and_(compare(total, threshold), *enough)  # type: ignore[arg-type]
    if leaf.aggregate in (Aggregate.MIN, Aggregate.MAX):
        extreme = func.min(sums.least) if leaf.aggregate is Aggregate.MIN else func.max(sums.most)
        return and_(func.coalesce(compare(extreme, threshold), false()), *enough)  # type: ignore[arg-type]
    if leaf.aggregate is Aggregate.SHARE:
        scaled = constant(leaf.threshold * question.of(leaf.metric).scale)
        return and_(n > 0, compare(total * 100, n * scaled), *enough)  # type: ignore[arg-type]
    return and_(n > 0, compare(total, n * threshold), *enough)  # type: ignore[arg-type]


def _summed(column: Any) -> Any:
    """A whole number on both databases, 0 without rows."""
    return func.coalesce(type_coerce(func.sum(column), BigInteger), 0)


def membership(question: Question) -> list[ColumnElement[bool]]:
    """Whom the rule is for, among those who had not left before the window."""
    rules: list[ColumnElement[bool]] = [
        or_(Employee.left_on.is_(None), Employee.left_on > bindparam("starts"))
    ]
    if question.agency_id is not None:
        rules.append(Employee.agency_id == constant(question.agency_id))
    scope = question.scope
    if scope.spans:
        rules.append(in_branches(Employee.unit_key, scope.spans))
    if scope.employment:
        rules.append(Employee.employment.in_(scope.employment))
    if scope.positions:
        fitting = select(Position.id).where(Position.kind.in_(scope.positions))
        rules.append(Employee.position_id.in_(fitting))
    return rules


def _was_there() -> ColumnElement[bool]:
    """Nobody earns something for having done nothing wrong before they came."""
    return (
        select(Placement.id)
        .where(Placement.employee_id == Employee.id, Placement.starts_on < bindparam("ends"))
        .exists()
    )


def numbers_of(question: Question, employee_id: Any, dialect: str) -> ColumnElement[Any]:
    """A JSON list with [n, sum, least, most] per leaf, from left to right: the evidence of an award."""
    array = func.json_array if dialect == "sqlite" else func.json_build_array
    return array(*(_four(question, leaf, employee_id, array) for leaf in leaves(question.node)))


def _four(question: Question, leaf: Leaf, employee_id: Any, array: Any) -> ColumnElement[Any]:
    sums: Any = aliased(Rollup)
    four = array(_summed(sums.n), _summed(sums.total), func.min(sums.least), func.max(sums.most))
    found = (
        select(four).where(*_stretch(question, leaf, sums), sums.employee_id == employee_id).scalar_subquery()
    )
    return func.json(found) if array is func.json_array else found
