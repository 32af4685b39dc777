"""Who asked for a seat in the sessions of the past year, and what became of it: written as it ended."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from portal.demo.training_answers import names
from portal.demo.training_live import is_live, people_of_the_place
from portal.demo.training_plans import LIVE
from portal.demo.training_pool import ENOUGH, KNOWN, Pool
from portal.demo.training_seat_rows import SeatRows
from portal.demo.world import World
from portal.domain.learning.modules.models import ModuleVersion
from portal.domain.learning.studies.models import Study
from portal.domain.training.proof.asking import AFTER, TIME_TO_ANSWER
from portal.domain.training.seats.models import SeatState
from portal.domain.training.sessions.models import SessionState, TrainingSession

ENDS = {SeatState.COMPLETED: 82, SeatState.ATTENDED: 6, SeatState.ABSENT: 7, SeatState.WITHDRAWN: 5}
LEFT_OVER = (SeatState.UNSEATED, SeatState.UNSEATED, SeatState.REFUSED, SeatState.EXPIRED)
# What the known employee asks for today.
STILL_TO_LEARN = ("pelayanan-prima", "praktik-loket", *(code for code, _back in LIVE))


def load(session: Session, world: World) -> None:
    Past(session, world).fill()


class Past:
    """Fills one session after the other; remembers who has learned what."""

    def __init__(self, session: Session, world: World) -> None:
        self.session, self.world = session, world
        self.random = Random(f"seats {world.today}")
        hours, done = _hours_of_modules(session), _kept_for_later(session, world)
        self.pool = Pool(world, self.random, hours, done, enough=ENOUGH)
        self.rows = SeatRows(session, world, self.random)
        self.known, self.is_asked = world.by_email.get(KNOWN), False

    def fill(self) -> None:
        for held in self.session.scalars(
            select(TrainingSession)
            .where(TrainingSession.starts_at <= self.world.now)
            .options(joinedload(TrainingSession.course))
            .order_by(TrainingSession.starts_at, TrainingSession.id)
        ):
            self._settle(held)
        self.rows.write()

    def _settle(self, held: TrainingSession) -> None:
        if is_live(self.world, held):
            self._live(held)
        elif held.state is SessionState.FINISHED:
            self._end(held)
        elif held.is_ahead:
            self._come_in(held)
        else:
            self._call_off(held)

    def _live(self, held: TrainingSession) -> None:
        """Feedback is awaited from everybody, or nobody has closed it yet."""
        state = SeatState.ATTENDED if held.state is SessionState.FINISHED else SeatState.SEATED
        for seat, person in enumerate(people_of_the_place(self.world), start=1):
            self.rows.ended(held, person, state, seat)

    def _end(self, held: TrainingSession) -> None:
        pool = self.pool.of(held)
        came = pool[: max(1, int(held.capacity * self.random.uniform(0.4, 0.9)))]
        ends = self.random.choices(list(ENDS), weights=list(ENDS.values()), k=len(came))
        if self._is_looked_back_on(held) and self.known in pool:
            self.is_asked = True
            came = [self.known, *(one for one in came if one is not self.known)][: len(came)]
            ends[0] = SeatState.COMPLETED
        for seat, (person, end) in enumerate(zip(came, ends, strict=True), start=1):
            self.rows.ended(held, person, end, seat)
            if end is SeatState.COMPLETED:
                self.pool.done.add((person.id, held.course_id))
                self.pool.count(person, held.course.learning_hours)
        seen = {one.id for one in came}
        late = [one for one in pool if one.id not in seen][: self.random.randrange(1 + held.capacity // 4)]
        for place, person in enumerate(late, start=len(came) + 1):
            self.rows.left_over(held, person, self.random.choice(LEFT_OVER), place)

    def _is_looked_back_on(self, held: TrainingSession) -> bool:
        """Three months ago: the known employee, who was there, is asked now what is left of it."""
        since = self.world.now - held.ends_at
        return not self.is_asked and AFTER + timedelta(days=1) < since < AFTER + TIME_TO_ANSWER - timedelta(
            days=2
        )

    def _come_in(self, held: TrainingSession) -> None:
        """It is going on today."""
        for seat, person in enumerate(self.pool.of(held)[: held.capacity], start=1):
            self.rows.ended(held, person, SeatState.SEATED, seat)

    def _call_off(self, held: TrainingSession) -> None:
        for person in self.pool.of(held)[: held.capacity // 3]:
            self.rows.called_off(held, person)


def _hours_of_modules(session: Session) -> dict[int, int]:
    rows = session.execute(
        select(Study.employee_id, func.sum(ModuleVersion.learning_hours))
        .join(ModuleVersion, ModuleVersion.id == Study.version_id)
        .where(Study.finished_at.is_not(None))
        .group_by(Study.employee_id)
    )
    return {employee_id: int(hours) for employee_id, hours in rows}


def _kept_for_later(session: Session, world: World) -> list[tuple[int, int]]:
    known, ids = world.by_email.get(KNOWN), names(session)
    return [(known.id, ids[code]) for code in STILL_TO_LEARN if code in ids] if known else []
