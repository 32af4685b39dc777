"""Giving the seats of one session by the fair rule, as the worker does it.

SIZE is requests: 5,000 unless asked otherwise. Everybody who asks has an account, a plan with five indicators, and
some courses behind them this year.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from benchmarks.lines import Line, at_most
from portal.database import open_engine
from portal.demo import bulk
from portal.domain.accounts.models import Account
from portal.domain.base import Base, know_all_tables
from portal.domain.organisation.models import Agency, Employee, Employment, OrgUnit
from portal.domain.organisation.paths import child_key, end_of
from portal.domain.targets.plans.contents import Aspect, Indicator, WorkResult
from portal.domain.targets.plans.models import Approach, PerformancePlan, PlanState, PlanVersion
from portal.domain.training.courses.models import Course, CourseState, CourseTag
from portal.domain.training.seats.jobs import allocate
from portal.domain.training.seats.models import Enrolment, SeatAllocation, SeatState
from portal.domain.training.sessions.models import Selection, SessionState, TrainingSession
from portal.wiring import FAIRNESS

SIZE = 5_000
SECONDS, SEATS_A_REQUEST, STALL_MS = 10, 0.1, 500
NOW = datetime(2026, 11, 20, 3, tzinfo=UTC)
COURSES, INDICATORS = 3, 5


def run(size: int) -> Iterator[Line]:
    with TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{Path(folder) / 'bench.db'}")
        know_all_tables()
        Base.metadata.create_all(engine)
        with Session(engine) as session, session.begin():
            session_id = build(session, size)
        spent = Spent(engine)
        allocate(spent.begin, session_id, FAIRNESS, NOW, nap=0)
        check(engine, session_id, size)
        engine.dispose()
    yield at_most(f"allocation of {size:,} requests", sum(spent.clock), "s", SECONDS)
    yield at_most("longest transaction of it, processor", max(spent.processor) * 1000, "ms", STALL_MS)


class Spent:
    """Short transactions, as the worker begins them: how long each lasted, by the clock and of the processor."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.clock: list[float] = []
        self.processor: list[float] = []

    @contextmanager
    def begin(self) -> Iterator[Session]:
        clock, processor = time.perf_counter(), time.process_time()
        with Session(self.engine, info={"audit_key": b"benchmark"}) as session, session.begin():
            yield session
        self.clock.append(time.perf_counter() - clock)
        self.processor.append(time.process_time() - processor)


def check(engine: Engine, session_id: int, size: int) -> None:
    with Session(engine) as session:
        seats = session.scalar(select(func.count(Enrolment.seat)).where(Enrolment.session_id == session_id))
        run = session.get_one(SeatAllocation, session_id)
        if (seats, run.done) != (run.seats, size) or run.finished_at is None:
            raise AssertionError(f"{seats} seats and {run.done} answers for {size} requests")


def build(session: Session, size: int) -> int:
    """The session whose time for requests is over."""
    agency = Agency(number=1, code="bench", name="Bench", brand={})
    session.add(agency)
    session.flush()
    key = child_key(0, 1, 1)
    unit = OrgUnit(
        agency_id=agency.id, level=1, path_key=key, path_end=end_of(key, 1), code="1", name="Bench"
    )
    session.add(unit)
    session.flush()
    people = _people(session, unit, size)
    _plans(session, unit, people)
    _behind_them(session, unit, people)
    return _asked(session, unit, people)


def _people(session: Session, unit: OrgUnit, size: int) -> list[int]:
    rows: list[bulk.Row] = [
        {"email": f"a{n}@bench", "name": f"Orang {n}", "created_at": NOW} for n in range(size)
    ]
    accounts = bulk.add(session, Account, rows)
    common = {
        "agency_id": unit.agency_id,
        "unit_id": unit.id,
        "unit_key": unit.path_key,
        "employment": Employment.PNS,
    }
    return bulk.add(
        session,
        Employee,
        [{**common, "account_id": one, "nip": f"{one:018d}", "name": f"Orang {one}"} for one in accounts],
    )


def _plans(session: Session, unit: OrgUnit, people: list[int]) -> None:
    random = Random(1)
    year = {"starts_on": date(2026, 1, 1), "ends_on": date(2027, 1, 1), "version_number": 1}
    kind = {
        "approach": Approach.QUANTITATIVE,
        "state": PlanState.ACTIVE,
        "state_since": NOW,
        "unit_id": unit.id,
    }
    plans = bulk.add(session, PerformancePlan, [{**year, **kind, "employee_id": one} for one in people])
    versions = bulk.add(
        session, PlanVersion, [{"plan_id": one, "number": 1, "opened_at": NOW} for one in plans]
    )
    results = bulk.add(
        session,
        WorkResult,
        [{"version_id": one, "number": 1, "text": "Layanan berjalan"} for one in versions],
    )
    words = ("Arsip yang tertata", "Surat yang terkirim", "Warga yang terlayani", "Laporan tepat waktu")
    bulk.add(
        session,
        Indicator,
        [
            {
                "result_id": result, "owner_id": owner, "number": number, "aspect": Aspect.QUANTITY,
                "text": random.choice(words), "target_low": Decimal(100), "realization": Decimal(random.randrange(100)),
                "due_on": date(2026, 12, 31),
            }
            for result, owner in zip(results, people, strict=True)
            for number in range(INDICATORS)
        ],
    )  # fmt: skip


def _session(
    session: Session, unit: OrgUnit, number: int, starts_at: datetime, **fields: Any
) -> TrainingSession:
    course = Course(
        code=str(number), title=f"Kursus {number}", learning_hours=4 + number, state=CourseState.PUBLISHED,
        created_at=NOW, tags=[CourseTag(tag="arsip")],
    )  # fmt: skip
    held = TrainingSession(
        course=course, agency_id=unit.agency_id, unit_low=unit.path_key, unit_high=unit.path_end,
        starts_at=starts_at, ends_at=starts_at + timedelta(hours=8), created_at=NOW, **fields,
    )  # fmt: skip
    session.add(held)
    session.flush()
    return held


def _behind_them(session: Session, unit: OrgUnit, people: list[int]) -> None:
    """Each of the courses is completed by two of three people."""
    random = Random(2)
    for number in range(1, COURSES + 1):
        then = NOW - timedelta(days=30 * number)
        fields = {"capacity": len(people), "requests_until": then, "state": SessionState.FINISHED}
        held = _session(session, unit, number, then, **fields)
        came = [one for one in people if random.random() < 2 / 3]
        bulk.add(session, Enrolment, [_row(held, unit, one, SeatState.COMPLETED, then) for one in came])


def _asked(session: Session, unit: OrgUnit, people: list[int]) -> int:
    held = _session(
        session, unit, COURSES + 1, NOW + timedelta(days=9), capacity=max(1, int(len(people) * SEATS_A_REQUEST)),
        requests_until=NOW - timedelta(hours=1), state=SessionState.PLANNED, selection=Selection.FAIR,
    )  # fmt: skip
    random = Random(3)
    rows = [
        _row(held, unit, one, SeatState.APPROVED, NOW - timedelta(seconds=random.randrange(7200, 90_000)))
        for one in people
    ]
    bulk.add(session, Enrolment, rows)
    return held.id


def _row(held: TrainingSession, unit: OrgUnit, employee_id: int, state: SeatState, at: datetime) -> bulk.Row:
    return {
        "session_id": held.id, "employee_id": employee_id, "unit_key": unit.path_key, "state": state,
        "requested_at": at, "changed_at": at,
    }  # fmt: skip
