"""How far somebody is with a rule, and what is missing: the same numbers the evaluator uses."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from portal.domain.organisation.models import Employee, Position
from portal.domain.organisation.units.former import present_spans
from portal.domain.periods import Period
from portal.domain.rewards.evaluation.numbers import MonthSums, leaf_numbers, month_sums
from portal.domain.rewards.evaluation.rule import LiveRule, known_metrics, live_rule
from portal.domain.rewards.evaluation.twin import Numbers, is_met, leaf_is_met
from portal.domain.rewards.facts.models import StoredMetric
from portal.domain.rewards.periods import window_at
from portal.domain.rewards.rules.asked import asked, lacking, nearness
from portal.domain.rewards.rules.models import Rule, RuleKind, RuleState, RuleVersion
from portal.domain.rewards.rules.scope import Scope
from portal.domain.rewards.rules.tree import GROWING, Aggregate, Leaf, read
from portal.domain.rewards.withheld import Booked, Withheld, booked_by, withheld


@dataclass(frozen=True, slots=True)
class Part:
    """One condition and what the person has. `value` is in the leaf's own steps, rounded down; None without facts.

    It counts until before `until`. What must not happen (`is_wanted` is false) is met as long as it does not.
    """

    leaf: Leaf
    value: int | None
    n: int
    is_met: bool
    until: date
    is_wanted: bool = True

    @property
    def nearness(self) -> float:
        """The share of the way, from 0 to 1; what does not grow is either met or not."""
        if self.is_met or not self.is_wanted or self.leaf.comparator not in GROWING:
            return float(self.is_met)
        return min(max(0, self.value or 0) / max(self.leaf.threshold, 1), 1.0)


@dataclass(frozen=True, slots=True)
class Explanation:
    """`withheld`: the rule is met, but one of its limits stands in the way."""

    version: RuleVersion
    window: Period
    parts: list[Part]
    is_met: bool
    withheld: Withheld | None = None

    @property
    def nearness(self) -> float:
        """The share of the way, from 0 to 1."""
        return nearness(read(self.version.tree), (part.nearness for part in self.parts))

    @property
    def lacking(self) -> int:
        """How many conditions are missing on the shortest way."""
        return lacking(read(self.version.tree), (part.is_met for part in self.parts))


def explain(session: Session, version: RuleVersion, employee_id: int, day: date) -> Explanation:
    """How far a person is with a rule in the window of that day (a season's, before and after it too)."""
    rule = live_rule(session, version)
    window = window_at(day, rule.window, rule.season) or rule.season
    if window is None:
        raise ValueError("A season without days cannot be explained.")
    sums = month_sums(session, rule.metric_ids, window.start.year, employee_id)
    booked = booked_by(session, [version], employee_id, day)
    return _with_limits(_explained(rule, version, window, sums), booked, day)


def reachable(
    session: Session, employee_id: int, day: date, known: dict[str, StoredMetric] | None = None
) -> list[Explanation]:
    """Every live rule that is for this person, in the window of that day; a handful of statements for all of them."""
    person = session.get_one(Employee, employee_id)
    versions = session.scalars(
        select(RuleVersion)
        .join(Rule, Rule.live_version_id == RuleVersion.id)
        .where(
            Rule.state == RuleState.LIVE,
            Rule.kind == RuleKind.AUTOMATIC,
            or_(Rule.agency_id.is_(None), Rule.agency_id == person.agency_id),
        )
        .options(joinedload(RuleVersion.rule), joinedload(RuleVersion.badge))
        .order_by(Rule.name, Rule.id)
    ).all()
    known = known or (known_metrics(session) if versions else {})
    rules = [(version, live_rule(session, version, known)) for version in versions]
    fitting = [pair for pair in rules if _is_for(session, pair[1].scope, person)]
    ids = {metric_id for _, rule in fitting for metric_id in rule.metric_ids}
    sums = month_sums(session, sorted(ids), day.year, employee_id)
    booked = booked_by(session, [version for version, _ in fitting], employee_id, day)
    found = []
    for version, rule in fitting:
        window = window_at(day, rule.window, rule.season)
        if window is not None and rule.is_valid_in(window):
            found.append(_with_limits(_explained(rule, version, window, sums), booked, day))
    return found


def _with_limits(found: Explanation, booked: dict[int, Booked], day: date) -> Explanation:
    if not found.is_met or found.version.rule_id not in booked:
        return found
    return replace(found, withheld=withheld(found.version, booked[found.version.rule_id], day))


def _is_for(session: Session, scope: Scope, person: Employee) -> bool:
    spans = present_spans(session, scope.spans) if scope.spans else ()
    if spans and not any(low <= person.unit_key <= high for low, high in spans):
        return False
    if scope.employment and person.employment not in scope.employment:
        return False
    if not scope.positions:
        return True
    position = session.get(Position, person.position_id) if person.position_id else None
    return position is not None and position.kind in scope.positions


def _explained(rule: LiveRule, version: RuleVersion, window: Period, sums: MonthSums) -> Explanation:
    numbers = leaf_numbers(rule, window, sums)
    scales = {code: metric.scale for code, metric in rule.metrics}
    parts = [
        Part(
            leaf,
            value_of(leaf, numbers[leaf], scales[leaf.metric]),
            numbers[leaf].n,
            leaf_is_met(leaf, numbers[leaf], scales[leaf.metric]) is is_wanted,
            window.end,
            is_wanted,
        )
        for leaf, is_wanted in asked(rule.node)
    ]
    return Explanation(version, window, parts, is_met(rule.node, numbers.__getitem__, scales))


def value_of(leaf: Leaf, has: Numbers, scale: int) -> int | None:
    """The number the leaf compares, in steps of its threshold, rounded down; None without facts."""
    if leaf.aggregate is Aggregate.COUNT:
        return has.n
    if leaf.aggregate is Aggregate.SUM:
        return has.total
    if leaf.aggregate is Aggregate.MIN:
        return has.least
    if leaf.aggregate is Aggregate.MAX:
        return has.most
    if has.n <= 0:
        return None
    return has.total // has.n if leaf.aggregate is Aggregate.AVG else has.total * 100 // (scale * has.n)
