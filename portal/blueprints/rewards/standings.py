"""Where somebody stands, in words: a condition's bar, what is missing, why it was taken back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from flask import Flask
from flask_babel import gettext as _
from flask_babel import ngettext

from portal.blueprints.rewards.rule_forms import PAID
from portal.blueprints.rewards.words import Metrics, measured
from portal.domain.metrics import MetricKind
from portal.domain.periods import Period
from portal.domain.rewards.evaluation.models import EvaluationRun
from portal.domain.rewards.explain import Explanation, Part
from portal.domain.rewards.facts.models import StoredFact
from portal.domain.rewards.ledger.models import LEDGER_REASON_NAMES, Award, AwardState, LedgerEntry
from portal.domain.rewards.ledger.statement import Line
from portal.domain.rewards.periods import period_from
from portal.domain.rewards.rules.models import POLICY_NAMES, RuleVersion
from portal.domain.rewards.rules.tree import GROWING, Aggregate, Comparator, Leaf
from portal.web.filters import day, number
from portal.web.languages import say

NEEDS_FACTS = (Aggregate.AVG, Aggregate.MIN, Aggregate.MAX, Aggregate.SHARE)


@dataclass(frozen=True, slots=True)
class Bar:
    """`missing` is empty when there is nothing to say."""

    value: int
    total: int
    text: str
    missing: str


@dataclass(frozen=True, slots=True)
class Verdict:
    tone: str
    title: str
    text: str


def part_state(part: Part, metrics: Metrics) -> Bar:
    """How far one condition is: a growing one fills its bar, any other is full or empty."""
    leaf = part.leaf
    if leaf.comparator not in GROWING or not part.is_wanted:
        text = "–" if part.value is None else measured(leaf, part.value, metrics)
        return Bar(int(part.is_met), 1, text, missing_words(part, metrics))
    value, total = max(0, part.value or 0), max(leaf.threshold, 1)
    text = _reached(part, short(leaf, leaf.threshold, metrics), metrics)
    return Bar(total if part.is_met else min(value, total), total, text, missing_words(part, metrics))


def _reached(part: Part, needed: str, metrics: Metrics) -> str:
    """`3 dari 5`; once it is passed, and while there is nothing, what is needed stands apart."""
    if part.value is None:
        return _("none yet, needed %(total)s", total=needed)
    value = short(part.leaf, part.value, metrics)
    if part.value > part.leaf.threshold:
        return _("%(value)s, needed %(total)s", value=value, total=needed)
    return _("%(value)s of %(total)s", value=value, total=needed)


def short(leaf: Leaf, steps: int, metrics: Metrics) -> str:
    """With its unit, unless the unit only says what the scale ends in, as with ratings."""
    metric = metrics[leaf.metric]
    is_rating = metric.kind is MetricKind.RATING and leaf.aggregate in (
        Aggregate.AVG,
        Aggregate.MIN,
        Aggregate.MAX,
    )
    return number(Decimal(steps) / metric.scale) if is_rating else measured(leaf, steps, metrics)


def missing_words(part: Part, metrics: Metrics) -> str:
    """`kurang 3 ulasan terverifikasi sampai 31 Desember 2026`"""
    if part.is_met:
        return ""
    until = day(part.until - timedelta(days=1))
    if not part.is_wanted:
        return _("this has happened and stands in the way until %(until)s", until=until)
    leaf = part.leaf
    if leaf.aggregate in NEEDS_FACTS and part.n < max(leaf.at_least, 1):
        lacking = max(leaf.at_least, 1) - part.n
        return ngettext(
            "%(num)s more entry is needed until %(until)s",
            "%(num)s more entries are needed until %(until)s",
            lacking,
            until=until,
        )
    if leaf.comparator not in GROWING or part.value is None:
        return _("not met today; counted until %(until)s", until=until)
    gap = leaf.threshold - part.value + (leaf.comparator is Comparator.MORE)
    if leaf.aggregate is Aggregate.COUNT:
        return _("%(number)s more until %(until)s", number=number(gap), until=until)
    return _("%(amount)s short, until %(until)s", amount=short(leaf, gap, metrics), until=until)


def chance_words(chance: Explanation, awards: Sequence[Award]) -> Verdict:
    """Earned because, on course, taken back because, or what is missing."""
    latest = awards[0] if awards else None
    if latest and latest.state is AwardState.GRANTED:
        return Verdict("ok", _("Earned"), _("You met this rule on %(day)s.", day=day(latest.changed_at)))
    if latest and latest.state is AwardState.REVOKED:
        return Verdict("warn", _("Taken back"), revoked_words(latest))
    if chance.withheld:
        return Verdict("info", _("Met, but not paid"), withheld_words(chance))
    if chance.is_met:
        text = _("The condition is met today. It is granted when the period closes, if it is still met then.")
        return Verdict("info", _("On course"), text)
    text = ngettext("One condition is missing.", "%(num)s conditions are missing.", chance.lacking)
    return Verdict("info", _("Not yet"), text)


def withheld_words(chance: Explanation) -> str:
    """Which limit of the rule stands in the way."""
    if chance.withheld is None:
        return ""
    values = {
        name: day(value) if isinstance(value, date) else number(value)
        for name, value in chance.withheld.values.items()
    }
    return say(chance.withheld.message, **values)


def revoked_words(award: Award) -> str:
    if award.reason:
        return say(award.reason)
    return _(
        "On %(day)s the numbers no longer met the rule, for example because a result was voided.",
        day=day(award.changed_at),
    )


def reason_words(entry: LedgerEntry | Line) -> str:
    return say(LEDGER_REASON_NAMES[entry.reason])


def award_period(award: Award) -> Period:
    return period_from(award.window_key)


def run_period(run: EvaluationRun) -> Period:
    return period_from(run.window_key)


def fact_words(fact: StoredFact, leaf: Leaf, metrics: Metrics) -> str:
    """One fact as it was told: its value, or that it was one more (or one less)."""
    metric = metrics[leaf.metric]
    if metric.kind in (MetricKind.COUNT, MetricKind.YES_NO):
        return number(fact.n)
    return f"{number(Decimal(fact.value) / metric.scale)} {say(metric.unit) if metric.unit else ''}".strip()


def version_facts(version: RuleVersion) -> list[tuple[str, str]]:
    """What a rule gives and within which limits."""
    if version.rule.is_manual:
        return _decision_facts(version)
    found = [
        (_("Points"), number(version.points)),
        (_("How often"), str(PAID[version.window])),
        (_("When it is granted"), say(POLICY_NAMES[version.policy])),
    ]
    limits = (
        (_("How often a year at most"), version.cap_per_year),
        (_("Days until it can be earned again"), version.cool_down_days),
        (_("Points it may cost in all"), version.budget),
    )
    return found + [(name, number(limit)) for name, limit in limits if limit is not None]


def _decision_facts(version: RuleVersion) -> list[tuple[str, str]]:
    found = [
        (_("Points of one decision at most"), number(version.points)),
        (_("How often for the same person"), str(PAID[version.window])),
    ]
    budget = (_("Points of all decisions in a year at most"), number(version.budget or 0))
    return [*found, budget] if version.budget else found


def init_app(app: Flask) -> None:
    helpers: tuple[Callable[..., Any], ...] = (
        part_state,
        chance_words,
        revoked_words,
        reason_words,
        award_period,
        run_period,
        version_facts,
    )
    helpers += (fact_words,)
    for function in helpers:
        app.add_template_global(function)
