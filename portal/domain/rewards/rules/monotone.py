"""Which conditions can only ever become truer as good things happen: those may be granted at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from portal.domain.rewards.rules.tree import Aggregate, Comparator, GroupKind, Leaf, Node


class Signed(Protocol):
    @property
    def is_non_negative(self) -> bool: ...


def is_monotone(node: Node, metrics: Mapping[str, Signed]) -> bool:
    """Only counts and sums of at least something, over numbers that are never negative, and no `none`."""
    if isinstance(node, Leaf):
        return (
            node.aggregate in (Aggregate.COUNT, Aggregate.SUM)
            and node.comparator in (Comparator.AT_LEAST, Comparator.MORE)
            and (node.metric in metrics and metrics[node.metric].is_non_negative)
        )
    return node.kind is not GroupKind.NONE and all(is_monotone(part, metrics) for part in node.parts)
