"""What a rule does to the others: points become more, and one real thing may be paid twice."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import func, select, union
from sqlalchemy.orm import Session

from portal.domain.organisation.models import OrgUnit
from portal.domain.organisation.units.former import in_branches
from portal.domain.periods import Window, period_of
from portal.domain.rewards.evaluation.statements import Shape, gaining, keeping
from portal.domain.rewards.evaluation.task import Task
from portal.domain.rewards.ledger.models import Award, AwardState, UnitScore
from portal.domain.rewards.periods import LENGTHS, key_of
from portal.domain.rewards.previews.report import Inflation, Overlap
from portal.domain.rewards.rules.models import Rule, RuleMetric, RuleState
from portal.domain.rewards.sql import run

QUARTER_MONTHS = 3


def inflation(session: Session, task: Task, gain: int) -> Inflation:
    """Against the last full quarter before the window, in the units the rule is for."""
    day = period_of(task.booked_on, Window.QUARTER).start - timedelta(days=1)
    quarter = key_of(period_of(day, Window.QUARTER))
    before = select(func.coalesce(func.sum(UnitScore.points), 0)).where(UnitScore.period_key == quarter)
    spans = task.rule.scope.spans
    if spans:
        before = before.where(in_branches(UnitScore.unit_key, spans))
    elif task.agency_id is not None:
        root = select(OrgUnit).where(OrgUnit.agency_id == task.agency_id, OrgUnit.level == 1).subquery()
        before = before.join(root, UnitScore.unit_key.between(root.c.path_key, root.c.path_end))
    months = LENGTHS.get(task.rule.window, QUARTER_MONTHS)
    adds = gain * task.rule.points * QUARTER_MONTHS // months
    return Inflation(int(session.scalar(before) or 0), adds)


def overlaps(session: Session, shape: Shape, task: Task) -> list[Overlap]:
    """Other live rules that hold awards of the same people for days of the same window, most people first."""
    met: Any = union(gaining(shape), keeping(shape)).subquery("met")
    people = func.count(Award.employee_id.distinct())
    rows = run(
        session,
        select(Rule.id, Rule.name, people)
        .join(Award, Award.rule_id == Rule.id)
        .join(met, met.c.employee_id == Award.employee_id)
        .where(
            Rule.state == RuleState.LIVE,
            Rule.id != task.rule.rule_id,
            Award.state != AwardState.REVOKED,
            *_shares_days(task.window_key),
        )
        .group_by(Rule.id, Rule.name)
        .order_by(people.desc(), Rule.name, Rule.id),
        task.places,
    ).all()
    alike = _with_same_numbers(session, task)
    return [Overlap(rule_id, name, count, rule_id in alike) for rule_id, name, count in rows]


def _shares_days(window_key: int) -> tuple[Any, ...]:
    """A key is year, first month, last month."""
    year, first, last = window_key // 10_000, window_key // 100 % 100, window_key % 100
    return (
        Award.window_key.between(year * 10_000, year * 10_000 + 9_999),
        Award.window_key // 100 % 100 <= last,
        Award.window_key % 100 >= first,
    )


def _with_same_numbers(session: Session, task: Task) -> set[int]:
    return set(
        session.scalars(
            select(Rule.id)
            .join(RuleMetric, RuleMetric.rule_version_id == Rule.live_version_id)
            .where(RuleMetric.metric_id.in_(task.rule.metric_ids), Rule.id != task.rule.rule_id)
        )
    )
