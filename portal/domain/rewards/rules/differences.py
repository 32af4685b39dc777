"""What one version of a rule says otherwise than another: conditions that came, went or moved, and everything else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from portal.domain.rewards.rules.models import RuleVersion
from portal.domain.rewards.rules.scope import scope_from
from portal.domain.rewards.rules.tree import Group, GroupKind, Leaf, Node, leaves, read

PLAIN = (
    "points", "badge", "nomination_call", "window", "policy", "cap_per_year", "cool_down_days", "budget",
    "season_start", "season_end", "valid_from", "valid_to",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class LeafChange:
    """A condition that was added (`before` None), removed (`after` None) or that asks for something else now."""

    before: Leaf | None
    after: Leaf | None


@dataclass(frozen=True, slots=True)
class FieldChange:
    """`name` as in the draft; the values as the version keeps them."""

    name: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Differences:
    """`is_regrouped`: the same conditions, or others, hang together in another way."""

    leaves: tuple[LeafChange, ...]
    fields: tuple[FieldChange, ...]
    is_regrouped: bool

    @property
    def are_none(self) -> bool:
        return not (self.leaves or self.fields or self.is_regrouped)


def differences(before: RuleVersion, after: RuleVersion) -> Differences:
    old, new = read(before.tree), read(after.tree)
    return Differences(
        tuple(_leaf_changes(list(leaves(old)), list(leaves(new)))),
        tuple([*_field_changes(before, after), *_scope_changes(before, after)]),
        _shape(old) != _shape(new) and _is_grouped(old, new),
    )


def _leaf_changes(old: list[Leaf], new: list[Leaf]) -> Iterator[LeafChange]:
    """Equal ones fall out; what looks at the same number counts as moved; the rest came or went."""
    for same in [leaf for leaf in old if leaf in new]:
        if same in old and same in new:
            old.remove(same)
            new.remove(same)
    for alike in (_alike, _same_number):
        for one in list(old):
            match = next((other for other in new if alike(one) == alike(other)), None)
            if match is not None:
                old.remove(one)
                new.remove(match)
                yield LeafChange(one, match)
    yield from (LeafChange(gone, None) for gone in old)
    yield from (LeafChange(None, come) for come in new)


def _alike(leaf: Leaf) -> tuple[str, ...]:
    return leaf.metric, leaf.aggregate.value, leaf.window.value


def _same_number(leaf: Leaf) -> tuple[str, ...]:
    return leaf.metric, leaf.aggregate.value


def _shape(node: Node) -> Any:
    """How conditions hang together, whatever their thresholds; a group of one is its only part."""
    if isinstance(node, Leaf):
        return _alike(node)
    if len(node.parts) == 1 and node.kind is not GroupKind.NONE:
        return _shape(node.parts[0])
    return node.kind.value, tuple(_shape(part) for part in node.parts)


def _is_grouped(old: Node, new: Node) -> bool:
    """Conditions that only came or went in a plain `all` are said by themselves."""
    return not (_is_plain(old) and _is_plain(new))


def _is_plain(node: Node) -> bool:
    return isinstance(node, Leaf) or (
        node.kind is GroupKind.ALL and not any(isinstance(part, Group) for part in node.parts)
    )


def _field_changes(before: RuleVersion, after: RuleVersion) -> Iterator[FieldChange]:
    for name in PLAIN:
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            yield FieldChange(name, old, new)


def _scope_changes(before: RuleVersion, after: RuleVersion) -> Iterator[FieldChange]:
    old, new = scope_from(before.scope), scope_from(after.scope)
    for name in ("spans", "positions", "employment"):
        if set(getattr(old, name)) != set(getattr(new, name)):
            yield FieldChange(name, getattr(old, name), getattr(new, name))
