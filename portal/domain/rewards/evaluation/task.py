"""What there is to evaluate: one rule version, one window, some people."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.periods import Period, Window, period_of
from portal.domain.rewards.evaluation.compile import MetricFacts, Question
from portal.domain.rewards.evaluation.people import People
from portal.domain.rewards.facts.models import StoredMetric
from portal.domain.rewards.periods import LENGTHS, RuleWindow, key_of, window_at
from portal.domain.rewards.rules.models import GrantPolicy, Rule, RuleKind, RuleState, RuleVersion
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """`is_final`: the window is being closed, so that what is met is granted whatever the policy.

    `booked_on` is the day caps and cool-downs count by. `is_decided`: people gave or took it, no condition did.
    """

    rule: LiveRule
    window: Period
    people: People
    booked_on: date
    is_final: bool = False
    is_silent: bool = False
    is_decided: bool = False

    @property
    def grants(self) -> bool:
        return self.is_final or self.rule.pays_at_once

    @property
    def window_key(self) -> int:
        return key_of(self.window)

    @property
    def agency_id(self) -> int | None:
        return self.people.agency_id or self.rule.agency_id

    @property
    def question(self) -> Question:
        return Question(
            node=self.rule.node,
            metrics=self.rule.metrics,
            mode=self.people.mode,
            scope=self.rule.scope,
            agency_id=self.agency_id,
        )

    @property
    def places(self) -> dict[str, Any]:
        """The parameters of the question for this window."""
        return {
            **stretches(self.rule.node, self.window),
            "starts": self.window.start,
            "ends": self.window.end,
            "year_starts": self.window.start.replace(month=1),
            "window": self.window_key,
            **(self.limit_days if self.rule.has_limits else {}),
            **self.people.params,
        }

    @property
    def limit_days(self) -> dict[str, date]:
        """From when until before when caps, budgets and cool-downs look at the ledger."""
        day, wait = self.booked_on, timedelta(days=self.rule.cool_down_days or 0)
        return {
            "year_from": date(day.year, 1, 1),
            "year_to": date(day.year + 1, 1, 1),
            "cool_from": day - wait + timedelta(days=1),
            "cool_to": day + wait,
        }

    def silenced(self) -> Task:
        """Without notices: for history nobody waits for any more."""
        return replace(self, is_silent=True)

    def for_people(self, people: People) -> Task:
        return replace(self, people=people)


def stretches(node: Node, window: Period) -> dict[str, int]:
    """From the first month of each kind of stretch to the last month of the window, in the window's year."""
    last = key_of(window) % 100
    places = {"year": window.start.year, "last": last}
    for kind in {leaf.window for leaf in leaves(node)}:
        whole = window_at(window.start, kind, window) or window
        start = min(whole.start, window.start) if whole.end >= window.end else window.start
        places[f"from_{kind.value}"] = start.month
    return places


def live_rules(session: Session) -> list[LiveRule]:
    """All live automatic rules, in the order they are always settled in."""
    query = (
        select(RuleVersion, Rule.name, Rule.agency_id)
        .join(Rule, Rule.live_version_id == RuleVersion.id)
        .where(Rule.state == RuleState.LIVE, Rule.kind == RuleKind.AUTOMATIC)
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
