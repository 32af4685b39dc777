"""Other live rules that pay for the same facts or give the same badge: each should mean one thing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from portal.domain.metrics import MetricUse
from portal.domain.rewards.badges.models import Badge
from portal.domain.rewards.facts.models import StoredMetric
from portal.domain.rewards.rules.guard_rails import Metrics, Problem
from portal.domain.rewards.rules.inputs import RuleDraft
from portal.domain.rewards.rules.models import Rule, RuleKind, RuleState, RuleVersion
from portal.domain.rewards.rules.scope import Scope, scope_from
from portal.domain.rewards.rules.tree import Aggregate, Comparator, Group, GroupKind, Leaf, Node, read
from portal.domain.words import n_

FLOORS = (Comparator.AT_LEAST, Comparator.MORE, Comparator.EQUAL)
ADDED_UP = (Aggregate.COUNT, Aggregate.SUM)


def overlaps(
    session: Session, draft: RuleDraft, metrics: Mapping[str, StoredMetric], but: int | None = None
) -> list[Problem]:
    """A warning if live rules other than `but` give points for numbers this one gives points for, or its badge.

    Bronze, silver and gold of one family are steps of the same honour and may share their numbers.
    """
    if draft.kind is not RuleKind.AUTOMATIC:
        return []
    neighbours = _neighbours(session, draft, but)
    return [*_same_results(session, draft, metrics, neighbours), *_same_badge(draft, neighbours)]


def _same_results(
    session: Session, draft: RuleDraft, metrics: Metrics, neighbours: list[RuleVersion]
) -> Iterator[Problem]:
    paid, family = paid_for(draft.tree, metrics), _family(session, draft.badge_id)
    found = [
        version
        for version in neighbours
        if paid & paid_for(read(version.tree), metrics)
        and _may_share_people(draft.scope, scope_from(version.scope))
        and not (family and version.badge and version.badge.family == family)
    ]
    if draft.points and found:
        yield Problem(
            n_(
                "The same results already give points here: %(rules)s. One thing that happened should count once."
            ),
            values={"rules": _names(found)},
            is_warning=True,
        )


def _same_badge(draft: RuleDraft, neighbours: list[RuleVersion]) -> Iterator[Problem]:
    """What a certificate says one had to do is said by the badge, not by the rule."""
    found = [version for version in neighbours if draft.badge_id and version.badge_id == draft.badge_id]
    if found and found[0].badge and found[0].badge.criteria:
        yield Problem(
            n_("This badge is given by %(rules)s too. Its certificate says: “%(criteria)s”"),
            field="badge_id",
            values={"rules": _names(found), "criteria": found[0].badge.criteria},
            is_warning=True,
        )


def _names(versions: list[RuleVersion]) -> str:
    return ", ".join(f"“{version.rule.name}”" for version in versions)


def paid_for(tree: Node, metrics: Metrics) -> set[str]:
    """Numbers a rule adds up towards the award; averages and shares only say how good it must have been."""
    floors = list(_floors(tree))
    added = {leaf.metric for leaf in floors if leaf.aggregate in ADDED_UP}
    outcomes = {code for code in added if code in metrics and metrics[code].use is not MetricUse.VOLUME}
    return outcomes or added or {leaf.metric for leaf in floors}


def _floors(node: Node) -> Iterator[Leaf]:
    """Leaves that ask for more of something; what must not happen is not paid for."""
    if isinstance(node, Leaf):
        if node.comparator in FLOORS:
            yield node
    elif isinstance(node, Group) and node.kind is not GroupKind.NONE:
        for part in node.parts:
            yield from _floors(part)


def _neighbours(session: Session, draft: RuleDraft, but: int | None) -> list[RuleVersion]:
    """Live versions that may pay the same people, by name of their rules."""
    query = (
        select(RuleVersion)
        .join(Rule, Rule.live_version_id == RuleVersion.id)
        .where(Rule.state == RuleState.LIVE, Rule.kind == RuleKind.AUTOMATIC, RuleVersion.points > 0)
        .options(joinedload(RuleVersion.rule), joinedload(RuleVersion.badge))
        .order_by(Rule.name, Rule.id)
    )
    if but is not None:
        query = query.where(Rule.id != but)
    if draft.agency_id is not None:
        query = query.where(or_(Rule.agency_id.is_(None), Rule.agency_id == draft.agency_id))
    return list(session.scalars(query))


def _family(session: Session, badge_id: int | None) -> str:
    found = session.get(Badge, badge_id) if badge_id else None
    return (found.family if found else "") or ""


def _may_share_people(one: Scope, other: Scope) -> bool:
    """False only when it is certain that nobody is in both."""
    apart_by_kind = any(
        mine and theirs and not set(mine) & set(theirs)
        for mine, theirs in ((one.positions, other.positions), (one.employment, other.employment))
    )
    if apart_by_kind:
        return False
    if not (one.spans and other.spans):
        return True
    return any(low <= end and start <= high for low, high in one.spans for start, end in other.spans)
