"""Whether anybody could ever meet a condition: conditions on the same number must leave room for a value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TypeAlias

from portal.domain.metrics import MetricKind
from portal.domain.rewards.facts.models import StoredMetric
from portal.domain.rewards.rules.tree import Aggregate, Comparator, Group, GroupKind, Leaf, Node

Metrics = Mapping[str, StoredMetric]
Bounds: TypeAlias = tuple[int | None, int | None]
HIGHEST_RATING = 5
OPPOSITES = {
    Comparator.AT_LEAST: Comparator.LESS,
    Comparator.LESS: Comparator.AT_LEAST,
    Comparator.MORE: Comparator.AT_MOST,
    Comparator.AT_MOST: Comparator.MORE,
}


def can_be_met(tree: Node, metrics: Metrics) -> bool:
    """False only when it is certain; a rule may pass and still be very hard."""
    if isinstance(tree, Leaf):
        return _has_room(_own(tree), _possible(tree, metrics))
    if tree.kind is GroupKind.ANY:
        return any(can_be_met(part, metrics) for part in tree.parts)
    if tree.kind is GroupKind.NONE:
        return not any(_always(part, metrics) for part in tree.parts)
    return all(can_be_met(part, metrics) for part in tree.parts) and _agree(tree, metrics)


def is_met_by_all(tree: Node, metrics: Metrics) -> bool:
    """True only when it is certain that nobody fails: the condition then asks for nothing."""
    if isinstance(tree, Leaf):
        return _always(tree, metrics)
    if tree.kind is GroupKind.NONE:
        return not any(can_be_met(part, metrics) for part in tree.parts)
    met = [is_met_by_all(part, metrics) for part in tree.parts]
    return all(met) if tree.kind is GroupKind.ALL else any(met)


def _agree(group: Group, metrics: Metrics) -> bool:
    """Leaves of an `all` over the same number have a value in common; counts also bound `at_least`."""
    bounds: dict[tuple[str, str, str], Bounds] = {}
    for part in _required(group):
        key = (part.metric, part.aggregate.value, part.window.value)
        bounds[key] = _narrowed(bounds.get(key, _possible(part, metrics)), _own(part))
        counted = (part.metric, Aggregate.COUNT.value, part.window.value)
        bounds[counted] = _narrowed(bounds.get(counted, (None, None)), (part.at_least or None, None))
    return all(_has_room(one, (None, None)) for one in bounds.values())


def _required(group: Group) -> Iterator[Leaf]:
    """What must hold whatever else does: the leaves of an `all`, and the opposite of what must not happen."""
    for part in group.parts:
        if isinstance(part, Leaf):
            yield part
        elif part.kind is GroupKind.ALL:
            yield from _required(part)
        elif part.kind is GroupKind.NONE:
            yield from _opposites(part)


def _opposites(group: Group) -> Iterator[Leaf]:
    """Where the opposite of a condition is one condition: equality and least numbers of facts have none."""
    for part in group.parts:
        if isinstance(part, Leaf) and part.comparator in OPPOSITES and not part.at_least:
            yield replace(part, comparator=OPPOSITES[part.comparator])


def _own(leaf: Leaf) -> Bounds:
    """The whole numbers that satisfy the comparison."""
    step = 1 if leaf.aggregate is not Aggregate.AVG else 0
    match leaf.comparator:
        case Comparator.AT_LEAST:
            return leaf.threshold, None
        case Comparator.MORE:
            return leaf.threshold + step, None
        case Comparator.AT_MOST:
            return None, leaf.threshold
        case Comparator.LESS:
            return None, leaf.threshold - step
    return leaf.threshold, leaf.threshold


def _possible(leaf: Leaf, metrics: Metrics) -> Bounds:
    """What the number can be at all."""
    metric = metrics[leaf.metric]
    if leaf.aggregate is Aggregate.SHARE:
        return 0, 100
    if leaf.aggregate is Aggregate.COUNT:
        return 0, None
    low = 0 if metric.is_non_negative else None
    if leaf.aggregate is Aggregate.SUM:
        return low, None
    ceilings = {MetricKind.RATING: HIGHEST_RATING * metric.scale, MetricKind.YES_NO: metric.scale}
    return low, metric.highest or ceilings.get(metric.kind)


def _always(node: Node, metrics: Metrics) -> bool:
    """Met by everybody, even by those without facts: nothing can then be `none of` it."""
    if not isinstance(node, Leaf):
        return False
    low, _ = _possible(node, metrics)
    floor, ceiling = _own(node)
    has_always = node.aggregate in (Aggregate.COUNT, Aggregate.SUM) and node.at_least == 0
    return has_always and ceiling is None and low is not None and floor is not None and floor <= low


def _narrowed(one: Bounds, other: Bounds) -> Bounds:
    lows = [low for low in (one[0], other[0]) if low is not None]
    highs = [high for high in (one[1], other[1]) if high is not None]
    return max(lows, default=None), min(highs, default=None)


def _has_room(one: Bounds, other: Bounds) -> bool:
    low, high = _narrowed(one, other)
    return low is None or high is None or low <= high
