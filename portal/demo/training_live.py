"""Sessions to look at right now: one that is on today, one that waits to be closed, one that waits for feedback."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.demo.training_answers import names
from portal.demo.world import Person, World
from portal.domain.training.attendance.models import Attendance, Way
from portal.domain.training.courses.models import Trainer
from portal.domain.training.seats.models import Enrolment, SeatChange, SeatState
from portal.domain.training.sessions.models import (
    Mode,
    Selection,
    SessionDay,
    SessionState,
    SessionTrainer,
    TrainingSession,
)

PLACE = "surabaya.mulyorejo"
KNOWN, TEACHES = "pegawai@demo.test", "pelatih@demo.test"
CAPACITY = 16


def load(session: Session, world: World) -> None:
    trainer = _trainer(session, world)
    if trainer is None:
        return
    today = _session(session, world, trainer, "komunikasi-pelayanan", days_ago=0)
    waiting = _session(session, world, trainer, "manajemen-waktu", days_ago=2)
    over = _session(session, world, trainer, "ramah-semua", days_ago=6)
    if today is not None:
        _seat(session, world, today, noted=0.5, state=SeatState.SEATED, but=KNOWN)
    if waiting is not None:
        _seat(session, world, waiting, noted=0.85, state=SeatState.SEATED)
    if over is not None:
        over.state = SessionState.FINISHED
        _seat(session, world, over, noted=1.0, state=SeatState.ATTENDED)
    session.flush()


def _trainer(session: Session, world: World) -> Trainer | None:
    person = world.by_email.get(TEACHES)
    if person is None:
        return None
    return session.scalars(select(Trainer).where(Trainer.employee_id == person.id)).first()


def _session(
    session: Session, world: World, trainer: Trainer, code: str, *, days_ago: int
) -> TrainingSession | None:
    course_id = names(session).get(code)
    if course_id is None or PLACE not in world.units:
        return None
    unit = world.units[PLACE]
    zone = ZoneInfo(unit.timezone)
    day = world.today - timedelta(days=days_ago)
    starts, ends = (datetime.combine(day, hour, zone) for hour in (time(8), time(16)))
    held = TrainingSession(
        course_id=course_id, agency_id=unit.agency_id, mode=Mode.CLASSROOM, capacity=CAPACITY,
        selection=Selection.FIRST_COME, requests_until=starts - timedelta(days=2), needs_approval=False,
        unit_id=unit.id, unit_low=unit.key, unit_high=unit.end, state=SessionState.PLANNED,
        starts_at=starts, ends_at=ends, created_by=world.accounts.get(TEACHES),
        created_at=starts - timedelta(days=30),
    )  # fmt: skip
    held.days = [SessionDay(starts_at=starts, ends_at=ends, topic="Latihan dengan kasus loket sendiri")]
    session.add(held)
    session.flush()
    session.add(SessionTrainer(session_id=held.id, trainer_id=trainer.id))
    return held


def _seat(
    session: Session,
    world: World,
    held: TrainingSession,
    *,
    noted: float,
    state: SeatState,
    but: str = "",
) -> None:
    """The known employee and colleagues; so large a share of them was there, and has been noted."""
    known = world.by_email.get(KNOWN)
    others = [one for one in world.under(PLACE) if one.email not in (KNOWN, TEACHES)]
    people = [one for one in (known, *others) if one is not None][: CAPACITY - 2]
    for number, person in enumerate(people, start=1):
        is_noted = person.email != but and number <= noted * len(people)
        seat = _enrolment(
            held, person, number, state if is_noted or state is SeatState.SEATED else SeatState.ABSENT
        )
        session.add(seat)
        session.flush()
        session.add(SeatChange(enrolment_id=seat.id, state=seat.state, at=seat.changed_at, by=None))
        if is_noted:
            _note(session, held, seat, number)


def _enrolment(held: TrainingSession, person: Person, number: int, state: SeatState) -> Enrolment:
    asked = held.requests_until - timedelta(days=9) + timedelta(minutes=number * 7)
    return Enrolment(
        session_id=held.id, employee_id=person.id, unit_key=person.unit_key, state=state, seat=number,
        place=number, basis={"rule": "arrival"}, requested_at=asked,
        changed_at=asked if state is SeatState.SEATED else held.ends_at,
    )  # fmt: skip


def _note(session: Session, held: TrainingSession, seat: Enrolment, number: int) -> None:
    day = held.days[0]
    at = day.starts_at - timedelta(minutes=12) + timedelta(seconds=number * 71)
    session.add(
        Attendance(
            enrolment_id=seat.id, day_id=day.id, is_present=True, way=Way.QR, at=at, by=None, reason=""
        )
    )
    session.flush()
