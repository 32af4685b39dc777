"""Sets of facts at once: a new metric's past from its feature's own rows, and monthly sums from the facts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Select, and_, case, delete, extract, func, select, update
from sqlalchemy.orm import Session

from portal.domain.metrics import Metric, MetricSource
from portal.domain.organisation.models import Employee, Placement
from portal.domain.rewards.boards.models import PeriodState, RewardPeriod
from portal.domain.rewards.facts.models import Rollup, StoredFact, StoredMetric
from portal.domain.rewards.sql import insert_into, run

COLUMNS = (
    "year", "source_type", "source_id", "source_rev", "metric_id", "employee_id",
    "unit_key", "day", "counted_on", "value", "n",
)  # fmt: skip


def register(session: Session, metrics: Iterable[Metric]) -> None:
    """Make the metrics known; one that is known already takes on its new words."""
    rows = [
        {
            "code": metric.code,
            "kind": metric.kind,
            "use": metric.use,
            "label": metric.label,
            "unit": metric.unit,
            "scale": metric.scale,
            "is_non_negative": metric.is_non_negative,
            "is_peer": metric.is_peer,
            "has_extremes": False,
            "weight": 0,
            "highest": metric.highest,
        }
        for metric in metrics
    ]
    if rows:
        added = insert_into(session, StoredMetric.__table__)
        words = {name: added.excluded[name] for name in ("label", "unit", "use", "is_peer", "highest")}
        run(session, added.on_conflict_do_update(index_elements=["code"], set_=words), rows)


def take_in(session: Session, sources: Iterable[MetricSource]) -> int:
    """Store every fact the features have and rewards has not, and add up again. Evaluates nothing."""
    new = 0
    for source in sources:
        register(session, source.metrics)
        new += int(run(session, _import(session, source)).rowcount)
    rebuild_rollup(session)
    return new


def _import(session: Session, source: MetricSource) -> Any:
    told = source.history().subquery("told")
    closed = (
        select(func.max(RewardPeriod.end))
        .where(RewardPeriod.agency_id == Employee.agency_id, RewardPeriod.state == PeriodState.CLOSED)
        .correlate(Employee)
        .scalar_subquery()
    )
    rows: Select[Any] = (
        select(
            extract("year", told.c.day),
            told.c.source_type,
            told.c.source_id,
            told.c.source_rev,
            StoredMetric.id,
            told.c.employee_id,
            func.coalesce(_unit_on(told), Employee.unit_key),
            told.c.day,
            case((told.c.day < closed, closed), else_=told.c.day),
            told.c.value,
            told.c.n,
        )
        .join(StoredMetric, StoredMetric.code == told.c.metric)
        .join(Employee, Employee.id == told.c.employee_id)
        .where(StoredMetric.id > 0)
    )
    return insert_into(session, StoredFact.__table__).from_select(COLUMNS, rows).on_conflict_do_nothing()


def _unit_on(told: Any) -> Any:
    """The last placement begun by the day of the fact; whoever never moved has only one."""
    return (
        select(Placement.unit_key)
        .where(Placement.employee_id == Employee.id, Placement.starts_on <= told.c.day)
        .order_by(Placement.starts_on.desc())
        .limit(1)
        .correlate(Employee, told)
        .scalar_subquery()
    )


def summed_facts() -> Select[Any]:
    """What the monthly sums should be: year, metric_id, employee_id, month, n, total."""
    year = extract("year", StoredFact.counted_on).label("year")
    month = extract("month", StoredFact.counted_on).label("month")
    return select(  # type: ignore[return-value]
        year,
        StoredFact.metric_id,
        StoredFact.employee_id,
        month,
        func.sum(StoredFact.n).label("n"),
        func.sum(StoredFact.value).label("total"),
    ).group_by(StoredFact.metric_id, StoredFact.employee_id, year, month)


def rebuild_rollup(session: Session) -> None:
    """All monthly sums anew from the facts, in the order of their key."""
    summed = summed_facts().subquery()
    ordered = select(summed).order_by(summed.c.year, summed.c.metric_id, summed.c.employee_id, summed.c.month)
    run(session, delete(Rollup.__table__))  # type: ignore[arg-type]
    names = ["year", "metric_id", "employee_id", "month", "n", "total"]
    run(session, insert_into(session, Rollup.__table__).from_select(names, ordered))
    asked = list(session.scalars(select(StoredMetric.id).where(StoredMetric.has_extremes)))
    if asked:
        rebuild_extremes(session, asked)
    weigh(session)


def rebuild_extremes(session: Session, metric_ids: Sequence[int]) -> None:
    """Smallest and largest values that no void took out, for all months of these metrics."""
    year, month = (extract(part, StoredFact.counted_on).label(part) for part in ("year", "month"))
    single = (StoredFact.value * StoredFact.n).label("single")
    standing = (
        select(year, StoredFact.metric_id, StoredFact.employee_id, month, single)
        .where(StoredFact.metric_id.in_(metric_ids))
        .group_by(year, StoredFact.metric_id, StoredFact.employee_id, month, single)
        .having(func.sum(StoredFact.n) > 0)
        .subquery()
    )
    own = and_(
        *(
            standing.c[name] == Rollup.__table__.c[name]
            for name in ("year", "metric_id", "employee_id", "month")
        )
    )
    table: Any = Rollup.__table__
    least = select(func.min(standing.c.single)).where(own).scalar_subquery()
    most = select(func.max(standing.c.single)).where(own).scalar_subquery()
    run(session, update(table).where(table.c.metric_id.in_(metric_ids)).values(least=least, most=most))


def weigh(session: Session) -> None:
    """Note how common each metric is, so that rules start from the rarest."""
    counted = (
        select(func.count())
        .where(Rollup.metric_id == StoredMetric.id)
        .correlate(StoredMetric)
        .scalar_subquery()
    )
    table: Any = StoredMetric.__table__
    run(session, update(table).values(weight=counted))
