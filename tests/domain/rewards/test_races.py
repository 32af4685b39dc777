"""Several processes and threads at once: nothing is lost, nothing is paid twice, caps hold."""

import threading
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from multiprocessing import get_context

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.database import open_engine
from portal.domain.base import know_all_tables
from portal.domain.metrics import Fact
from portal.domain.rewards.evaluation.live import sweep
from portal.domain.rewards.facts.record import record
from portal.domain.rewards.ledger.models import Award, LedgerEntry
from portal.domain.rewards.ledger.verify import verify
from portal.domain.rewards.models import Rollup, StoredFact
from portal.domain.rewards.rules.tree import all_of
from tests import factories
from tests.factories import NOW
from tests.factories_rewards import HOURS, RATING, TARGET, fact, leaf, metrics, rule

pytestmark = pytest.mark.slow
PROCESSES = get_context("forkserver")
PROCESSES.set_forkserver_preload(["tests.domain.rewards.test_races"])


def tell_often(url: str, facts: list[Fact], times: int, is_looking: bool) -> int:
    know_all_tables()
    engine = open_engine(url)
    new = 0
    for _ in range(times):
        for told in facts:
            with Session(engine) as session, session.begin():
                new += record(session, [told], at=NOW)
            if is_looking:
                with Session(engine) as session, session.begin():
                    sweep(session, NOW)
    engine.dispose()
    return new


def test_the_same_fact_100_times_from_10_processes_is_one_row(session, config):
    metrics(session)
    anna = factories.employee(session)
    rule(session, leaf(TARGET))
    told = fact(TARGET, anna.id)
    session.commit()
    with ProcessPoolExecutor(10, mp_context=PROCESSES) as pool:
        jobs = [pool.submit(tell_often, config.database_url, [told], 10, False) for _ in range(10)]
        assert sum(job.result() for job in jobs) == 1
    sweep(session, NOW)
    assert session.scalar(select(func.count()).select_from(StoredFact)) == 1
    assert session.scalar(select(Rollup.n)) == 1
    assert session.scalar(select(func.count()).select_from(LedgerEntry)) == 1


def test_a_cap_holds_across_processes(session, config):
    """The budget pays three awards, however many processes grant at the same moment."""
    metrics(session)
    home = factories.unit(session)
    people = [factories.employee(session, unit_=home).id for _ in range(24)]
    rule(session, leaf(TARGET), points=10, budget=35)
    session.commit()
    with ProcessPoolExecutor(4, mp_context=PROCESSES) as pool:
        facts = [[fact(TARGET, one) for one in people[part::4]] for part in range(4)]
        jobs = [pool.submit(tell_often, config.database_url, part, 1, True) for part in facts]
        assert sum(job.result() for job in jobs) == 24
    assert session.scalar(select(func.sum(LedgerEntry.points))) == 30
    assert session.scalar(select(func.count()).select_from(Award)) == 3


def teller(engine, both, people, metric, value):
    for who in people:
        told = fact(metric, who, value, day=date(2026, 11, 3))
        both.wait(30)
        with Session(engine) as own, own.begin():
            record(own, [told], at=NOW)


def worker(engine, is_done):
    while not is_done.is_set():
        with Session(engine) as own, own.begin():
            sweep(own, NOW)


def complete_all(url: str, people: list[int]) -> list[BaseException]:
    """Two tellers meet at every person, two workers look all the while; what went wrong is handed back."""
    engine, both, is_done = open_engine(url), threading.Barrier(2), threading.Event()
    failures: list[BaseException] = []

    def guarded(work, *arguments):
        try:
            work(engine, *arguments)
        except BaseException as failure:
            failures.append(failure)
            both.abort()

    tellers = [
        threading.Thread(target=guarded, args=(teller, both, people, *one))
        for one in ((RATING, 400), (HOURS, 100))
    ]
    workers = [threading.Thread(target=guarded, args=(worker, is_done)) for _ in range(2)]
    for thread in (*tellers, *workers):
        thread.start()
    for thread in tellers:
        thread.join()
    is_done.set()
    for thread in workers:
        thread.join()
    engine.dispose()
    return failures


def test_two_metrics_of_one_person_at_once_lose_and_double_nothing(session, config):
    """300 people, each completed by two transactions at the same moment, while two workers look (PostgreSQL)."""
    metrics(session)
    home = factories.unit(session)
    many = 300 if session.get_bind().dialect.name == "postgresql" else 60
    people = [factories.employee(session, unit_=home, has_account=False).id for _ in range(many)]
    rule(session, all_of(leaf(RATING, "avg", threshold=350), leaf(HOURS, "sum", threshold=100)))
    session.commit()
    assert complete_all(config.database_url, people) == []
    while sweep(session, NOW):
        session.commit()
    assert session.scalar(select(func.count()).select_from(Award)) == many
    assert session.scalar(select(func.sum(LedgerEntry.points))) == many * 100
    assert verify(session) == []
