"""What an award rests on: the numbers kept with it, and the facts behind them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.rewards.evaluation.rule import LiveRule, live_rule
from portal.domain.rewards.evaluation.task import stretches
from portal.domain.rewards.evaluation.twin import NOTHING, Numbers, leaf_is_met
from portal.domain.rewards.explain import value_of
from portal.domain.rewards.facts.models import StoredFact
from portal.domain.rewards.ledger.models import Award
from portal.domain.rewards.periods import period_from
from portal.domain.rewards.rules.asked import asked
from portal.domain.rewards.rules.tree import Leaf

MOST_FACTS = 50


@dataclass(frozen=True, slots=True)
class AwardPart:
    """What a condition saw when the award was granted, and the facts behind it (the newest, a few)."""

    leaf: Leaf
    value: int | None
    n: int
    is_met: bool
    facts: list[StoredFact]
    is_wanted: bool = True


def explain_award(session: Session, award: Award) -> list[AwardPart]:
    """The numbers kept with the award, and the facts counted up to then, newest first."""
    rule = live_rule(session, award.version)
    evidence = award.evidence or {}
    kept: Sequence[Sequence[int | None]] = evidence.get("numbers", [])
    scales = {code: metric.scale for code, metric in rule.metrics}
    parts = []
    for (leaf, is_wanted), four in zip(asked(rule.node), kept, strict=False):
        has = Numbers(four[0] or 0, four[1] or 0, four[2], four[3]) if four else NOTHING
        scale = scales[leaf.metric]
        facts = _facts_behind(session, rule, leaf, award, evidence.get("facts_up_to", 0))
        held = leaf_is_met(leaf, has, scale) is is_wanted
        parts.append(AwardPart(leaf, value_of(leaf, has, scale), has.n, held, facts, is_wanted))
    return parts


def _facts_behind(session: Session, rule: LiveRule, leaf: Leaf, award: Award, up_to: int) -> list[StoredFact]:
    window = period_from(award.window_key)
    first = stretches(rule.node, window)[f"from_{leaf.window.value}"]
    query = (
        select(StoredFact)
        .where(
            StoredFact.employee_id == award.employee_id,
            StoredFact.metric_id == dict(rule.metrics)[leaf.metric].id,
            StoredFact.counted_on >= window.start.replace(month=first),
            StoredFact.counted_on < window.end,
            StoredFact.id <= up_to,
        )
        .order_by(StoredFact.counted_on.desc(), StoredFact.id.desc())
        .limit(MOST_FACTS)
    )
    return list(session.scalars(query))
