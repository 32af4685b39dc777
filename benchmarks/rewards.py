"""The reward engine beside what no engine can beat: numpy on arrays, a plain scan of the facts, a bare insert.

SIZE is people: 15,000 unless asked otherwise; 60000, and 1000000 for whoever has the time and 20 GB.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from sqlalchemy import Engine, func, select, text
from sqlalchemy.orm import Session

from benchmarks.lines import Line, at_most
from benchmarks.rewards_boards import boards
from benchmarks.rewards_data import QUARTER, RULES, TODAY, Facts, build, rule
from benchmarks.rewards_events import event_beside_smaller, events, events_on_postgresql
from benchmarks.rewards_runs import applying
from benchmarks.timing import bar, best
from portal.database import open_engine
from portal.domain.rewards.evaluation.people import People
from portal.domain.rewards.evaluation.rule import live_rule
from portal.domain.rewards.evaluation.statements import gaining, shape_of
from portal.domain.rewards.evaluation.task import Task
from portal.domain.rewards.sql import run as execute

SIZE = 15_000
SMALLER = 60_000
PREVIEW_MS = {15_000: 50, 60_000: 150, 1_000_000: 1500}
NUMPY_TIMES, SCAN_TIMES = 10, 2


def run(size: int = SIZE) -> Iterator[Line]:
    with TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{Path(folder) / 'bench.db'}")
        facts = build(engine, size)
        yield from _previewing(engine, facts, size)
        yield from applying(engine, size)
        yield from events(engine, size)
        yield from boards(engine, size)
        if size > SMALLER:
            yield from _beside_smaller(engine, size, Path(folder))
        engine.dispose()
    yield from events_on_postgresql()


def _beside_smaller(engine: Engine, size: int, folder: Path) -> Iterator[Line]:
    smaller = open_engine(f"sqlite:///{folder / 'smaller.db'}")
    build(smaller, SMALLER)
    for _ in applying(smaller, SMALLER):
        pass
    yield from event_beside_smaller(engine, size, smaller, SMALLER)
    smaller.dispose()


def _previewing(engine: Engine, facts: Facts, size: int) -> Iterator[Line]:
    with Session(engine) as session:
        version = rule(session, *RULES[0], number=0, is_live=False)
        task = Task(rule=live_rule(session, version), window=QUARTER, people=People(), booked_on=TODAY)
        counted = select(func.count()).select_from(gaining(shape_of(task, "sqlite")).subquery())
        found = execute(session, counted, task.places).scalar_one()
        if found != len(_by_numpy(facts, size)):
            raise AssertionError(f"SQL finds {found} people, numpy {len(_by_numpy(facts, size))}")
        ours = best(lambda: execute(session, counted, task.places).scalar_one())
        scan = best(lambda: session.execute(text("SELECT sum(value), count(*) FROM fact NOT INDEXED")).one())
        session.rollback()
    numpy = best(lambda: _by_numpy(facts, size))
    yield at_most(f"preview of one rule, {size:,} people", ours, "ms", bar(PREVIEW_MS, size))
    yield at_most("preview beside numpy on arrays", ours, "ms", numpy, NUMPY_TIMES)
    yield at_most("preview beside a plain scan of the facts", ours, "ms", scan, SCAN_TIMES)


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
