"""The rules that name a metric, at hand: a published version never changes, so it is read and understood once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Dialect, Engine, and_, bindparam, select
from sqlalchemy.orm import Session

from portal.domain.rewards.evaluation.rule import LiveRule, live_rule
from portal.domain.rewards.facts.models import StoredMetric
from portal.domain.rewards.ready import Ready
from portal.domain.rewards.rules.models import Rule, RuleMetric, RuleState, RuleVersion

MOST_KEPT = 2000

Rows = tuple[tuple[Any, ...], ...]
_known: WeakKeyDictionary[Engine, dict[Rows, MetricEntry]] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class MetricEntry:
    id: int
    code: str
    has_extremes: bool
    rules: tuple[LiveRule, ...]


def _entries() -> Any:
    return (
        select(
            StoredMetric.id,
            StoredMetric.code,
            StoredMetric.has_extremes,
            Rule.name,
            RuleVersion.id,
            RuleVersion.published_at,
        )
        .outerjoin(RuleMetric, RuleMetric.metric_id == StoredMetric.id)
        .outerjoin(
            Rule, and_(Rule.live_version_id == RuleMetric.rule_version_id, Rule.state == RuleState.LIVE)
        )
        .outerjoin(RuleVersion, RuleVersion.id == Rule.live_version_id)
        .order_by(Rule.id)
    )


BY_CODE = _entries().where(StoredMetric.code == bindparam("asked"))
BY_ID = _entries().where(StoredMetric.id == bindparam("asked"))


@cache
def _ready(by: Any, dialect: Dialect) -> Ready:
    return Ready(by, dialect)


def by_codes(session: Session, codes: Iterable[str]) -> dict[str, MetricEntry]:
    """For each known metric the live rules that name it, in the order they are always settled in."""
    found = (_read(session, BY_CODE, code) for code in sorted(set(codes)))
    return {entry.code: entry for entry in found if entry is not None}


def by_ids(session: Session, metric_ids: Iterable[int]) -> dict[int, MetricEntry]:
    found = (_read(session, BY_ID, metric_id) for metric_id in sorted(set(metric_ids)))
    return {entry.id: entry for entry in found if entry is not None}


def _read(session: Session, by: Any, asked: Any) -> MetricEntry | None:
    """Always asked anew, understood once: the same rows are the same entry."""
    bind = session.get_bind()
    rows = tuple(map(tuple, _ready(by, bind.dialect).rows(session, {"asked": asked})))
    if not rows:
        return None
    kept = _known.setdefault(bind.engine, {})
    if rows not in kept:
        if len(kept) >= MOST_KEPT:
            kept.clear()
        kept[rows] = _understood(session, rows)
    return kept[rows]


def _understood(session: Session, rows: Rows) -> MetricEntry:
    metric_id, code, has_extremes = rows[0][:3]
    rules = [
        replace(live_rule(session, session.get_one(RuleVersion, version_id)), name=name)
        for _, _, _, name, version_id, _ in rows
        if version_id is not None
    ]
    return MetricEntry(metric_id, code, has_extremes, tuple(rules))


def forget_rules() -> None:
    """For tests, whose databases begin anew under the same engine; a published version never changes otherwise."""
    _known.clear()
