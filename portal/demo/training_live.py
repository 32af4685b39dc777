"""Sessions to look at right now: who of the known employee's place has a seat in them, and who was there so far."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from portal.demo import bulk
from portal.demo.training_plans import LIVE_SIZE, PLACE
from portal.demo.world import Person, World
from portal.domain.training.attendance.models import Attendance, Way
from portal.domain.training.seats.models import Enrolment, SeatState
from portal.domain.training.sessions.models import TrainingSession

KNOWN, TEACHES = "pegawai@demo.test", "pelatih@demo.test"
NOTED_SO_FAR, NOTED_IN_ALL = 0.5, 0.85


def is_live(world: World, held: TrainingSession) -> bool:
    return held.unit_id == world.units[PLACE].id


def people_of_the_place(world: World) -> list[Person]:
    """The known employee and colleagues; two seats stay free."""
    known = world.by_email.get(KNOWN)
    others = [one for one in world.under(PLACE) if one.email not in (KNOWN, TEACHES)]
    return [one for one in (known, *others) if one is not None][: LIVE_SIZE - 2]


def load(session: Session, world: World) -> None:
    """Nobody of the session that is on now has noted the known employee: a visitor can do that."""
    known = world.by_email.get(KNOWN)
    rows: list[bulk.Row] = []
    for held in session.scalars(
        select(TrainingSession)
        .where(TrainingSession.unit_id == world.units[PLACE].id)
        .options(selectinload(TrainingSession.days))
        .order_by(TrainingSession.starts_at)
    ):
        is_over = held.ends_at <= world.now
        seats = session.scalars(
            select(Enrolment)
            .where(Enrolment.session_id == held.id, Enrolment.state == SeatState.SEATED)
            .order_by(Enrolment.seat)
        ).all()
        noted = seats[: int(len(seats) * (NOTED_IN_ALL if is_over else NOTED_SO_FAR))]
        rows += [_row(held, one) for one in noted if is_over or known is None or one.employee_id != known.id]
    bulk.join(session, Attendance, rows)


def _row(held: TrainingSession, seat: Enrolment) -> bulk.Row:
    day = held.days[0]
    at = day.starts_at - timedelta(minutes=12) + timedelta(seconds=(seat.seat or 0) * 71)
    return {
        "enrolment_id": seat.id, "day_id": day.id, "is_present": True, "way": Way.QR, "at": at, "by": None,
        "reason": "",
    }  # fmt: skip
