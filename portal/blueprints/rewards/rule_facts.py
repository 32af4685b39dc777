"""What a version decides beside its condition, in the reader's words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from flask import Flask
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from portal.blueprints.rewards.rule_forms import PAID
from portal.domain.organisation.models import EMPLOYMENT_NAMES, POSITION_KIND_NAMES
from portal.domain.rewards.badges.models import TIER_NAMES, Badge
from portal.domain.rewards.rules.ending import Holders
from portal.domain.rewards.rules.models import POLICY_NAMES, Rule, RuleVersion
from portal.domain.rewards.rules.scope import scope_from
from portal.web.filters import day, number
from portal.web.languages import say

Units = Mapping[int, str]
NAMES = {
    "points": _l("Points"),
    "badge": _l("Badge"),
    "nomination_call": _l("Nomination call"),
    "window": _l("How often"),
    "policy": _l("When it is granted"),
    "cap_per_year": _l("How often a year at most"),
    "cool_down_days": _l("Days until it can be earned again"),
    "budget": _l("Points it may cost in all"),
    "season_start": _l("Season begins"),
    "season_end": _l("Season ends before"),
    "valid_from": _l("Begins no earlier than"),
    "valid_to": _l("Begins no later than"),
    "spans": _l("Units"),
    "positions": _l("Kinds of position"),
    "employment": _l("Employment"),
}
FURTHER = ("season_start", "season_end", "valid_from", "valid_to", "nomination_call")


def fact_name(name: str) -> str:
    return str(NAMES[name])


def value_words(name: str, value: Any, units: Units) -> str:
    """One decided value; nothing decided is a dash, and for whom nothing is decided is everybody."""
    if name in LISTED:
        return ", ".join(LISTED[name](value, units)) or _("everybody")
    if value is None or value == "":
        return "–"
    return _single(value) if name not in WORDS else WORDS[name](value)


def _single(value: Any) -> str:
    if isinstance(value, date):
        return day(value)
    return number(value) if isinstance(value, int) else str(value)


def _badge(badge: Badge) -> str:
    return f"{badge.name} ({say(TIER_NAMES[badge.tier])})"


def _units(spans: Iterable[tuple[int, int]], units: Units) -> list[str]:
    return [units.get(low, "–") for low, _high in spans]


WORDS: dict[str, Callable[[Any], str]] = {
    "badge": _badge,
    "window": lambda window: str(PAID[window]),
    "policy": lambda policy: say(POLICY_NAMES[policy]),
}
LISTED: dict[str, Callable[[Any, Units], list[str]]] = {
    "spans": _units,
    "positions": lambda kinds, _units: [say(POSITION_KIND_NAMES[kind]) for kind in kinds],
    "employment": lambda kinds, _units: [say(EMPLOYMENT_NAMES[kind]) for kind in kinds],
}


def further_facts(version: RuleVersion, units: Units) -> list[tuple[str, str]]:
    """Season, validity and for whom, as far as something was decided."""
    scope = scope_from(version.scope)
    decided = [(name, getattr(version, name)) for name in FURTHER]
    decided += [(name, getattr(scope, name)) for name in LISTED]
    return [(fact_name(name), value_words(name, value, units)) for name, value in decided if value]


def pause_words(rule: Rule, holders: Holders) -> str:
    """What pausing does, before it is done."""
    if rule.is_manual:
        return _("Pause this rule? Until it goes on, nobody can decide by it.")
    return ngettext(
        "Pause this rule? Until it goes on, nothing is granted. %(num)s person is on course and waits.",
        "Pause this rule? Until it goes on, nothing is granted. %(num)s people are on course and wait.",
        holders.on_course,
    )


def retire_words(rule: Rule, holders: Holders) -> str:
    """What retiring does, before it is done."""
    kept = ngettext(
        "Retire this rule for good? %(num)s award stays.",
        "Retire this rule for good? %(num)s awards stay.",
        holders.granted,
    )
    if rule.is_manual or not holders.on_course:
        return kept
    lost = ngettext(
        "%(num)s person is on course: that ends, and the person is told.",
        "%(num)s people are on course: that ends, and they are told.",
        holders.on_course,
    )
    return f"{kept} {lost}"


def init_app(app: Flask) -> None:
    for function in (further_facts, pause_words, retire_words):
        app.add_template_global(function)
