"""Telling rewards what happened: each fact is stored once, added to its month, and looked at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time
from functools import cache
from typing import Any

from sqlalchemy import Dialect, bindparam, select
from sqlalchemy.orm import Session

from portal.domain.metrics import Fact
from portal.domain.organisation.models import Employee, Placement
from portal.domain.rewards.evaluation.book import MetricEntry, by_codes
from portal.domain.rewards.evaluation.live import look_again
from portal.domain.rewards.evaluation.rule import LiveRule
from portal.domain.rewards.facts.extremes import MonthKey, renew_extremes
from portal.domain.rewards.facts.storing import (
    CLOSED_UNTIL,
    KEY,
    MONTH,
    QUEUE,
    TOUCHED,
    all_of_one,
    more_in_month,
    new_fact,
    new_facts,
    queued,
)
from portal.domain.rewards.ready import Ready
from portal.domain.rewards.sql import dialect_of, run


class UnknownMetric(LookupError):
    """A fact names a metric that was never registered."""


@dataclass(frozen=True, slots=True)
class Home:
    """Where a person worked when, and up to which day their agency's periods are closed."""

    unit_key: int
    closed_until: date | None
    placements: Sequence[tuple[date, int]]

    def unit_on(self, day: date) -> int:
        """The unit of that day; before the first known placement, the first."""
        before = [key for starts_on, key in self.placements if starts_on <= day]
        return before[-1] if before else self.placements[0][1] if self.placements else self.unit_key

    def counted_on(self, day: date) -> date:
        """A fact that comes after its period was closed counts for the next one."""
        return day if self.closed_until is None or day >= self.closed_until else self.closed_until


def record(session: Session, facts: Iterable[Fact], *, at: datetime | None = None) -> int:
    """Store what is new and let it count; gives how many were new. Telling a fact again changes nothing.

    On SQLite the rules are evaluated in this transaction; on PostgreSQL people are queued for the worker.
    """
    told = list(facts)
    if not told:
        return 0
    session.flush()
    at = at or datetime.combine(max(fact.day for fact in told), time(12), UTC)
    if dialect_of(session) == "postgresql" and len(told) == 1 and _store_at_once(session, told[0], at):
        return 1
    metrics = by_codes(session, {fact.metric for fact in told})
    if unknown := {fact.metric for fact in told} - set(metrics):
        raise UnknownMetric(", ".join(sorted(unknown)))
    rows = _rows(session, told, metrics)
    extremes = {entry.id for entry in metrics.values() if entry.has_extremes}
    new = _insert(session, rows)
    if new:
        add_up(session, new)
        renew_extremes(session, _months(new, extremes))
        _have_looked_at(session, new, {entry.id: entry.rules for entry in metrics.values()}, at)
    return len(new)


def _store_at_once(session: Session, fact: Fact, at: datetime) -> bool:
    """On PostgreSQL, what an event mostly tells: every statement less is time the person does not wait.

    False when there is nothing new, or nothing known to hang it on: then the long way says which.
    """
    places = {**asdict(fact), "year": fact.day.year, "at": at}
    stored = all_of_one(session.get_bind().dialect).rows(session, places)
    for metric_id, has_extremes, counted_on in stored:
        if has_extremes:
            renew_extremes(session, [(counted_on.year, metric_id, fact.employee_id, counted_on.month)])
    return bool(stored)


def _rows(
    session: Session, facts: Sequence[Fact], metrics: Mapping[str, MetricEntry]
) -> list[dict[str, Any]]:
    homes = homes_of(session, {fact.employee_id for fact in facts})
    rows = []
    for fact in facts:
        home = homes[fact.employee_id]
        rows.append(
            {
                "year": fact.day.year,
                "source_type": fact.source_type,
                "source_id": fact.source_id,
                "source_rev": fact.source_rev,
                "metric_id": metrics[fact.metric].id,
                "employee_id": fact.employee_id,
                "unit_key": home.unit_on(fact.day),
                "day": fact.day,
                "counted_on": home.counted_on(fact.day),
                "value": fact.value,
                "n": fact.n,
            }
        )
    return sorted(rows, key=lambda row: [row[name] for name in KEY])


HOMES = (
    select(Employee.id, Employee.unit_key, CLOSED_UNTIL, Placement.starts_on, Placement.unit_key)
    .outerjoin(Placement, Placement.employee_id == Employee.id)
    .order_by(Employee.id, Placement.starts_on)
)
HOMES_OF_MANY = HOMES.where(Employee.id.in_(bindparam("people", expanding=True)))


def homes_of(session: Session, employee_ids: Iterable[int]) -> dict[int, Home]:
    people = sorted(set(employee_ids))
    if len(people) == 1:
        rows = _home(session.get_bind().dialect).rows(session, {"who": people[0]})
    else:
        rows = run(session, HOMES_OF_MANY, {"people": people}).all()
    homes: dict[int, Home] = {}
    for employee_id, unit_key, closed_until, starts_on, placed_in in rows:
        home = homes.setdefault(employee_id, Home(unit_key, closed_until, []))
        if starts_on is not None:
            home.placements.append((starts_on, placed_in))  # type: ignore[attr-defined]
    return homes


@cache
def _home(dialect: Dialect) -> Ready:
    return Ready(HOMES.where(Employee.id == bindparam("who")), dialect)


def _insert(session: Session, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows that were not known before."""
    if len(rows) == 1:
        return rows if new_fact(session.get_bind().dialect).change(session, rows[0]) else []
    stored = run(session, new_facts(dialect_of(session)), rows).all()
    new = {tuple(row) for row in stored}
    unique = {tuple(row[name] for name in KEY): row for row in reversed(rows)}
    return [row for key, row in unique.items() if key in new]


def _months(rows: Iterable[Mapping[str, Any]], metric_ids: set[int]) -> set[MonthKey]:
    return {month_key(row) for row in rows if row["metric_id"] in metric_ids}


def month_key(row: Mapping[str, Any]) -> MonthKey:
    day: date = row["counted_on"]
    return day.year, row["metric_id"], row["employee_id"], day.month


def add_up(session: Session, new: Sequence[Mapping[str, Any]]) -> None:
    """Add the rows' `n` and `value` to the months they count in."""
    sums: dict[MonthKey, list[int]] = {}
    for row in new:
        both = sums.setdefault(month_key(row), [0, 0])
        both[0] += row["n"]
        both[1] += row["value"]
    rows = [dict(zip(MONTH, key, strict=True), n=n, total=total) for key, (n, total) in sorted(sums.items())]
    more = more_in_month(session.get_bind().dialect)
    for row in rows:
        more.change(session, row)


def _have_looked_at(
    session: Session,
    new: list[dict[str, Any]],
    rules: Mapping[int, Sequence[LiveRule]],
    at: datetime,
) -> None:
    touched = {(row["metric_id"], row["employee_id"], row["counted_on"]) for row in new}
    if dialect_of(session) == "sqlite":
        look_again(session, touched, rules, at=at)
        return
    rows = [dict(zip(TOUCHED, one, strict=True), created_at=at) for one in sorted(touched)]
    if len(rows) == 1:
        queued(session.get_bind().dialect).change(session, rows[0])
    else:
        run(session, QUEUE.insert(), rows)
