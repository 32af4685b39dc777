"""Rule versions as the evaluator needs them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.periods import Period, Window, period_of
from portal.domain.rewards.evaluation.question import MetricFacts
from portal.domain.rewards.facts.models import StoredMetric
from portal.domain.rewards.periods import LENGTHS, RuleWindow, window_at
from portal.domain.rewards.rules.models import GrantPolicy, Rule, RuleState, RuleVersion
from portal.domain.rewards.rules.monotone import is_monotone
from portal.domain.rewards.rules.scope import Scope, scope_from
from portal.domain.rewards.rules.tree import Node, leaves, metrics_of, read


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveRule:
    """A rule version as the evaluator needs it, with what it must know of its metrics."""

    rule_id: int
    version_id: int
    name: str
    agency_id: int | None
    node: Node
    window: RuleWindow
    season: Period | None
    scope: Scope
    points: int
    is_monotone: bool
    policy: GrantPolicy
    cap_per_year: int | None
    budget: int | None
    cool_down_days: int | None
    valid_from: date | None
    valid_to: date | None
    metrics: tuple[tuple[str, MetricFacts], ...]

    def __hash__(self) -> int:
        """Rules are keys of what is kept ready for them; the whole tree would be hashed for every event."""
        return hash((self.rule_id, self.version_id))

    @property
    def pays_at_once(self) -> bool:
        return self.is_monotone or self.policy is GrantPolicy.AT_ONCE_REVOCABLE

    @property
    def has_limits(self) -> bool:
        return any(limit is not None for limit in (self.cap_per_year, self.budget, self.cool_down_days))

    @property
    def metric_ids(self) -> list[int]:
        return [known.id for _, known in self.metrics]

    def is_valid_in(self, window: Period) -> bool:
        """A rule counts for windows that begin within its validity."""
        starts_too_early = self.valid_from is not None and window.start < self.valid_from
        return not starts_too_early and (self.valid_to is None or window.start <= self.valid_to)

    def windows(self, counted_on: date, today: date) -> list[Period]:
        """The windows a fact of that day matters to: its own, and begun ones of a longer condition."""
        own = window_at(counted_on, self.window, self.season)
        if own is None:
            return self._season_after(counted_on)
        found, longest = [own], self._looks_until(counted_on)
        while self.window is not RuleWindow.SEASON and found[-1].end < longest and found[-1].end <= today:
            found.append(period_of(found[-1].end, Window(self.window.value)))
        return [window for window in found if self.is_valid_in(window)]

    def _looks_until(self, day: date) -> date:
        longest = max((leaf.window for leaf in leaves(self.node)), key=lambda one: LENGTHS.get(one, 0))
        return period_of(day, Window(longest.value)).end if longest in LENGTHS else day

    def _season_after(self, day: date) -> list[Period]:
        """A condition over the year also counts what happened in it before the season."""
        season = self.season
        whole_year = any(leaf.window is RuleWindow.YEAR for leaf in leaves(self.node))
        is_before = season is not None and day < season.start and day.year == season.start.year
        return [season] if season is not None and whole_year and is_before else []


def live_rules(session: Session) -> list[LiveRule]:
    """All live automatic rules, in the order they are always settled in."""
    query = (
        select(RuleVersion, Rule.name, Rule.agency_id)
        .join(Rule, Rule.live_version_id == RuleVersion.id)
        .where(Rule.state == RuleState.LIVE)
        .order_by(Rule.id)
    )
    found = session.execute(query).all()
    known = known_metrics(session) if found else {}
    return [_live(version, name, agency_id, known) for version, name, agency_id in found]


def live_rule(
    session: Session, version: RuleVersion, known: dict[str, StoredMetric] | None = None
) -> LiveRule:
    """Any version, as if it were live: for previews, runs and explanations."""
    return _live(version, version.rule.name, version.rule.agency_id, known or known_metrics(session))


def known_metrics(session: Session) -> dict[str, StoredMetric]:
    return {metric.code: metric for metric in session.scalars(select(StoredMetric))}


def _live(version: RuleVersion, name: str, agency_id: int | None, known: dict[str, StoredMetric]) -> LiveRule:
    node = read(version.tree)
    used = [(code, known[code]) for code in metrics_of(node)]
    return LiveRule(
        rule_id=version.rule_id,
        version_id=version.id,
        name=name,
        agency_id=agency_id,
        node=node,
        window=version.window,
        season=version.season,
        scope=scope_from(version.scope),
        points=version.points,
        is_monotone=is_monotone(node, known),
        policy=version.policy,
        cap_per_year=version.cap_per_year,
        budget=version.budget,
        cool_down_days=version.cool_down_days,
        valid_from=version.valid_from,
        valid_to=version.valid_to,
        metrics=tuple((code, MetricFacts(one.id, one.scale, one.weight)) for code, one in used),
    )
