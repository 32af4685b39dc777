"""The lines of the editor's form and the condition they say: there and back, or not at all when a tree is too deep."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from babel.numbers import NumberFormatError, parse_decimal
from flask_babel import get_locale
from flask_babel import gettext as _

from portal.blueprints.rewards.rule_forms import MOST_CONDITIONS, ConditionForm, RuleForm
from portal.domain.rewards.facts.models import StoredMetric
from portal.domain.rewards.periods import RuleWindow
from portal.domain.rewards.rules.tree import Aggregate, Comparator, Group, GroupKind, Leaf, Node
from portal.web.filters import number

PLAIN = (Aggregate.COUNT, Aggregate.SHARE)
OPPOSITE = {GroupKind.ALL: GroupKind.ANY, GroupKind.ANY: GroupKind.ALL}
Placed = tuple[str, Leaf]


def decimal_from(text: str | None) -> Decimal | None:
    """Read `3,5` as the reader's language writes it, or `3.5`; None for anything else."""
    found = _as_written(text or "")
    return found if found is not None and found.is_finite() and abs(found) < 10**6 else None


def _as_written(text: str) -> Decimal | None:
    try:
        return Decimal(str(parse_decimal(text, locale=str(get_locale() or "id"), strict=True)))
    except (NumberFormatError, InvalidOperation):
        pass
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def is_used(condition: ConditionForm) -> bool:
    return bool(condition.metric.data or condition.threshold.data)


def tree_from(form: RuleForm, metrics: Mapping[str, StoredMetric], kept: Node | None = None) -> Node | None:
    """The condition the form says; None when a line is unfinished, which is then said at its field.

    `kept` is one that the form cannot show: it stays as it is unless the author says otherwise.
    """
    if kept is not None and form.keeps_condition.data:
        return kept
    used = [entry.form for entry in form.conditions if is_used(entry.form)]
    placed = [(line.place.data, _leaf_from(line, metrics)) for line in used]
    finished = [(place, leaf) for place, leaf in placed if leaf is not None]
    if not finished or len(finished) < len(placed):
        form.conditions.errors = [_first_problem(used) or _("Write at least one condition.")]
        return None
    return _joined(GroupKind(form.joiner.data or GroupKind.ALL), finished)


def _first_problem(lines: list[ConditionForm]) -> str | None:
    return next((str(field.errors[0]) for line in lines for field in line if field.errors), None)


def _leaf_from(line: ConditionForm, metrics: Mapping[str, StoredMetric]) -> Leaf | None:
    metric = metrics.get(line.metric.data or "")
    if metric is None:
        line.metric.errors = [_("Choose what is counted.")]
        return None
    aggregate = Aggregate(line.aggregate.data)
    threshold = _threshold(line, 1 if aggregate in PLAIN else metric.scale)
    if threshold is None:
        return None
    return Leaf(
        metric=metric.code,
        aggregate=aggregate,
        window=RuleWindow(line.window.data),
        comparator=Comparator(line.comparator.data),
        threshold=threshold,
        at_least=line.at_least.data or 0,
    )


def _threshold(line: ConditionForm, scale: int) -> int | None:
    number = decimal_from(line.threshold.data)
    if number is None:
        line.threshold.errors = [_("Write a number, such as 20 or 3,5.")]
        return None
    steps = number * scale
    if steps != steps.to_integral_value():
        line.threshold.errors = [_("This is more exact than it is measured. Round the number.")]
        return None
    return int(steps)


def _joined(joiner: GroupKind, placed: list[Placed]) -> Node:
    parts: list[Node] = [leaf for place, leaf in placed if place == "main"]
    for name in ("a", "b"):
        if members := tuple(leaf for place, leaf in placed if place == name):
            parts.append(Group(OPPOSITE[joiner], members))
    never = tuple(leaf for place, leaf in placed if place == "none")
    if not never:
        return Group(joiner, tuple(parts))
    kept = parts if joiner is GroupKind.ALL else [Group(joiner, tuple(parts))] if parts else []
    return Group(GroupKind.ALL, (*kept, Group(GroupKind.NONE, never)))


def lines_of(
    node: Node, metrics: Mapping[str, StoredMetric]
) -> tuple[GroupKind, list[dict[str, Any]]] | None:
    """The form's lines for a condition; None when it is deeper or longer than the form can show."""
    top = node if isinstance(node, Group) else Group(GroupKind.ALL, (node,))
    if top.kind is GroupKind.NONE:
        top = Group(GroupKind.ALL, (top,))
    joiner, parts = _unwrapped(top)
    try:
        found = [_line(place, leaf, metrics) for place, leaf in _placed(joiner, parts)]
    except LookupError:
        return None
    return (joiner, found) if len(found) <= MOST_CONDITIONS else None


def _unwrapped(top: Group) -> tuple[GroupKind, tuple[Node, ...]]:
    """`all of (any of …, none of …)` is shown as "one is enough" with lines that must not happen."""
    inner = [part for part in top.parts if isinstance(part, Group) and part.kind is GroupKind.ANY]
    rest = [part for part in top.parts if part not in inner]
    only_never = all(isinstance(part, Group) and part.kind is GroupKind.NONE for part in rest)
    if top.kind is GroupKind.ALL and len(inner) == 1 and rest and only_never:
        return GroupKind.ANY, (*inner[0].parts, *rest)
    return top.kind, top.parts


def _placed(joiner: GroupKind, parts: tuple[Node, ...]) -> Iterator[Placed]:
    names = iter(("a", "b"))
    for part in parts:
        if isinstance(part, Leaf):
            yield "main", part
            continue
        place = "none" if part.kind is GroupKind.NONE else next(names, "")
        if not place or part.kind not in (GroupKind.NONE, OPPOSITE[joiner]):
            raise LookupError(part.kind)
        for leaf in part.parts:
            if not isinstance(leaf, Leaf):
                raise LookupError(leaf.kind)
            yield place, leaf


def _line(place: str, leaf: Leaf, metrics: Mapping[str, StoredMetric]) -> dict[str, Any]:
    scale = 1 if leaf.aggregate in PLAIN else metrics[leaf.metric].scale
    return {
        "place": place,
        "aggregate": leaf.aggregate.value,
        "metric": leaf.metric,
        "window": leaf.window.value,
        "comparator": leaf.comparator.value,
        "threshold": number(Decimal(leaf.threshold) / scale),
        "at_least": leaf.at_least or None,
    }
