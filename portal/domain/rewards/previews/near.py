"""Who is one condition short, and at least half-way with it: those a rule may encourage."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import func, literal, select, union_all

from portal.domain.rewards.evaluation.compile import who_meets
from portal.domain.rewards.evaluation.statements import Shape
from portal.domain.rewards.rules.tree import (
    GROWING,
    Aggregate,
    Comparator,
    Group,
    GroupKind,
    Leaf,
    Node,
    leaves,
)
from portal.domain.rewards.sql import AnySelect


def nearly(shape: Shape) -> Any:
    """A subquery (employee_id, short_of): people who would meet the rule with one condition eased, not as it is."""
    question = shape.question
    parts: list[AnySelect] = []
    for place in range(len(list(leaves(question.node)))):
        eased = replace(question, node=_eased(question.node, place))
        who = who_meets(eased).subquery()
        parts.append(select(who.c.employee_id, literal(place).label("short_of")))
    eased_by_one = union_all(*parts).subquery("eased")
    return (
        select(eased_by_one.c.employee_id, func.min(eased_by_one.c.short_of).label("short_of"))
        .where(eased_by_one.c.employee_id.not_in(who_meets(question)))
        .group_by(eased_by_one.c.employee_id)
        .subquery("near")
    )


def _eased(node: Node, place: int) -> Node:
    return _walk(node, [place], is_wanted=True)


def _walk(node: Node, countdown: list[int], is_wanted: bool) -> Node:
    """The leaf at the place, counted from the left, made easy to meet; inside `none`, easy not to meet."""
    if isinstance(node, Leaf):
        countdown[0] -= 1
        return node if countdown[0] != -1 else _easier(node) if is_wanted else _never(node)
    wanted = is_wanted is not (node.kind is GroupKind.NONE)
    return Group(node.kind, tuple(_walk(part, countdown, wanted) for part in node.parts))


def _easier(leaf: Leaf) -> Leaf:
    """Half of what is asked of a number that grows; any entry at all of the others."""
    if (
        leaf.aggregate in (Aggregate.COUNT, Aggregate.SUM)
        and leaf.comparator in GROWING
        and leaf.threshold > 1
    ):
        return replace(leaf, threshold=(leaf.threshold + 1) // 2)
    return _counting(leaf, Comparator.AT_LEAST, 1)


def _never(leaf: Leaf) -> Leaf:
    return _counting(leaf, Comparator.LESS, 0)


def _counting(leaf: Leaf, comparator: Comparator, threshold: int) -> Leaf:
    return replace(leaf, aggregate=Aggregate.COUNT, comparator=comparator, threshold=threshold, at_least=0)
