"""Between the editor's form and the rule as data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from babel.numbers import NumberFormatError, parse_decimal
from flask_babel import get_locale
from flask_babel import gettext as _

from portal.blueprints.rewards.forms import LEAST_CONDITIONS, ConditionForm, RuleForm
from portal.database import Session
from portal.domain.organisation.models import (
    Agency,
    Employment,
    OrgUnit,
    PositionKind,
    Role,
)
from portal.domain.organisation.viewers import EVERYWHERE, Viewer
from portal.domain.rewards.badges.catalogue import all_badges
from portal.domain.rewards.badges.models import TIER_NAMES, Badge
from portal.domain.rewards.facts.models import StoredMetric
from portal.domain.rewards.periods import RuleWindow
from portal.domain.rewards.rules import queries
from portal.domain.rewards.rules.choices import agencies_within, units_within
from portal.domain.rewards.rules.models import RuleVersion
from portal.domain.rewards.rules.scope import Scope, scope_today
from portal.domain.rewards.rules.tree import Aggregate, Comparator, Group, GroupKind, Leaf, Node, read
from portal.web.filters import number
from portal.web.languages import say
from portal.web.transactions import current_session

PLAIN = (Aggregate.COUNT, Aggregate.SHARE)
OPPOSITE = {GroupKind.ALL: GroupKind.ANY, GroupKind.ANY: GroupKind.ALL}
Placed = tuple[str, Leaf]


@dataclass(frozen=True, slots=True)
class Workshop:
    """What the editor offers this administrator."""

    metrics: Mapping[str, StoredMetric]
    badges: list[Badge]
    agencies: list[Agency]
    units: list[OrgUnit]
    may_be_for_all: bool

    def offer_to(self, form: RuleForm) -> None:
        everywhere = [("", _("All agencies"))] if self.may_be_for_all else []
        form.offer(
            metrics=[(code, say(metric.label)) for code, metric in sorted(self.metrics.items())],
            badges=[(str(one.id), f"{one.name} · {say(TIER_NAMES[one.tier])}") for one in self.badges],
            agencies=everywhere + [(str(agency.id), agency.name) for agency in self.agencies],
            units=[(str(unit.id), unit.name) for unit in self.units],
        )

    def scope_of(self, form: RuleForm) -> Scope:
        chosen = set(form.units.data or ())
        return Scope(
            tuple((unit.path_key, unit.path_end) for unit in self.units if str(unit.id) in chosen),
            tuple(PositionKind(kind) for kind in form.positions.data or ()),
            tuple(Employment(kind) for kind in form.employment.data or ()),
        )


def workshop(session: Session, viewer: Viewer) -> Workshop:
    return Workshop(
        queries.metrics(session),
        all_badges(session),
        agencies_within(session, viewer),
        units_within(session, viewer),
        EVERYWHERE in viewer.spans(Role.ADMIN),
    )


def decimal_from(text: str | None) -> Decimal | None:
    """Read `3,5` as the reader's language writes it, or `3.5`; None for anything else."""
    try:
        return Decimal(str(parse_decimal(text or "", locale=str(get_locale() or "id"), strict=True)))
    except (NumberFormatError, InvalidOperation):
        pass
    try:
        number = Decimal(text or "")
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number) < 10**9 else None


def is_used(condition: ConditionForm) -> bool:
    return bool(condition.metric.data or condition.threshold.data)


def tree_from(form: RuleForm, metrics: Mapping[str, StoredMetric]) -> Node | None:
    """The condition the form says; None when a line is unfinished, which is then said at its field."""
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
    """The form's lines for a condition; None when it is nested more deeply than the form can show."""
    top = node if isinstance(node, Group) else Group(GroupKind.ALL, (node,))
    if top.kind is GroupKind.NONE:
        top = Group(GroupKind.ALL, (top,))
    joiner, parts = _unwrapped(top)
    try:
        placed = list(_placed(joiner, parts))
    except LookupError:
        return None
    return joiner, [_line(place, leaf, metrics) for place, leaf in placed]


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


def values_of(version: RuleVersion, shop: Workshop) -> dict[str, Any] | None:
    """What the form shows of an existing version; None when only the tree as data can say it."""
    found = lines_of(read(version.tree), shop.metrics)
    if found is None:
        return None
    joiner, lines = found
    scope, rule = scope_today(current_session(), version.scope), version.rule
    lows = {low for low, _high in scope.spans}
    kept = (
        "season_start", "season_end", "points", "cap_per_year", "cool_down_days", "budget", "valid_from", "valid_to",
    )  # fmt: skip
    return {
        **{name: getattr(version, name) for name in kept},
        "name": rule.name,
        "words": rule.words,
        "joiner": joiner.value,
        "conditions": lines + [{}] * (LEAST_CONDITIONS - len(lines)),
        "window": version.window.value,
        "policy": version.policy.value,
        "badge": str(version.badge_id or ""),
        "agency": str(rule.agency_id or ""),
        "units": [str(unit.id) for unit in shop.units if unit.path_key in lows],
        "positions": [kind.value for kind in scope.positions],
        "employment": [kind.value for kind in scope.employment],
    }
