"""What runs beside the pages: the queue of changed people, long runs, closings, the nightly check.

Every step is a short transaction of its own. `begin` opens one: `with begin() as session: …` commits at the end.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from datetime import datetime
from typing import TypeAlias

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.domain.metrics import MetricSource
from portal.domain.organisation.models import Employee
from portal.domain.rewards.boards.models import PeriodState, RewardPeriod
from portal.domain.rewards.boards.sizes import refresh_unit_sizes
from portal.domain.rewards.evaluation.closing import closing_tasks, due, finish, note_closing
from portal.domain.rewards.evaluation.grants import UNCHANGED, settle
from portal.domain.rewards.evaluation.live import sweep
from portal.domain.rewards.evaluation.people import People
from portal.domain.rewards.evaluation.runs import CHUNK, step_together, waiting
from portal.domain.rewards.facts.rebuild import weigh
from portal.domain.rewards.incidents.actions import note_differences
from portal.domain.rewards.ledger.checks import check
from portal.domain.rewards.ledger.moves import follow_moves
from portal.domain.rewards.ledger.verify import Difference
from portal.domain.rewards.recognition.posting import post_awards
from portal.domain.rewards.sql import one_evaluator

log = logging.getLogger(__name__)

Begin: TypeAlias = Callable[[], AbstractContextManager[Session]]

NAP_SECONDS = 0.1


def sweep_queue(begin: Begin, at: datetime) -> int:
    """Look at everybody whose numbers changed (PostgreSQL); on SQLite that happened with the fact."""
    looked = 0
    while True:
        with begin() as session:
            rows = sweep(session, at)
        looked += rows
        if not rows:
            return looked


def work_on_runs(begin: Begin, at: datetime, nap: float = NAP_SECONDS) -> int:
    """Go on with waiting runs until none is left. Naps let other writers in between the chunks."""
    steps = 0
    while True:
        with begin() as session:
            runs = waiting(session)
            if not runs:
                return steps
            step_together(session, runs, at=at)
        steps += 1
        time.sleep(nap)


def announce_awards(begin: Begin, at: datetime) -> int:
    """Put what was newly earned on the walls; a round every few minutes."""
    with begin() as session:
        return post_awards(session, at=at)


def close_due(begin: Begin, at: datetime, nap: float = NAP_SECONDS) -> int:
    """Close every quarter whose grace is over, a chunk of people at a time."""
    with begin() as session:
        ready = [row.id for row in due(session, at)]
    for period_id in ready:
        _close_gently(begin, period_id, at, nap)
    return len(ready)


def _close_gently(begin: Begin, period_id: int, at: datetime, nap: float) -> None:
    """Settling twice changes nothing, so whoever dies in the middle simply begins again."""
    with begin() as session:
        row = session.get_one(RewardPeriod, period_id)
        tasks = list(closing_tasks(session, row.agency_id, row.period))
        agency_id, last = row.agency_id, session.scalar(select(func.max(Employee.id))) or 0
    for task in tasks:
        outcome = UNCHANGED
        for low in range(1, last + 1, CHUNK):
            with begin() as session:
                one_evaluator(session)
                people = People(low=low, high=low + CHUNK - 1, agency_id=agency_id)
                outcome += settle(session, task.for_people(people), at=at)
            time.sleep(nap)
        with begin() as session:
            note_closing(session, session.get_one(RewardPeriod, period_id), task, outcome, at=at)
    with begin() as session:
        one_evaluator(session)
        row = session.get_one(RewardPeriod, period_id)
        if row.state is PeriodState.CLOSING:  # two workers may have begun
            finish(session, row, at=at)


def check_nightly(begin: Begin, sources: Iterable[MetricSource], at: datetime) -> list[Difference]:
    """Renew what is only counted once a day, write down every sum that disagrees, and mend what can be."""
    with begin() as session:
        follow_moves(session)
        refresh_unit_sizes(session)
        weigh(session)
        differences = check(session, sources, at=at)
    for difference in differences:
        log.error("Rewards disagree: %s at %s by %s", difference.what, difference.key, difference.by)
    with begin() as session:
        note_differences(session, differences, sources, at=at)
    return differences
