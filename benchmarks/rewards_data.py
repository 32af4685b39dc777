"""An installation of so many people with a year of facts, as like the real world as numbers can be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import repeat
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
from sqlalchemy import Engine, insert
from sqlalchemy.orm import Session
from sqlalchemy.schema import CreateIndex

from portal.domain.base import know_all_tables
from portal.domain.metrics import Metric, MetricKind, MetricUse
from portal.domain.organisation.models import Agency, Employee, Employment, OrgUnit, Placement
from portal.domain.organisation.paths import child_key, end_of
from portal.domain.periods import Window, period_of
from portal.domain.rewards.boards.sizes import refresh_unit_sizes
from portal.domain.rewards.facts.models import StoredFact
from portal.domain.rewards.facts.rebuild import rebuild_rollup, register
from portal.domain.rewards.periods import RuleWindow
from portal.domain.rewards.rules.actions import go_live
from portal.domain.rewards.rules.models import GrantPolicy, Rule, RuleVersion
from portal.domain.rewards.rules.tree import (
    Aggregate,
    Comparator,
    Leaf,
    Node,
    all_of,
    any_of,
    fingerprint,
    to_json,
)
from portal.domain.rewards.sql import analyze

YEAR = 2026
NOW = datetime(YEAR, 12, 15, 3, tzinfo=UTC)
TODAY = date(YEAR, 12, 15)
QUARTER = period_of(TODAY, Window.QUARTER)
UNITS_WIDE = 12
PEOPLE_A_UNIT = 25
CHUNK = 100_000

FACTS: Any = StoredFact.__table__
COLUMNS = (
    "year", "source_type", "source_id", "source_rev", "metric_id", "employee_id", "unit_key", "day", "counted_on",
    "value", "n",
)  # fmt: skip
DAYS = [str(date(YEAR, 1, 1) + timedelta(days=number)) for number in range(366)]

Rows: TypeAlias = Iterable[tuple[Any, ...]]
Ints = npt.NDArray[np.int64]

NAMES = ("review", "training", "target", "peer", "module", "complaint")
METRICS = tuple(
    Metric(
        code=name,
        kind=MetricKind.RATING
        if name == "review"
        else MetricKind.YES_NO
        if name == "target"
        else MetricKind.SUM,
        use=MetricUse.OUTCOME,
        label=name,
        unit="",
        scale=1 if name == "target" else 100,
    )
    for name in NAMES
)


@dataclass(frozen=True, slots=True)
class Facts:
    """Parallel arrays, in the order in which they happened; metrics count from 1, days from 0."""

    who: Ints
    metric: Ints
    day: Ints
    value: Ints


def leaf(
    metric: str,
    aggregate: str,
    threshold: int,
    window: str = "quarter",
    comparator: str = ">=",
    least: int = 0,
) -> Leaf:
    return Leaf(
        metric=metric,
        aggregate=Aggregate(aggregate),
        window=RuleWindow(window),
        comparator=Comparator(comparator),
        threshold=threshold,
        at_least=least,
    )


RULES: tuple[tuple[Node, int], ...] = (
    (all_of(leaf("review", "avg", 350, least=20), leaf("training", "sum", 2000, "year"),
            leaf("target", "share", 100, least=1)), 200),
    (leaf("review", "avg", 300, least=10), 50),
    (all_of(leaf("training", "sum", 4000, "year"), leaf("target", "count", 1)), 100),
    (all_of(leaf("peer", "count", 4, "year"), leaf("target", "count", 1)), 20),
    (leaf("target", "share", 100, least=4), 50),
    (all_of(leaf("module", "count", 3, "year"), leaf("target", "count", 1)), 30),
    (all_of(leaf("target", "sum", 15, "year"), leaf("target", "count", 1)), 80),
    (all_of(leaf("review", "count", 100, "year"), leaf("review", "avg", 400)), 150),
    (all_of(any_of(leaf("training", "sum", 3000, "year"), leaf("module", "count", 5, "year")),
            leaf("target", "share", 100, least=1)), 60),
    (all_of(leaf("complaint", "count", 0, comparator="<="), leaf("review", "count", 5)), 40),
)  # fmt: skip


def facts_of(people: int, seed: int = 3) -> Facts:
    """About 50 facts a person: a fifth work at counters and have many reviews."""
    random = np.random.default_rng(seed)
    everybody = np.arange(1, people + 1)
    at_counters = random.random(people) < 0.2
    reviews = np.where(at_counters, random.lognormal(4.3, 0.75, people), random.poisson(2, people)).astype(
        np.int64
    )
    skill = random.normal(3.7, 0.5, people)
    reviewed = np.repeat(everybody, reviews)
    rating = np.clip(np.rint(random.normal(skill[reviewed - 1], 1.0)), 1, 5) * 100
    targets, luck = np.repeat(everybody, 16), random.beta(6, 1.2, people)
    parts: list[tuple[Ints, int, Ints]] = [
        (reviewed, 1, rating.astype(np.int64)),
        (targets, 3, (random.random(len(targets)) < luck[targets - 1]).astype(np.int64)),
    ]
    for metric, mean, low, high in ((2, 5, 4, 21), (4, 4, 1, 2), (5, 3, 1, 2), (6, 0.2, 1, 2)):
        who = np.repeat(everybody, random.poisson(mean, people))
        steps = random.integers(low, high, len(who))
        parts.append((who, metric, steps * (50 if metric == 2 else 1)))
    who = np.concatenate([part[0] for part in parts])
    metric_ids = np.concatenate([np.full(len(part[0]), part[1]) for part in parts])
    value = np.concatenate([part[2] for part in parts])
    day = random.integers(0, 348, len(who))
    order = np.argsort(day, kind="stable")
    return Facts(who[order], metric_ids[order], day[order], value[order])


def build(engine: Engine, people: int) -> Facts:
    know_all_tables().create_all(engine)
    facts = facts_of(people)
    with Session(engine) as session, session.begin():
        homes = _organisation(session, people)
        register(session, METRICS)
    _store(engine, facts, homes)
    with Session(engine) as session, session.begin():
        rebuild_rollup(session)
        refresh_unit_sizes(session)
        analyze(session)
    return facts


def _organisation(session: Session, people: int) -> Ints:
    """One agency, departments and sections of 25 people; the unit key of everybody."""
    root = child_key(0, 1, 1)
    session.add(Agency(id=1, number=1, code="a", name="Kota"))
    session.flush()
    sections = max(1, people // PEOPLE_A_UNIT)
    units = [_unit(1, None, 1, root)]
    keys = []
    for number in range(-(-sections // UNITS_WIDE)):
        department = (
            child_key(root, 2, number % 1000 + 1) if sections <= 12_000 else child_key(root, 3, number + 1)
        )
        level = 2 if sections <= 12_000 else 3
        units.append(_unit(len(units) + 1, 1, level, department))
        parent = len(units)
        for place in range(UNITS_WIDE):
            keys.append((len(units) + 1, child_key(department, level + 1, place + 1)))
            units.append(_unit(len(units) + 1, parent, level + 1, keys[-1][1]))
    session.execute(insert(OrgUnit), units)
    at = [keys[min(number // PEOPLE_A_UNIT, len(keys) - 1)] for number in range(people)]
    for low in range(0, people, CHUNK):
        rows = [_person(number, *at[number]) for number in range(low, min(low + CHUNK, people))]
        session.execute(insert(Employee), rows)
        session.execute(insert(Placement), [_placement(row) for row in rows])
    return np.array([key for _, key in at])


def _unit(number: int, parent: int | None, level: int, key: int) -> dict[str, object]:
    return {
        "id": number, "agency_id": 1, "parent_id": parent, "level": level, "path_key": key,
        "path_end": end_of(key, level), "code": f"u{number}", "name": f"Unit {number}",
    }  # fmt: skip


def _person(number: int, unit_id: int, unit_key: int) -> dict[str, object]:
    return {
        "id": number + 1, "agency_id": 1, "nip": f"{number + 1:018d}", "name": f"Pegawai {number + 1}",
        "employment": Employment.PNS, "unit_id": unit_id, "unit_key": unit_key,
    }  # fmt: skip


def _placement(person: dict[str, object]) -> dict[str, object]:
    return {
        "employee_id": person["id"], "unit_id": person["unit_id"], "unit_key": person["unit_key"],
        "starts_on": date(2020, 1, 1),
    }  # fmt: skip


def _store(engine: Engine, facts: Facts, homes: Ints) -> None:
    """Straight to the driver, and the index of persons afterwards: a year of a million people is 50 million rows."""
    by_person = next(index for index in FACTS.indexes if index.name == "ix_fact_counted")
    pooled = engine.raw_connection()
    connection: Any = pooled.driver_connection
    connection.execute(f"DROP INDEX {by_person.name}")
    load = _by_inserts if engine.dialect.name == "sqlite" else _by_copy
    load(connection, (_rows(facts, homes, low) for low in range(0, len(facts.who), CHUNK)))
    connection.execute(str(CreateIndex(by_person).compile(engine)))
    connection.commit()
    pooled.invalidate()


def _by_inserts(connection: Any, chunks: Iterable[Rows]) -> None:
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("PRAGMA cache_size = -500000")
    places = ", ".join("?" * len(COLUMNS))
    for rows in chunks:
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(f"INSERT INTO fact ({', '.join(COLUMNS)}) VALUES ({places})", rows)
        connection.commit()


def _by_copy(connection: Any, chunks: Iterable[Rows]) -> None:
    with connection.cursor().copy(f"COPY fact ({', '.join(COLUMNS)}) FROM STDIN") as copy:
        for rows in chunks:
            for row in rows:
                copy.write_row(row)


def _rows(facts: Facts, homes: Ints, low: int) -> Rows:
    part = slice(low, low + CHUNK)
    who, when = facts.who[part], [DAYS[day] for day in facts.day[part].tolist()]
    return zip(
        repeat(YEAR), repeat("bench"), range(low, low + len(who)), repeat(0), facts.metric[part].tolist(),
        who.tolist(), homes[who - 1].tolist(), when, when, facts.value[part].tolist(), repeat(1), strict=False,
    )  # fmt: skip


def rule(session: Session, tree: Node, points: int, number: int, *, is_live: bool = True) -> RuleVersion:
    made = Rule(code=f"rule-{number}", name=f"Rule {number}", created_at=NOW)
    session.add(made)
    session.flush()
    version = RuleVersion(
        rule_id=made.id, number=1, tree=to_json(tree), fingerprint=fingerprint(tree), window=RuleWindow.QUARTER,
        scope={}, policy=GrantPolicy.AT_ONCE_REVOCABLE, points=points, created_at=NOW,
    )  # fmt: skip
    session.add(version)
    session.flush()
    if is_live:
        go_live(session, version, at=NOW)
    return version
