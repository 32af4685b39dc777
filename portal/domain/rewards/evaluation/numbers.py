"""A person's numbers as the Python twin and the explanations need them."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.periods import Period
from portal.domain.rewards.evaluation.rule import LiveRule
from portal.domain.rewards.evaluation.task import stretches
from portal.domain.rewards.evaluation.twin import NOTHING, Numbers
from portal.domain.rewards.facts.models import Rollup
from portal.domain.rewards.rules.tree import Leaf, leaves

MonthSums = dict[tuple[int, int], Numbers]


def numbers_by_leaf(
    session: Session, rule: LiveRule, window: Period, employee_id: int
) -> dict[Leaf, Numbers]:
    """For every condition of the rule, what the person has in its stretch of this window."""
    months = month_sums(session, rule.metric_ids, window.start.year, employee_id)
    return leaf_numbers(rule, window, months)


def month_sums(session: Session, metric_ids: list[int], year: int, employee_id: int) -> MonthSums:
    """(metric, month) → sums."""
    rows = session.execute(
        select(Rollup.metric_id, Rollup.month, Rollup.n, Rollup.total, Rollup.least, Rollup.most).where(
            Rollup.year == year, Rollup.metric_id.in_(metric_ids), Rollup.employee_id == employee_id
        )
    )
    return {
        (metric_id, month): Numbers(n, total, least, most) for metric_id, month, n, total, least, most in rows
    }


def leaf_numbers(rule: LiveRule, window: Period, months: MonthSums) -> dict[Leaf, Numbers]:
    places, ids = stretches(rule.node, window), dict(rule.metrics)
    found: dict[Leaf, Numbers] = defaultdict(lambda: NOTHING)
    for leaf in set(leaves(rule.node)):
        for month in range(places[f"from_{leaf.window.value}"], places["last"] + 1):
            found[leaf] += months.get((ids[leaf.metric].id, month), NOTHING)
        found[leaf] += NOTHING
    return found
