"""Ten rules applied to everybody in chunks, while somebody else writes."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from benchmarks.lines import Line, at_most
from benchmarks.rewards_data import NOW, QUARTER, RULES, rule
from benchmarks.timing import bar
from portal.domain.rewards.evaluation.runs import start, step_together, waiting
from portal.domain.rewards.jobs import NAP_SECONDS
from portal.domain.rewards.ledger.verify import verify
from portal.domain.rewards.models import RuleVersion

APPLY_S = {15_000: 1, 60_000: 4, 1_000_000: 90}
STALL_MS = 500


@dataclass(slots=True)
class Spent:
    """Seconds of work without the naps: by the clock, and of the processor."""

    clock: float = 0
    processor: float = 0

    @contextmanager
    def working(self) -> Iterator[None]:
        clock, processor = time.perf_counter(), time.thread_time()
        yield
        self.clock += time.perf_counter() - clock
        self.processor += time.thread_time() - processor


def applying(engine: Engine, size: int) -> Iterator[Line]:
    with Session(engine) as session, session.begin():
        versions = [rule(session, tree, points, number) for number, (tree, points) in enumerate(RULES, 1)]
        ids = [version.id for version in versions]
    stalls: list[float] = []
    is_done = threading.Event()
    writer = threading.Thread(target=_another_writer, args=(engine, is_done, stalls))
    writer.start()
    spent = Spent()
    _apply(engine, ids, spent)
    is_done.set()
    writer.join()
    with Session(engine) as session:
        wrong = [one for one in verify(session) if not one.what.startswith("rollup")]
    if wrong:
        raise AssertionError(f"Sums differ after applying: {wrong[:3]}")
    limit = bar(APPLY_S, size)
    yield at_most(f"apply ten rules, busy by the clock, {size:,} people", spent.clock, "s", limit)
    yield at_most(f"apply ten rules, processor, {size:,} people", spent.processor, "s", limit)
    yield at_most("longest stall of another writer meanwhile", max(stalls) * 1000, "ms", STALL_MS)


def _apply(engine: Engine, version_ids: list[int], spent: Spent) -> None:
    """As the worker does it."""
    with spent.working(), Session(engine) as session, session.begin():
        for version_id in version_ids:
            start(session, session.get_one(RuleVersion, version_id), QUARTER, at=NOW)
    is_working = True
    while is_working:
        with spent.working(), Session(engine) as session, session.begin():
            is_working = step_together(session, waiting(session), at=NOW)
        time.sleep(NAP_SECONDS)


def _another_writer(engine: Engine, is_done: threading.Event, stalls: list[float]) -> None:
    while not is_done.is_set():
        began = time.perf_counter()
        with engine.begin() as connection:
            connection.exec_driver_sql("UPDATE agency SET name = name WHERE id = 1")
        stalls.append(time.perf_counter() - began)
        time.sleep(0.02)
