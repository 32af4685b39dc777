"""The rules that name a metric, at hand: a published version never changes, so it is read and understood once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, and_, bindparam, select
from sqlalchemy.orm import Session

from portal.domain.rewards.evaluation.task import LiveRule, live_rule
from portal.domain.rewards.facts.models import StoredMetric
from portal.domain.rewards.rules.models import Rule, RuleMetric, RuleState, RuleVersion
from portal.domain.rewards.sql import run

MOST_KEPT = 2000
SHAPE = (
    RuleVersion.id,
    RuleVersion.fingerprint,
    RuleVersion.points,
    RuleVersion.policy,
    RuleVersion.window,
    RuleVersion.published_at,
)

_known: WeakKeyDictionary[Engine, dict[tuple[Any, ...], LiveRule]] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class MetricEntry:
    id: int
    has_extremes: bool
    rules: tuple[LiveRule, ...]


def _entries() -> Any:
    return (
        select(StoredMetric.id, StoredMetric.code, StoredMetric.has_extremes, Rule.name, *SHAPE)
        .outerjoin(RuleMetric, RuleMetric.metric_id == StoredMetric.id)
        .outerjoin(
            Rule, and_(Rule.live_version_id == RuleMetric.rule_version_id, Rule.state == RuleState.LIVE)
        )
        .outerjoin(RuleVersion, RuleVersion.id == Rule.live_version_id)
        .order_by(Rule.id)
    )


BY_CODE = _entries().where(StoredMetric.code.in_(bindparam("asked", expanding=True)))
BY_ID = _entries().where(StoredMetric.id.in_(bindparam("asked", expanding=True)))


def by_codes(session: Session, codes: Iterable[str]) -> dict[str, MetricEntry]:
    """For each known metric the live rules that name it, in the order they are always settled in."""
    return {code: entry for code, entry in _read(session, BY_CODE, sorted(set(codes)))}


def by_ids(session: Session, metric_ids: Iterable[int]) -> dict[int, MetricEntry]:
    return {entry.id: entry for _, entry in _read(session, BY_ID, sorted(set(metric_ids)))}


def _read(session: Session, statement: Any, asked: list[Any]) -> list[tuple[str, MetricEntry]]:
    found: dict[str, tuple[int, bool, list[LiveRule]]] = {}
    for metric_id, code, has_extremes, name, *shape in run(session, statement, {"asked": asked}).all():
        _, _, rules = found.setdefault(code, (metric_id, has_extremes, []))
        if shape[0] is not None:
            rules.append(_rule(session, tuple(shape), name))
    return [
        (code, MetricEntry(metric_id, has_extremes, tuple(rules)))
        for code, (metric_id, has_extremes, rules) in found.items()
    ]


def forget_rules() -> None:
    """For tests, whose databases begin anew under the same engine; a published version never changes otherwise."""
    _known.clear()


def _rule(session: Session, shape: tuple[Any, ...], name: str) -> LiveRule:
    kept = _known.setdefault(session.get_bind().engine, {})
    if shape not in kept:
        if len(kept) >= MOST_KEPT:
            kept.clear()
        kept[shape] = live_rule(session, session.get_one(RuleVersion, shape[0]))
    rule = kept[shape]
    return rule if rule.name == name else replace(rule, name=name)
