"""Metrics, facts, rules and a feature to reward, for tests. Values are in the metric's own fixed point."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import count

from sqlalchemy import BigInteger, Date, Select, String, column, select, values
from sqlalchemy.orm import Session

from portal.domain.events import Event
from portal.domain.metrics import Fact, Metric, MetricKind, MetricSource, MetricUse
from portal.domain.periods import Period
from portal.domain.rewards.badges.models import Badge, Tier
from portal.domain.rewards.facts.rebuild import register
from portal.domain.rewards.models import RuleVersion
from portal.domain.rewards.periods import RuleWindow
from portal.domain.rewards.rules.actions import go_live
from portal.domain.rewards.rules.models import GrantPolicy, Rule
from portal.domain.rewards.rules.scope import Scope
from portal.domain.rewards.rules.tree import Aggregate, Comparator, Leaf, Node, fingerprint, to_json
from tests.factories import NOW

_numbers = count(1)
Q4 = Period(date(2026, 10, 1), date(2027, 1, 1))
Q3 = Period(date(2026, 7, 1), date(2026, 10, 1))
IN_Q4 = date(2026, 11, 20)

RATING = Metric(
    code="rating", kind=MetricKind.RATING, use=MetricUse.QUALITY, label="satisfaction", unit="", scale=100
)
HOURS = Metric(
    code="hours", kind=MetricKind.SUM, use=MetricUse.OUTCOME, label="learning hours", unit="JP", scale=100
)
TARGET = Metric(code="target", kind=MetricKind.YES_NO, use=MetricUse.OUTCOME, label="targets met", unit="")
COMPLAINT = Metric(
    code="complaint", kind=MetricKind.COUNT, use=MetricUse.OUTCOME, label="complaints", unit=""
)
ENTRIES = Metric(code="entries", kind=MetricKind.COUNT, use=MetricUse.VOLUME, label="entries", unit="")
KUDOS = Metric(
    code="kudos", kind=MetricKind.COUNT, use=MetricUse.QUALITY, label="kudos", unit="", is_peer=True
)
METRICS = (RATING, HOURS, TARGET, COMPLAINT, ENTRIES, KUDOS)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeedDone(Event):
    """What the feature of these tests announces; it carries its facts."""

    facts: tuple[Fact, ...]
    at: datetime = NOW


def leaf(
    metric: Metric | str,
    aggregate: str = "count",
    comparator: str = ">=",
    threshold: int = 1,
    *,
    window: str = "quarter",
    at_least: int = 0,
) -> Leaf:
    return Leaf(
        metric=metric if isinstance(metric, str) else metric.code,
        aggregate=Aggregate(aggregate),
        window=RuleWindow(window),
        comparator=Comparator(comparator),
        threshold=threshold,
        at_least=at_least,
    )


def fact(metric: Metric, employee_id: int, value: int = 1, *, day: date = IN_Q4, **fields) -> Fact:
    fields = {"source_type": "deed", "source_id": next(_numbers), **fields}
    return Fact(metric=metric.code, employee_id=employee_id, day=day, value=value, **fields)


def void(told: Fact) -> Fact:
    """The correction of a fact, under the next revision of the same deed."""
    return Fact(
        metric=told.metric,
        employee_id=told.employee_id,
        day=told.day,
        value=-told.value,
        source_type=told.source_type,
        source_id=told.source_id,
        source_rev=told.source_rev + 1,
        n=-told.n,
    )


def source(facts: Iterable[Fact]) -> MetricSource:
    """A feature that owns these facts."""
    owned = list(facts)
    return MetricSource(
        metrics=METRICS,
        facts_of={DeedDone: lambda session, event: event.facts},
        history=lambda: history(owned),
    )


def history(facts: list[Fact]) -> Select:
    """The facts as a feature's own rows would give them, also when there are none."""
    shown = facts or [Fact(metric="", employee_id=0, day=IN_Q4, value=0, source_type="", source_id=0)]
    rows = values(
        column("metric", String),
        column("employee_id", BigInteger),
        column("day", Date),
        column("value", BigInteger),
        column("n", BigInteger),
        column("source_type", String),
        column("source_id", BigInteger),
        column("source_rev", BigInteger),
        name="told",
    ).data(
        [
            (f.metric, f.employee_id, f.day, f.value, f.n, f.source_type, f.source_id, f.source_rev)
            for f in shown
        ]
    )
    table = rows.cte()
    return select(table).where(table.c.metric != "")


def metrics(session: Session) -> None:
    register(session, METRICS)


def badge(session: Session, *, name: str = "Bintang Layanan", tier: Tier = Tier.GOLD) -> Badge:
    made = Badge(code=f"badge-{next(_numbers)}", name=name, tier=tier, icon="star")
    session.add(made)
    session.flush()
    return made


def next_version(session: Session, before: RuleVersion, **fields) -> RuleVersion:
    """The same once more as a draft, but for what is named."""
    kept = {
        name: getattr(before, name) for name in ("tree", "fingerprint", "window", "scope", "policy", "points")
    }
    after = RuleVersion(rule_id=before.rule_id, number=before.number + 1, created_at=NOW, **(kept | fields))
    session.add(after)
    session.flush()
    return after


def rule(
    session: Session,
    tree: Node,
    *,
    window: str = "quarter",
    policy: GrantPolicy = GrantPolicy.AT_ONCE_REVOCABLE,
    points: int = 100,
    name: str = "Bintang layanan",
    agency_id: int | None = None,
    scope: Scope | None = None,
    is_live: bool = True,
    **fields,
) -> RuleVersion:
    """A rule and its first version, live unless said otherwise."""
    made = Rule(code=f"rule-{next(_numbers)}", name=name, agency_id=agency_id, created_at=NOW)
    session.add(made)
    session.flush()
    version = RuleVersion(
        rule_id=made.id,
        number=1,
        tree=to_json(tree),
        fingerprint=fingerprint(tree),
        window=RuleWindow(window),
        scope=(scope or Scope()).to_json(),
        policy=policy,
        points=points,
        created_at=NOW,
        **fields,
    )
    session.add(version)
    session.flush()
    if is_live:
        go_live(session, version, at=NOW)
    return version
