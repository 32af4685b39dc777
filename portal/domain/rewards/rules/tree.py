"""The condition of a rule as a typed tree, and its strict round trip through JSON. All numbers are whole."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any, TypeAlias

from portal.domain.errors import RuleBroken
from portal.domain.rewards.periods import RuleWindow
from portal.domain.words import n_

MOST_LEAVES = 20
DEEPEST = 5
LARGEST = 10**9


class Aggregate(StrEnum):
    COUNT = "count"
    SUM = "sum"
    AVG = "avg"
    MIN = "min"
    MAX = "max"
    SHARE = "share"


class Comparator(StrEnum):
    AT_LEAST = ">="
    AT_MOST = "<="
    MORE = ">"
    LESS = "<"
    EQUAL = "="


GROWING = (Comparator.AT_LEAST, Comparator.MORE)  # what one can be on the way to


class GroupKind(StrEnum):
    ALL = "all"
    ANY = "any"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """One number compared with one threshold, of at least so many facts.

    `threshold` is a plain number for count, percent for share, and steps of the metric's scale otherwise.
    Without facts a count or a sum is 0; an average, a share, a smallest and a largest value are not met.
    """

    metric: str
    aggregate: Aggregate
    window: RuleWindow
    comparator: Comparator
    threshold: int
    at_least: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    kind: GroupKind
    parts: tuple[Node, ...]


Node: TypeAlias = Leaf | Group

BY_DECISION = Group(GroupKind.ANY, ())  # the condition of a manual rule: no numbers ever meet it

LEAF_KEYS = {"metric", "aggregate", "window", "comparator", "threshold", "at_least"}


def all_of(*parts: Node) -> Group:
    return Group(GroupKind.ALL, parts)


def any_of(*parts: Node) -> Group:
    return Group(GroupKind.ANY, parts)


def none_of(*parts: Node) -> Group:
    return Group(GroupKind.NONE, parts)


def leaves(node: Node) -> Iterator[Leaf]:
    """From left to right."""
    if isinstance(node, Leaf):
        yield node
    else:
        for part in node.parts:
            yield from leaves(part)


def metrics_of(node: Node) -> list[str]:
    """Codes of the metrics the condition depends on, sorted."""
    return sorted({leaf.metric for leaf in leaves(node)})


def to_json(node: Node) -> dict[str, Any]:
    if isinstance(node, Group):
        return {node.kind.value: [to_json(part) for part in node.parts]}
    return {
        "metric": node.metric,
        "aggregate": node.aggregate.value,
        "window": node.window.value,
        "comparator": node.comparator.value,
        "threshold": node.threshold,
        "at_least": node.at_least,
    }


def from_json(data: object, depth: int = 0) -> Node:
    """Read what `to_json` wrote; anything else, however slightly, is refused."""
    if not isinstance(data, Mapping) or depth > DEEPEST:
        raise _unreadable()
    if depth == 0 and data == to_json(BY_DECISION):
        return BY_DECISION
    node = _leaf(data) if "metric" in data else _group(data, depth)
    if depth == 0 and sum(1 for _ in leaves(node)) > MOST_LEAVES:
        raise RuleBroken(n_("A rule has %(most)s conditions at most."), field="tree", most=MOST_LEAVES)
    return node


def _group(data: Mapping[Any, Any], depth: int) -> Group:
    if len(data) != 1:
        raise _unreadable()
    ((kind, parts),) = data.items()
    if kind not in list(GroupKind) or not isinstance(parts, list) or not parts:
        raise _unreadable()
    return Group(GroupKind(kind), tuple(from_json(part, depth + 1) for part in parts))


def _leaf(data: Mapping[Any, Any]) -> Leaf:
    if not LEAF_KEYS - {"at_least"} <= set(data) <= LEAF_KEYS:
        raise _unreadable()
    at_least = data.get("at_least", 0)
    if not isinstance(data["metric"], str) or not _is_whole(data["threshold"]) or not _is_whole(at_least):
        raise _unreadable()
    if at_least < 0:
        raise _unreadable()
    try:
        return Leaf(
            metric=data["metric"],
            aggregate=Aggregate(data["aggregate"]),
            window=RuleWindow(data["window"]),
            comparator=Comparator(data["comparator"]),
            threshold=data["threshold"],
            at_least=at_least,
        )
    except ValueError:
        raise _unreadable() from None


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) <= LARGEST


def _unreadable() -> RuleBroken:
    return RuleBroken(n_("The condition of this rule cannot be read."), field="tree")


def canonical(node: Node) -> str:
    return json.dumps(to_json(node), sort_keys=True, separators=(",", ":"))


def fingerprint(node: Node) -> str:
    """The same for the same condition, wherever it stands."""
    return hashlib.sha256(canonical(node).encode()).hexdigest()


def read(data: Mapping[str, Any]) -> Node:
    """`from_json` for conditions from our own tables, remembered."""
    return _remembered(json.dumps(data, sort_keys=True))


@lru_cache(maxsize=512)
def _remembered(text: str) -> Node:
    return from_json(json.loads(text))
