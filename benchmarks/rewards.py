"""The reward engine beside what no engine can beat: numpy on arrays, a plain scan of the facts, a bare insert.

SIZE is people: 15,000 unless asked otherwise; 60000, and 1000000 for whoever has the time and 20 GB.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from sqlalchemy import Engine, func, select, text
from sqlalchemy.orm import Session

from benchmarks.lines import Line, at_most
from benchmarks.rewards_data import METRICS, NOW, RULES, TODAY, YEAR, Facts, build, rule
from portal.database import open_engine
from portal.domain.metrics import Fact
from portal.domain.organisation.models import OrgUnit
from portal.domain.periods import Window, period_of
from portal.domain.rewards.boards.queries import neighbours, place_of, top
from portal.domain.rewards.evaluation.people import People
from portal.domain.rewards.evaluation.runs import start, step
from portal.domain.rewards.evaluation.statements import gaining, shape_of
from portal.domain.rewards.evaluation.task import Task, live_rule
from portal.domain.rewards.facts.models import StoredFact
from portal.domain.rewards.facts.record import record
from portal.domain.rewards.jobs import NAP_SECONDS
from portal.domain.rewards.ledger.verify import verify
from portal.domain.rewards.models import RuleVersion
from portal.domain.rewards.periods import quarter_key
from portal.domain.rewards.sql import run as execute

SIZE = 15_000
QUARTER = period_of(TODAY, Window.QUARTER)
PREVIEW_MS = {15_000: 50, 60_000: 150, 1_000_000: 1500}
APPLY_S = {15_000: 1, 60_000: 4, 1_000_000: 90}
STALL_MS, EVENT_MS, BOARD_MS = 500, 1, 10
EVENTS = 200


def run(size: int = SIZE) -> Iterator[Line]:
    with TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{Path(folder) / 'bench.db'}")
        facts = build(engine, size)
        yield from _previewing(engine, facts, size)
        yield from _applying(engine, size)
        yield from _an_event(engine, size)
        yield from _boards(engine, size)
        engine.dispose()


def _bar(bars: dict[int, int], size: int) -> float:
    """Between the sizes that were agreed, in proportion; a smaller installation gets no smaller bar."""
    return float(np.interp(size, list(bars), list(bars.values())))


def _best(work: Callable[[], object], times: int = 5) -> float:
    """Milliseconds of the quickest of some runs, after one to warm up."""
    work()
    found = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        found.append(time.perf_counter() - began)
    return min(found) * 1000


def _previewing(engine: Engine, facts: Facts, size: int) -> Iterator[Line]:
    with Session(engine) as session:
        version = rule(session, *RULES[0], number=0, is_live=False)
        task = Task(rule=live_rule(session, version), window=QUARTER, people=People(), booked_on=TODAY)
        counted = select(func.count()).select_from(gaining(shape_of(task, "sqlite")).subquery())
        found = execute(session, counted, task.places).scalar_one()
        if found != len(_by_numpy(facts, size)):
            raise AssertionError(f"SQL finds {found} people, numpy {len(_by_numpy(facts, size))}")
        ours = _best(lambda: execute(session, counted, task.places).scalar_one())
        scan = _best(lambda: session.execute(text("SELECT sum(value), count(*) FROM fact NOT INDEXED")).one())
        session.rollback()
    numpy = _best(lambda: _by_numpy(facts, size))
    yield at_most(f"preview of one rule, {size:,} people", ours, "ms", _bar(PREVIEW_MS, size))
    yield at_most("preview beside numpy on arrays", ours, "ms", numpy, 10)
    yield at_most("preview beside a plain scan of the facts", ours, "ms", scan, 2)


def _by_numpy(facts: Facts, size: int) -> Any:
    """The first rule on arrays: whoever meets it."""
    quarter = facts.day >= (QUARTER.start - QUARTER.start.replace(month=1)).days

    def sums(mask: Any) -> tuple[Any, Any]:
        who = facts.who[mask]
        return np.bincount(who, minlength=size + 1), np.bincount(who, facts.value[mask], size + 1)

    reviews, ratings = sums((facts.metric == 1) & quarter)
    _, hours = sums(facts.metric == 2)
    targets, met = sums((facts.metric == 3) & quarter)
    good = (reviews >= 20) & (ratings >= 350 * reviews) & (hours >= 2000) & (targets > 0) & (met == targets)
    return np.flatnonzero(good)


def _applying(engine: Engine, size: int) -> Iterator[Line]:
    with Session(engine) as session, session.begin():
        versions = [rule(session, tree, points, number) for number, (tree, points) in enumerate(RULES, 1)]
        ids = [version.id for version in versions]
    stalls: list[float] = []
    is_done = threading.Event()
    writer = threading.Thread(target=_another_writer, args=(engine, is_done, stalls))
    writer.start()
    busy = sum(_apply(engine, version_id) for version_id in ids)
    is_done.set()
    writer.join()
    with Session(engine) as session:
        wrong = [one for one in verify(session) if not one.what.startswith("rollup")]
    if wrong:
        raise AssertionError(f"Sums differ after applying: {wrong[:3]}")
    yield at_most(f"apply ten rules, busy, {size:,} people", busy, "s", _bar(APPLY_S, size))
    yield at_most("longest stall of another writer meanwhile", max(stalls) * 1000, "ms", STALL_MS)


def _apply(engine: Engine, version_id: int) -> float:
    """Seconds of work without the naps between the chunks."""
    busy, is_working, run_id = 0.0, True, 0
    while is_working:
        began = time.perf_counter()
        with Session(engine) as session, session.begin():
            version = session.get_one(RuleVersion, version_id)
            chunk = (
                session.get_one(_run_model(), run_id) if run_id else start(session, version, QUARTER, at=NOW)
            )
            run_id = chunk.id
            is_working = step(session, chunk, at=NOW)
        busy += time.perf_counter() - began
        time.sleep(NAP_SECONDS)
    return busy


def _run_model() -> Any:
    from portal.domain.rewards.models import EvaluationRun

    return EvaluationRun


def _another_writer(engine: Engine, is_done: threading.Event, stalls: list[float]) -> None:
    while not is_done.is_set():
        began = time.perf_counter()
        with engine.begin() as connection:
            connection.exec_driver_sql("UPDATE agency SET name = name WHERE id = 1")
        stalls.append(time.perf_counter() - began)
        time.sleep(0.02)


def _an_event(engine: Engine, size: int) -> Iterator[Line]:
    """CPU of one fact with its sums and the rules that name its metric, beside storing the row alone."""
    random = np.random.default_rng(5)
    whose = random.integers(1, size + 1, 2 * EVENTS).tolist()
    with Session(engine) as session:
        for number in whose[:20]:
            _tell(session, number, -number)
        ours = _cpu(lambda: [_tell(session, number, place) for place, number in enumerate(whose[:EVENTS], 1)])
        bare = _cpu(
            lambda: [_insert(session, number, place) for place, number in enumerate(whose[EVENTS:], 1)]
        )
        session.rollback()
    yield at_most("one event with evaluation, CPU", ours, "ms", EVENT_MS)
    yield at_most("one event beside a bare insert", ours, "ms", bare, 10)


def _tell(session: Session, employee_id: int, source_id: int) -> None:
    told = Fact(
        metric=METRICS[0].code,
        employee_id=employee_id,
        day=TODAY,
        value=400,
        source_type="event",
        source_id=source_id,
    )
    record(session, [told], at=NOW)


def _insert(session: Session, employee_id: int, source_id: int) -> None:
    row = {
        "year": YEAR, "source_type": "bare", "source_id": source_id, "source_rev": 0, "metric_id": 1,
        "employee_id": employee_id, "unit_key": 1, "day": TODAY, "counted_on": TODAY, "value": 400, "n": 1,
    }  # fmt: skip
    execute(session, StoredFact.__table__.insert(), row)  # type: ignore[attr-defined]


def _cpu(work: Callable[[], object]) -> float:
    """Milliseconds of processor time for each of the events."""
    began = time.process_time()
    work()
    return (time.process_time() - began) / EVENTS * 1000


def _boards(engine: Engine, size: int) -> Iterator[Line]:
    key = quarter_key(TODAY)
    with Session(engine) as session:
        for level in sorted(session.scalars(select(OrgUnit.level).distinct())):
            unit = session.scalars(select(OrgUnit).where(OrgUnit.level == level).limit(1)).one()
            low, high = unit.path_key, unit.path_end
            best = top(session, low, high, key, 50)
            if not best:
                continue
            who = best[len(best) // 2].employee_id
            asked: dict[str, Callable[[], object]] = {
                "top 50": lambda low=low, high=high: top(session, low, high, key, 50),  # type: ignore[misc]
                "own rank": lambda who=who, low=low, high=high: place_of(session, who, low, high, key),  # type: ignore[misc]
                "neighbours": lambda who=who, low=low, high=high: neighbours(session, who, low, high, key, 2),  # type: ignore[misc]
            }
            for name, question in asked.items():
                yield at_most(
                    f"{name}, unit of level {level}, {size:,} people", _best(question), "ms", BOARD_MS
                )
