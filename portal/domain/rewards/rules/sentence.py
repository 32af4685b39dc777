"""A condition as a sentence people can check: “the average of … is at least 3.5 in the quarter and …”."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Protocol

from portal.domain.rewards.periods import RuleWindow
from portal.domain.rewards.rules.tree import Aggregate, Comparator, Group, GroupKind, Leaf, Node
from portal.domain.words import n_

Translate = Callable[[str], str]
Write = Callable[[Decimal], str]

AGGREGATES = {
    Aggregate.COUNT: n_("the number of %(what)s"),
    Aggregate.SUM: n_("the total of %(what)s"),
    Aggregate.AVG: n_("the average of %(what)s"),
    Aggregate.MIN: n_("the smallest %(what)s"),
    Aggregate.MAX: n_("the largest %(what)s"),
    Aggregate.SHARE: n_("the share of %(what)s"),
}
COMPARATORS = {
    Comparator.AT_LEAST: n_("is at least %(amount)s"),
    Comparator.AT_MOST: n_("is at most %(amount)s"),
    Comparator.MORE: n_("is more than %(amount)s"),
    Comparator.LESS: n_("is less than %(amount)s"),
    Comparator.EQUAL: n_("is exactly %(amount)s"),
}
WINDOWS = {
    RuleWindow.MONTH: n_("in the month"),
    RuleWindow.QUARTER: n_("in the quarter"),
    RuleWindow.SEMESTER: n_("in the half-year"),
    RuleWindow.YEAR: n_("in the year"),
    RuleWindow.SEASON: n_("in the season"),
}
JOINS = {GroupKind.ALL: n_("%(one)s and %(other)s"), GroupKind.ANY: n_("%(one)s or %(other)s")}
DECIDED = n_("people decide it, with a written reason that a second person has approved")
NONE = n_("none of these: %(parts)s")
LEAST = n_("from at least %(least)s facts")
FULL = n_("%(subject)s %(comparison)s %(window)s")


class Described(Protocol):
    @property
    def label(self) -> str: ...
    @property
    def unit(self) -> str: ...
    @property
    def scale(self) -> int: ...


def plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


def sentence(
    node: Node, metrics: Mapping[str, Described], translate: Translate = str, write: Write = plain
) -> str:
    """In the reader's language: `translate` is gettext, `write` writes numbers as people there do."""
    words = _words(node, metrics, translate, write)
    return words[:1].upper() + words[1:] + "."


def _words(node: Node, metrics: Mapping[str, Described], translate: Translate, write: Write) -> str:
    if isinstance(node, Leaf):
        return leaf_sentence(node, metrics.get(node.metric), translate, write)
    if not node.parts:
        return translate(DECIDED)
    parts = [_inner(part, metrics, translate, write) for part in node.parts]
    if node.kind is GroupKind.NONE:
        return translate(NONE) % {"parts": _joined(parts, GroupKind.ANY, translate)}
    return _joined(parts, node.kind, translate)


def _inner(node: Node, metrics: Mapping[str, Described], translate: Translate, write: Write) -> str:
    words = _words(node, metrics, translate, write)
    return f"({words})" if isinstance(node, Group) and len(node.parts) > 1 else words


def _joined(parts: list[str], kind: GroupKind, translate: Translate) -> str:
    joined = parts[0]
    for part in parts[1:]:
        joined = translate(JOINS[kind]) % {"one": joined, "other": part}
    return joined


def leaf_sentence(
    leaf: Leaf, metric: Described | None, translate: Translate = str, write: Write = plain
) -> str:
    """One condition, without a full stop. A number nobody offers yet appears by its code."""
    what = within(translate(metric.label)) if metric else leaf.metric
    words = translate(FULL) % {
        "subject": translate(AGGREGATES[leaf.aggregate]) % {"what": what},
        "comparison": translate(COMPARATORS[leaf.comparator])
        % {"amount": amount(leaf, leaf.threshold, metric, translate, write)},
        "window": translate(WINDOWS[leaf.window]),
    }
    if leaf.at_least and leaf.aggregate is not Aggregate.COUNT:
        words += ", " + translate(LEAST) % {"least": write(Decimal(leaf.at_least))}
    return words


def within(label: str) -> str:
    """A label inside a sentence begins small, unless it is an abbreviation."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def amount(
    leaf: Leaf, value: int, metric: Described | None, translate: Translate = str, write: Write = plain
) -> str:
    """A value of the leaf's number as people write it, with its unit: `3.5`, `20 hours`, `80%`."""
    if leaf.aggregate is Aggregate.SHARE:
        return write(Decimal(value)) + "%"
    if leaf.aggregate is Aggregate.COUNT or metric is None:
        return write(Decimal(value))
    unit = translate(metric.unit) if metric.unit else ""
    return f"{write(Decimal(value) / metric.scale)} {unit}".strip()
