"""The exact meaning of a condition in Python. The SQL of `compile` must agree with it on every input."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from portal.domain.rewards.rules.tree import Aggregate, Comparator, Group, GroupKind, Leaf, Node

COMPARE: dict[Comparator, Callable[[int, int], bool]] = {
    Comparator.AT_LEAST: operator.ge,
    Comparator.AT_MOST: operator.le,
    Comparator.MORE: operator.gt,
    Comparator.LESS: operator.lt,
    Comparator.EQUAL: operator.eq,
}


@dataclass(frozen=True, slots=True)
class Numbers:
    """What a person has of one metric in one stretch of months."""

    n: int = 0
    total: int = 0
    least: int | None = None
    most: int | None = None

    def __add__(self, other: Numbers) -> Numbers:
        least = [value for value in (self.least, other.least) if value is not None]
        most = [value for value in (self.most, other.most) if value is not None]
        return Numbers(
            self.n + other.n, self.total + other.total, min(least, default=None), max(most, default=None)
        )


NOTHING = Numbers()


def is_met(node: Node, numbers: Callable[[Leaf], Numbers], scales: Mapping[str, int]) -> bool:
    """Whether a person with these numbers meets the condition."""
    if isinstance(node, Leaf):
        return leaf_is_met(node, numbers(node), scales.get(node.metric, 1))
    parts = (is_met(part, numbers, scales) for part in node.parts)
    return _joined(node, parts)


def _joined(group: Group, parts: Iterable[bool]) -> bool:
    if group.kind is GroupKind.ALL:
        return all(parts)
    found = any(parts)
    return found if group.kind is GroupKind.ANY else not found


def leaf_is_met(leaf: Leaf, has: Numbers, scale: int) -> bool:
    if leaf.at_least and has.n < leaf.at_least:
        return False
    sides = compared(leaf, has, scale)
    return sides is not None and COMPARE[leaf.comparator](*sides)


def compared(leaf: Leaf, has: Numbers, scale: int) -> tuple[int, int] | None:
    """The two whole numbers to compare: an average ≥ t is a sum ≥ t·n. None without anything to compare."""
    if leaf.aggregate is Aggregate.COUNT:
        return has.n, leaf.threshold
    if leaf.aggregate is Aggregate.SUM:
        return has.total, leaf.threshold
    if leaf.aggregate in (Aggregate.MIN, Aggregate.MAX):
        found = has.least if leaf.aggregate is Aggregate.MIN else has.most
        return None if found is None else (found, leaf.threshold)
    if has.n <= 0:
        return None
    if leaf.aggregate is Aggregate.SHARE:
        return has.total * 100, leaf.threshold * scale * has.n
    return has.total, leaf.threshold * has.n


def holds_for_nothing(node: Node) -> bool:
    """Whether somebody without any fact meets it: then everybody must be looked at."""
    return is_met(node, lambda leaf: NOTHING, {})
