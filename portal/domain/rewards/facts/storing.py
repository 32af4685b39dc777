"""The statements that store facts: the row, its month, and whom to look at again."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import BigInteger, Dialect, bindparam, cast, extract, select

from portal.domain.base import Moment
from portal.domain.rewards.facts.models import Dirty, Rollup, StoredFact
from portal.domain.rewards.ready import Ready
from portal.domain.rewards.sql import insert_on

FACTS: Any = StoredFact.__table__
MONTHS: Any = Rollup.__table__
QUEUE: Any = Dirty.__table__
KEY = ("year", "source_type", "source_id", "source_rev", "metric_id")
COLUMNS = (*KEY, "employee_id", "unit_key", "day", "counted_on", "value", "n")
MONTH = ("year", "metric_id", "employee_id", "month")
SUMS = (*MONTH, "n", "total")
TOUCHED = ("metric_id", "employee_id", "counted_on")
QUEUED = (*TOUCHED, "created_at")


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
    """PostgreSQL: one fact with its month and its place in the queue, or nothing when it is known.

    Places: `told_` before the names of the fact's columns, and `at`.
    """
    values = {name: bindparam(f"told_{name}", type_=FACTS.c[name].type) for name in COLUMNS}
    told = _unknown(dialect.name).values(values).returning(*(FACTS.c[name] for name in COLUMNS)).cte("told")
    year, month = (cast(extract(part, told.c.counted_on), BigInteger) for part in ("year", "month"))
    sums = select(year, told.c.metric_id, told.c.employee_id, month, told.c.n, told.c.value)
    added = _added(insert_on(dialect.name, MONTHS).from_select(SUMS, sums)).cte("added")
    people = select(*(told.c[name] for name in TOUCHED), bindparam("at", type_=Moment()))
    return Ready(QUEUE.insert().from_select(QUEUED, people).add_cte(added), dialect)


def _unknown(dialect: str) -> Any:
    return insert_on(dialect, FACTS).on_conflict_do_nothing(index_elements=KEY)


def _added(to_months: Any) -> Any:
    """To what the months have already."""
    more = to_months.excluded
    sums = {"n": MONTHS.c.n + more.n, "total": MONTHS.c.total + more.total}
    return to_months.on_conflict_do_update(index_elements=MONTH, set_=sums)
