"""The statements that store facts: the row, its month, and whom to look at again."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import BigInteger, Dialect, bindparam, cast, extract, func, select, true

from portal.domain.base import Moment
from portal.domain.organisation.models import Employee, Placement
from portal.domain.rewards.boards.models import PeriodState, RewardPeriod
from portal.domain.rewards.facts.models import Dirty, Rollup, StoredFact, StoredMetric
from portal.domain.rewards.ready import Ready
from portal.domain.rewards.sql import insert_on

FACTS: Any = StoredFact.__table__
MONTHS: Any = Rollup.__table__
QUEUE: Any = Dirty.__table__
METRIC: Any = StoredMetric.__table__
EMPLOYEE: Any = Employee.__table__
PLACEMENT: Any = Placement.__table__
KEY = ("year", "source_type", "source_id", "source_rev", "metric_id")
COLUMNS = (*KEY, "employee_id", "unit_key", "day", "counted_on", "value", "n")
MONTH = ("year", "metric_id", "employee_id", "month")
SUMS = (*MONTH, "n", "total")
TOUCHED = ("metric_id", "employee_id", "counted_on")
QUEUED = (*TOUCHED, "created_at")
CLOSED_UNTIL = (
    select(func.max(RewardPeriod.end))
    .where(RewardPeriod.agency_id == EMPLOYEE.c.agency_id, RewardPeriod.state == PeriodState.CLOSED)
    .correlate(EMPLOYEE)
    .scalar_subquery()
)


@cache
def new_facts(dialect: str) -> Any:
    """Many; gives the keys of those that were not known."""
    return _unknown(dialect).returning(*(FACTS.c[name] for name in KEY))


@cache
def new_fact(dialect: Dialect) -> Ready:
    """One alone, as an event mostly tells it."""
    return Ready(_unknown(dialect.name), dialect, columns=COLUMNS)


@cache
def more_in_month(dialect: Dialect) -> Ready:
    return Ready(_added(insert_on(dialect.name, MONTHS)), dialect, columns=SUMS)


@cache
def queued(dialect: Dialect) -> Ready:
    return Ready(QUEUE.insert(), dialect, columns=QUEUED)


@cache
def all_of_one(dialect: Dialect) -> Ready:
    """PostgreSQL: one fact with its month and its place in the queue.

    Places: the fields of a fact, its `year`, and `at`. Gives metric_id, has_extremes and counted_on,
    or nothing when the fact, its metric or its person is known already, respectively not known.
    """
    told = _unknown(dialect.name).from_select(COLUMNS, _as_told())
    told = told.returning(*(FACTS.c[name] for name in COLUMNS)).cte("told")
    year, month = (cast(extract(part, told.c.counted_on), BigInteger) for part in ("year", "month"))
    sums = select(year, told.c.metric_id, told.c.employee_id, month, told.c.n, told.c.value)
    added = _added(insert_on(dialect.name, MONTHS).from_select(SUMS, sums)).cte("added")
    people = select(*(told.c[name] for name in TOUCHED), bindparam("at", type_=Moment()))
    queue = QUEUE.insert().from_select(QUEUED, people).cte("queued")
    stored = select(told.c.metric_id, METRIC.c.has_extremes, told.c.counted_on)
    return Ready(stored.join(METRIC, METRIC.c.id == told.c.metric_id).add_cte(added, queue), dialect)


def _as_told() -> Any:
    """The row of a fact: `Home` in SQL."""
    place = {name: bindparam(name, type_=FACTS.c[name].type) for name in COLUMNS}
    placed = select(PLACEMENT.c.unit_key).where(PLACEMENT.c.employee_id == EMPLOYEE.c.id).limit(1)
    last = placed.where(PLACEMENT.c.starts_on <= place["day"]).order_by(PLACEMENT.c.starts_on.desc())
    first = placed.order_by(PLACEMENT.c.starts_on)
    columns = {
        **place,
        "metric_id": METRIC.c.id,
        "employee_id": EMPLOYEE.c.id,
        "unit_key": func.coalesce(last.scalar_subquery(), first.scalar_subquery(), EMPLOYEE.c.unit_key),
        "counted_on": func.greatest(place["day"], CLOSED_UNTIL),
    }
    asked = (METRIC.c.code == bindparam("metric"), EMPLOYEE.c.id == place["employee_id"])
    return select(*columns.values()).select_from(METRIC.join(EMPLOYEE, true())).where(*asked)


def _unknown(dialect: str) -> Any:
    return insert_on(dialect, FACTS).on_conflict_do_nothing(index_elements=KEY)


def _added(to_months: Any) -> Any:
    """To what the months have already."""
    more = to_months.excluded
    sums = {"n": MONTHS.c.n + more.n, "total": MONTHS.c.total + more.total}
    return to_months.on_conflict_do_update(index_elements=MONTH, set_=sums)
