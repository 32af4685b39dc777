"""What a condition asks of each of its leaves (to hold, or not to hold), and how far somebody is with all of it."""

from __future__ import annotations

from collections.abc import Iterator

from portal.domain.rewards.rules.tree import GroupKind, Leaf, Node


def asked(node: Node, is_wanted: bool = True) -> Iterator[tuple[Leaf, bool]]:
    """Each leaf from left to right, and whether it should hold; inside `none` it should not."""
    if isinstance(node, Leaf):
        yield node, is_wanted
        return
    for part in node.parts:
        yield from asked(part, is_wanted is not (node.kind is GroupKind.NONE))


def lacking(node: Node, is_met: Iterator[bool], is_wanted: bool = True) -> int:
    """How many leaves are still to come on the shortest way; `is_met` says of each whether it is as it should be."""
    if isinstance(node, Leaf):
        return int(not next(is_met))
    wanted = is_wanted is not (node.kind is GroupKind.NONE)
    found = [lacking(part, is_met, wanted) for part in node.parts]
    return min(found, default=0) if _is_choice(node.kind, is_wanted) else sum(found)


def nearness(node: Node, near: Iterator[float], is_wanted: bool = True) -> float:
    """The share of the way from 0 to 1: over everything that must come, and over the best of what may."""
    if isinstance(node, Leaf):
        return next(near)
    wanted = is_wanted is not (node.kind is GroupKind.NONE)
    found = [nearness(part, near, wanted) for part in node.parts]
    if _is_choice(node.kind, is_wanted):
        return max(found, default=0.0)
    return sum(found) / max(len(found), 1)


def _is_choice(kind: GroupKind, is_wanted: bool) -> bool:
    """Whether one part is enough: of `any`, and of `all` or `none` where they should not hold."""
    return (kind is GroupKind.ANY) is is_wanted
