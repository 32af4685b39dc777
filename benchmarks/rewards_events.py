"""Processor time of one fact with its sums and the rules that name its metric, beside storing the row alone."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from benchmarks.lines import Line, at_most
from benchmarks.rewards_data import FACTS, METRICS, NOW, TODAY, YEAR, build
from benchmarks.rewards_runs import applying
from benchmarks.timing import once
from portal.database import open_engine
from portal.domain.metrics import Fact
from portal.domain.rewards.evaluation.live import sweep
from portal.domain.rewards.facts.record import record
from portal.domain.rewards.sql import run as execute
from tests.postgres import postgres_url, unavailable_reason

EVENT_MS, ON_POSTGRESQL_MS, BARE_TIMES, LARGER_TIMES = 1, 3, 10, 3
EVENTS = 1000
WARM = 300
ON_POSTGRESQL_PEOPLE = 15_000
TICKS = os.sysconf("SC_CLK_TCK")


def events(engine: Engine, size: int) -> Iterator[Line]:
    with Session(engine) as session:
        ours = _events(session, size)
        bare = once(lambda: _insert_all(session, _people(size, 7))) / EVENTS * 1000
        session.rollback()
    yield at_most("one event with evaluation, processor", ours, "ms", EVENT_MS)
    yield at_most("one event beside a bare insert", ours, "ms", bare, BARE_TIMES)


def event_beside_smaller(engine: Engine, size: int, smaller: Engine, people: int) -> Iterator[Line]:
    """A million people must not make an event dear."""
    with Session(engine) as large, Session(smaller) as small:
        ours, theirs = _events(large, size), _events(small, people)
        large.rollback()
        small.rollback()
    yield at_most(f"one event at {size:,} people beside {people:,}", ours, "ms", theirs, LARGER_TIMES)


def events_on_postgresql() -> Iterator[Line]:
    """The event and its share of the worker's sweep: this process and the server's."""
    if reason := unavailable_reason():
        print(f"one event on PostgreSQL: not measured, {reason}")
        return
    engine = open_engine(str(postgres_url("bench")))
    build(engine, ON_POSTGRESQL_PEOPLE)
    for _ in applying(engine, ON_POSTGRESQL_PEOPLE):
        pass
    with Session(engine) as session:
        backend = session.scalar(text("SELECT pg_backend_pid()"))
        ours = _events(session, ON_POSTGRESQL_PEOPLE, lambda: _of_process(int(backend)))
        session.rollback()
    engine.dispose()
    yield at_most("one event on PostgreSQL with evaluation, processor", ours, "ms", ON_POSTGRESQL_MS)


def _people(size: int, seed: int, times: int = EVENTS) -> list[int]:
    return list(np.random.default_rng(seed).integers(1, size + 1, times).tolist())


def _events(session: Session, size: int, server: Callable[[], float] = lambda: 0.0) -> float:
    """Milliseconds each, after some that make the rules known to this process."""
    for place, who in enumerate(_people(size, 5, WARM), 1):
        _tell(session, who, -place)
    before = server()
    told = once(lambda: _tell_all(session, _people(size, 6)))
    return (told + server() - before) / EVENTS * 1000


def _tell_all(session: Session, people: list[int]) -> None:
    for place, who in enumerate(people, 1):
        _tell(session, who, place)


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
    if session.get_bind().dialect.name == "postgresql":
        sweep(session, NOW)
        session.commit()


def _insert_all(session: Session, people: list[int]) -> None:
    for place, who in enumerate(people, 1):
        row = {
            "year": YEAR, "source_type": "bare", "source_id": place, "source_rev": 0, "metric_id": 1,
            "employee_id": who, "unit_key": 1, "day": TODAY, "counted_on": TODAY, "value": 400, "n": 1,
        }  # fmt: skip
        execute(session, FACTS.insert(), row)


def _of_process(number: int) -> float:
    """Seconds a process of this machine has worked."""
    fields = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS
