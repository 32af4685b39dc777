"""The ledger of learning hours as the year filled it: finished modules, completed trainings, verified certificates.

Must be loaded after everything that gives hours, and before rewards take in the facts.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from portal.demo import bulk
from portal.demo.training_pool import FEW
from portal.demo.world import Person, World
from portal.domain.organisation.models import Employment
from portal.domain.periods import local_day
from portal.domain.training.courses.models import Course, CourseKind, Trainer
from portal.domain.training.hours.law import RATES
from portal.domain.training.hours.models import Assignment, HoursEntry, HoursTag, HoursWarning, TaughtHours
from portal.domain.training.hours.needs import HoursSource
from portal.domain.training.hours.standing import contract_year
from portal.domain.training.hours.warnings import occasion_on
from portal.domain.training.sessions.models import SessionState, SessionTrainer, TrainingSession
from portal.wiring import HOURS_SOURCES

HR = "kepegawaian@demo.test"
AT_ONCE = 5000
WITH_LETTER = 4  # of five PPPK
PURPOSES = (
    "Pengembangan kompetensi sesuai perjanjian kerja",
    "Peningkatan mutu pelayanan kepada masyarakat",
    "Penguatan kompetensi teknis jabatan",
)


def load(session: Session, world: World) -> None:
    for source in HOURS_SOURCES:
        _book(session, world, source)
    bulk.add(session, TaughtHours, list(_taught(session, world)))
    bulk.add(session, Assignment, list(_assignments(world)))
    told = list(_told(world))
    if told:
        session.execute(insert(HoursWarning), told)


def _book(session: Session, world: World, source: HoursSource) -> None:
    """In the order of days, as it would have come about."""
    rows = session.execute(source.finished()).all()
    entries: list[dict[str, Any]] = []
    tags: list[dict[str, Any]] = []
    following = bulk.next_id(session, HoursEntry)
    for row in rows:
        person = world.by_id.get(row.employee_id)
        entry = _entry(world, source, row, person) if person else None
        if entry is None:
            continue
        entry["id"] = following + len(entries)
        entries.append(entry)
        words = {word.strip().lower() for word in (row.tags or "").split(",") if word.strip()}
        common = {"employee_id": row.employee_id, "entry_id": entry["id"], "hours": entry["hours"]}
        tags += [{"tag": word, **common} for word in sorted(words)]
    bulk.add(session, HoursEntry, entries)
    for start in range(0, len(tags), AT_ONCE):
        session.execute(insert(HoursTag), tags[start : start + AT_ONCE])


def _entry(world: World, source: HoursSource, row: Any, person: Person) -> dict[str, Any] | None:
    day: date = row.day or local_day(row.at, person.timezone)
    counted = _counted(CourseKind(row.kind), row.hours)
    if not counted:
        return None
    evening = datetime.combine(day, time(16, 0), ZoneInfo(person.timezone))
    return {
        "employee_id": person.id,
        "unit_key": person.moved.unit_key if person.moved and day < person.moved.until else person.unit_key,
        "year": day.year,
        "day": day,
        "kind": CourseKind(row.kind),
        "title": row.title,
        "provider": row.provider,
        "held": row.hours,
        "hours": counted,
        "source_type": source.source_type,
        "source_id": row.source_id,
        "revision": 0,
        "reason": "",
        "booked_by": None,
        "booked_at": min(evening, world.now),
    }


def _counted(kind: CourseKind, held: int) -> int:
    return next(one for one in RATES if one.kind is kind).counted(held)


def _taught(session: Session, world: World) -> Iterator[dict[str, Any]]:
    rows: Any = session.execute(
        select(
            TrainingSession.id,
            Trainer.employee_id,
            TrainingSession.ends_at,
            Course.title,
            Course.learning_hours,
        )
        .join(Course, Course.id == TrainingSession.course_id)
        .join(SessionTrainer, SessionTrainer.session_id == TrainingSession.id)
        .join(Trainer, Trainer.id == SessionTrainer.trainer_id)
        .where(TrainingSession.state == SessionState.FINISHED, Trainer.employee_id.is_not(None))
        .order_by(TrainingSession.id, Trainer.employee_id)
    )
    for session_id, employee_id, ends_at, title, hours in rows:
        yield {
            "session_id": session_id,
            "employee_id": employee_id,
            "day": local_day(ends_at, world.by_id[employee_id].timezone),
            "title": title,
            "hours": hours,
            "booked_at": ends_at,
        }


def _assignments(world: World) -> Iterator[dict[str, Any]]:
    """Most people with a contract learn by a letter; some letters are still missing."""
    for person in world.people:
        is_over = person.id % FEW == 0
        if person.employment is not Employment.PPPK or (person.id % 5 >= WITH_LETTER and not is_over):
            continue
        starts_on, ends_on = contract_year(person.began, world.today)
        yield {
            "employee_id": person.id,
            "number": f"800.1.4.1/{person.id:04d}/{starts_on.year}",
            "purpose": PURPOSES[person.id % len(PURPOSES)],
            "starts_on": starts_on,
            "ends_on": ends_on,
            "file_id": None,
            "given_by": world.accounts.get(HR),
            "given_at": datetime.combine(starts_on, time(9, 0), ZoneInfo(person.timezone))
            - timedelta(days=7),
        }


def _told(world: World) -> Iterator[dict[str, Any]]:
    """The last occasion of the year lies behind: nobody is told of it again."""
    occasion = occasion_on(world.today)
    if occasion is not None:
        for agency in world.agencies.values():
            yield {
                "agency_id": agency.id,
                "year": world.today.year,
                "month": occasion.month,
                "people": 0,
                "told_at": datetime.combine(
                    date(world.today.year, occasion.month, 1), time(8, 0), ZoneInfo(agency.timezone)
                ),
            }
