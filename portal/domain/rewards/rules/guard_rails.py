"""What is wrong with a rule before it is saved: it pays for volume, can never be met, counts twice."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from portal.domain.metrics import MetricKind, MetricUse
from portal.domain.rewards.evaluation.twin import holds_for_nothing
from portal.domain.rewards.facts.models import StoredMetric
from portal.domain.rewards.periods import LENGTHS, RuleWindow
from portal.domain.rewards.rules.inputs import RuleDraft
from portal.domain.rewards.rules.models import GrantPolicy, RuleKind
from portal.domain.rewards.rules.monotone import is_monotone
from portal.domain.rewards.rules.reach import can_be_met, is_met_by_all
from portal.domain.rewards.rules.tree import Aggregate, GroupKind, Leaf, Node, leaves
from portal.domain.words import n_

MOST_PEER_PERCENT = 20

Metrics = Mapping[str, StoredMetric]


@dataclass(frozen=True, slots=True)
class Problem:
    """`message` is a msgid with places for `values`. Only a warning lets the rule go live."""

    message: str
    field: str = "tree"
    values: dict[str, Any] = dataclasses.field(default_factory=dict)
    is_warning: bool = False


def problems(draft: RuleDraft, metrics: Metrics) -> list[Problem]:
    """Everything to say about a draft, the gravest first; empty when it may go live."""
    if draft.kind is not RuleKind.AUTOMATIC:
        return [*_limits(draft), *_decisions(draft)]
    if next(leaves(draft.tree), None) is None:
        return [Problem(n_("Write at least one condition."))]
    unknown = [leaf.metric for leaf in leaves(draft.tree) if leaf.metric not in metrics]
    if unknown:
        return [Problem(n_("The number “%(metric)s” is not available yet."), values={"metric": unknown[0]})]
    found = [
        *_units(draft.tree, metrics),
        *_reach(draft, metrics),
        *_volume(draft.tree, metrics),
        *_peers(draft.tree, metrics),
        *_windows(draft),
        *_season(draft),
        *_validity(draft),
        *_limits(draft),
        *_patience(draft, metrics),
    ]
    return sorted(found, key=lambda problem: problem.is_warning)


def _units(tree: Node, metrics: Metrics) -> Iterator[Problem]:
    """A share needs yes or no; adding up ratings says nothing."""
    for leaf in leaves(tree):
        kind, values = metrics[leaf.metric].kind, {"metric": leaf.metric}
        if leaf.aggregate is Aggregate.SHARE and kind is not MetricKind.YES_NO:
            yield Problem(n_("A share can only be taken of a number that is yes or no."), values=values)
        if leaf.aggregate is Aggregate.SUM and kind is MetricKind.RATING:
            yield Problem(n_("Ratings are averaged, not added up."), values=values)


def _reach(draft: RuleDraft, metrics: Metrics) -> Iterator[Problem]:
    if not can_be_met(draft.tree, metrics):
        yield Problem(n_("Nobody can ever meet this condition."))
    elif is_met_by_all(draft.tree, metrics):
        yield Problem(n_("Everybody always meets this condition, so it honours nothing."))
    elif holds_for_nothing(draft.tree):
        yield Problem(
            n_("Who has no results at all meets this too. Add a condition on something confirmed."),
            is_warning=True,
        )


def _volume(tree: Node, metrics: Metrics) -> Iterator[Problem]:
    """What a person can raise alone needs a partner that says how good it was, on every way to the award."""
    if not _is_backed(tree, metrics):
        yield Problem(
            n_("This pays for quantity alone. Add a condition on quality or on a confirmed result.")
        )


def _is_backed(node: Node, metrics: Metrics) -> bool:
    if isinstance(node, Leaf):
        is_floor = node.comparator.value in (">=", ">", "=")
        return metrics[node.metric].use is not MetricUse.VOLUME and is_floor
    if node.kind is GroupKind.ALL:
        has_volume = any(metrics[leaf.metric].use is MetricUse.VOLUME for leaf in leaves(node))
        return not has_volume or any(_is_backed(part, metrics) for part in node.parts)
    if node.kind is GroupKind.ANY:
        return all(_is_backed(part, metrics) for part in node.parts)
    return all(metrics[leaf.metric].use is not MetricUse.VOLUME for leaf in leaves(node))


def _peers(tree: Node, metrics: Metrics) -> Iterator[Problem]:
    """Anonymous colleagues may be at most a fifth of what a rule looks at."""
    all_leaves = list(leaves(tree))
    peers = sum(1 for leaf in all_leaves if metrics[leaf.metric].is_peer)
    if peers * 100 > MOST_PEER_PERCENT * len(all_leaves):
        yield Problem(
            n_("At most %(most)s percent of the conditions may rest on colleagues' opinions."),
            values={"most": MOST_PEER_PERCENT},
        )


def _months(window: RuleWindow, draft: RuleDraft) -> int:
    if window is RuleWindow.SEASON and draft.season_start and draft.season_end:
        years = draft.season_end.year - draft.season_start.year
        return years * 12 + draft.season_end.month - draft.season_start.month
    return LENGTHS.get(window, 12)


def _windows(draft: RuleDraft) -> Iterator[Problem]:
    """Conditions may look further than what is paid for, never shorter; one must be of that length."""
    paid = _months(draft.window, draft)
    looked = [_months(leaf.window, draft) for leaf in leaves(draft.tree)]
    if min(looked) < paid:
        yield Problem(n_("A condition looks at a shorter stretch than the rule pays for."), field="window")
    elif min(looked) > paid:
        yield Problem(
            n_("The same facts would be paid for in several windows, because every condition looks further."),
            field="window",
        )


def _season(draft: RuleDraft) -> Iterator[Problem]:
    start, end = draft.season_start, draft.season_end
    if RuleWindow.SEASON not in {draft.window, *(leaf.window for leaf in leaves(draft.tree))}:
        return
    if start is None or end is None:
        yield Problem(n_("Say from which month until which month the season runs."), field="season_start")
    elif start.day != 1 or end.day != 1 or not start < end or (end - timedelta(days=1)).year != start.year:
        yield Problem(n_("A season runs over whole months of one year."), field="season_end")


def _validity(draft: RuleDraft) -> Iterator[Problem]:
    """A rule counts for windows that begin between the two days."""
    first, last = draft.valid_from, draft.valid_to
    if first is not None and last is not None and last < first:
        yield Problem(
            n_("The rule would end before it begins, so nobody could ever meet it."), field="valid_to"
        )
    if draft.window is RuleWindow.SEASON and draft.season_start is not None:
        is_before = last is not None and last < draft.season_start
        if is_before or (first is not None and first > draft.season_start):
            yield Problem(
                n_("The season begins outside of the days the rule counts for."), field="valid_from"
            )


def _decisions(draft: RuleDraft) -> Iterator[Problem]:
    """What people decide needs an upper bound, and nobody wears a badge for points that were taken."""
    if draft.points <= 0:
        yield Problem(n_("Say how many points one decision may be about at most."), field="points")
    if draft.kind is RuleKind.DEDUCTION and draft.badge_id is not None:
        yield Problem(n_("A deduction has no badge."), field="badge")


def _limits(draft: RuleDraft) -> Iterator[Problem]:
    """A limit of zero would make the rule pay nobody: leave it empty or switch the rule off."""
    for name in ("cap_per_year", "budget", "cool_down_days"):
        limit = getattr(draft, name)
        if limit is not None and limit <= 0:
            yield Problem(n_("A limit of zero lets nobody win. Leave it empty for no limit."), field=name)
    if draft.points < 0:
        yield Problem(n_("Points cannot be negative."), field="points")
    elif draft.budget is not None and 0 < draft.budget < draft.points:
        yield Problem(n_("The budget does not even pay for one award."), field="budget")


def _patience(draft: RuleDraft, metrics: Metrics) -> Iterator[Problem]:
    if draft.policy is GrantPolicy.AT_ONCE_REVOCABLE and not is_monotone(draft.tree, metrics):
        yield Problem(
            n_("What is granted at once may have to be taken back before the period closes."),
            field="policy",
            is_warning=True,
        )
