"""Who asked for a seat in the sessions of the past year and the next months, and what became of it.

What is over is written as it ended. Where the time for requests is over and the session lies ahead, the fair rule
itself gives the seats, so that every reason on the screen is a true one.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from portal.demo.names import TEXTS
from portal.demo.training_seat_rows import SeatRows
from portal.demo.world import Person, World
from portal.domain.accounts.models import Account
from portal.domain.organisation.models import Employment
from portal.domain.organisation.viewers import viewer_of
from portal.domain.training.seats import allocating, leaving
from portal.domain.training.seats.models import Enrolment, SeatState
from portal.domain.training.sessions.models import Selection, SessionState, TrainingSession
from portal.wiring import FAIRNESS

KNOWN, EVALUATOR = "pegawai@demo.test", "atasan@demo.test"
SEATS, REQUESTS = 8, 12
FEWER, MORE = 8, 3  # who asks with fewer hours than the known employee, and with more
ENDS = {SeatState.COMPLETED: 82, SeatState.ATTENDED: 6, SeatState.ABSENT: 7, SeatState.WITHDRAWN: 5}
LEFT_OVER = (SeatState.UNSEATED, SeatState.UNSEATED, SeatState.REFUSED, SeatState.EXPIRED)
ENOUGH = 48  # JP after which nobody asks again this year
DAY = timedelta(days=1)


def load(session: Session, world: World) -> None:
    Seats(session, world).fill()


# The law allows people with a contract 24 hours a year at most.
EAGERNESS = {Employment.PNS: 1, Employment.PPPK: 0.15}


class Seats:
    """Fills one session after the other; remembers who has learned what, because hours decide later."""

    def __init__(self, session: Session, world: World) -> None:
        self.session, self.world = session, world
        self.random = Random(f"seats {world.today}")
        self.hours: dict[int, int] = {}
        self.done: set[tuple[int, int]] = set()
        self.eager = {
            person.id: self.random.choice((0.05, 0.6, 1, 1, 1.5, 3)) * EAGERNESS[person.employment]
            for person in world.people
        }
        if known := world.by_email.get(KNOWN):
            self.eager[known.id] = 0.6
        motives = (TEXTS / "seat_motives.txt").read_text().splitlines()
        self.rows = SeatRows(session, world, self.random, motives)

    def fill(self) -> None:
        all_ = self.session.scalars(
            select(TrainingSession)
            .options(joinedload(TrainingSession.course))
            .order_by(TrainingSession.starts_at, TrainingSession.id)
        ).all()
        ahead = [one for one in all_ if one.starts_at > self.world.now and one.is_ahead]
        contested, freed = self._show_pieces(ahead)
        for held in all_:
            if held is contested:
                self._contest(held)
            elif held in ahead:
                self._ask(held, is_full=held is freed)
            else:
                self._settle(held)
        self.rows.write()
        for held in ahead:
            if held.selection is Selection.FAIR and held.requests_until <= self.world.now:
                self._allocate(held)
        if freed is not None:
            self._free_a_seat(freed)

    def _settle(self, held: TrainingSession) -> None:
        if held.state is SessionState.CANCELLED:
            self._call_off(held)
        elif held.state is SessionState.FINISHED:
            self._end(held)
        elif held.is_ahead:
            self._come_in(held)

    def _show_pieces(
        self, ahead: list[TrainingSession]
    ) -> tuple[TrainingSession | None, TrainingSession | None]:
        """Two sessions the known employee may come to: one that many want, one in which a seat becomes free."""
        known = self.world.by_email.get(KNOWN)
        if known is None:
            return None, None
        fair = [
            one
            for one in ahead
            if is_for(one, known) and one.selection is Selection.FAIR and self._is_soon_enough(one)
        ]
        fair.sort(
            key=lambda one: (
                one.agency_id != known.agency_id,
                one.state is not SessionState.ALLOCATED,
                one.starts_at,
                one.id,
            )
        )
        quick = [one for one in ahead if is_for(one, known) and one.selection is Selection.FIRST_COME]
        return next(iter(fair), None), next(iter(quick), None)

    def _is_soon_enough(self, held: TrainingSession) -> bool:
        return held.starts_at > self.world.now + 3 * DAY

    def _pool(self, held: TrainingSession) -> list[Person]:
        """Whom it is for, who has not completed the course and has not had more than enough, the eager first."""
        fitting = [
            one
            for one in self.world.people
            if is_for(held, one)
            and one.began < held.starts_at.date()
            and (one.id, held.course_id) not in self.done
        ]
        return sorted(fitting, key=lambda one: self.random.random() ** (1 / self.eager[one.id]), reverse=True)

    def _end(self, held: TrainingSession) -> None:
        pool = self._pool(held)
        came = pool[: max(1, int(held.capacity * self.random.uniform(0.6, 1)))]
        ends = self.random.choices(list(ENDS), weights=list(ENDS.values()), k=len(came))
        for seat, (person, end) in enumerate(zip(came, ends, strict=True), start=1):
            self.rows.ended(held, person, end, seat)
            if end is SeatState.COMPLETED:
                self.done.add((person.id, held.course_id))
                if held.ends_at.year == self.world.now.year:
                    self.hours[person.id] = self.hours.get(person.id, 0) + held.course.learning_hours
        late = pool[len(came) : len(came) + self.random.randrange(1 + held.capacity // 4)]
        for place, person in enumerate(late, start=len(came) + 1):
            self.rows.left_over(held, person, self.random.choice(LEFT_OVER), place)

    def _come_in(self, held: TrainingSession) -> None:
        """It is going on today: whoever has a seat can check in, the known employee among them."""
        known = self.world.by_email.get(KNOWN)
        pool = [one for one in self._pool(held) if one is not known][: held.capacity - 1]
        own = [known] if known is not None and is_for(held, known) else []
        for seat, person in enumerate((*own, *pool), start=1):
            self.rows.ended(held, person, SeatState.SEATED, seat)

    def _call_off(self, held: TrainingSession) -> None:
        for person in self._pool(held)[: held.capacity // 3]:
            self.rows.called_off(held, person)

    def _ask(self, held: TrainingSession, *, is_full: bool = False) -> None:
        """As many as dates like this draw; those of the known evaluator still wait for the answer."""
        share = 1.2 if is_full else self.random.uniform(0.4, 1.3)
        pool = [one for one in self._pool(held) if one.email != KNOWN][: max(2, int(held.capacity * share))]
        if held.selection is Selection.FIRST_COME:
            self._come(held, pool, is_full=is_full)
            return
        evaluator = self.world.by_email.get(EVALUATOR)
        for person in pool:
            waits = (
                held.needs_approval
                and held.requests_until > self.world.now
                and person.evaluator_id is not None
            )
            is_known = evaluator is not None and person.evaluator_id == evaluator.id
            state = SeatState.APPROVED
            if waits and (is_known or self.random.random() < 0.3):
                state = SeatState.REQUESTED
            self.rows.asked(held, person, state)

    def _come(self, held: TrainingSession, pool: list[Person], *, is_full: bool) -> None:
        known = self.world.by_email.get(KNOWN)
        if is_full and known is not None:
            pool.insert(min(held.capacity, len(pool)), known)
        for place, person in enumerate(pool, start=1):
            self.rows.came(held, person, place)

    def _contest(self, held: TrainingSession) -> None:
        """Twelve for eight seats. The known employee waits: others have learned less this year."""
        known = self.world.by_email[KNOWN]
        held.capacity, held.state = SEATS, SessionState.PLANNED
        held.requests_until = min(held.requests_until, self.world.now - DAY)
        own = self.hours.get(known.id, 0)
        others = [one for one in self._pool(held) if one.id != known.id]
        fewer = [one for one in others if self.hours.get(one.id, 0) < own][:FEWER]
        more = [one for one in others if self.hours.get(one.id, 0) > own][:MORE]
        chosen = {one.id for one in (*fewer, *more)}
        rest = [one for one in others if one.id not in chosen][: REQUESTS - len(chosen) - 1]
        for person in (*fewer, known, *more, *rest):
            self.rows.asked(held, person, SeatState.APPROVED)

    def _allocate(self, held: TrainingSession) -> None:
        """As the worker would have done it, a minute after the time for requests was over."""
        at = held.requests_until + timedelta(minutes=1)
        held.state = SessionState.PLANNED
        self.session.flush()
        is_working = allocating.begin(self.session, held.id, FAIRNESS, at=at) is not None
        while is_working:
            is_working = allocating.step(self.session, held.id, at=at)

    def _free_a_seat(self, held: TrainingSession) -> None:
        """Somebody gave a seat back two hours ago: the known employee has an offer to answer."""
        at: datetime = self.world.now - timedelta(hours=2)
        first = self.session.scalars(
            select(Enrolment)
            .where(Enrolment.session_id == held.id, Enrolment.state == SeatState.SEATED)
            .order_by(Enrolment.place)
        ).first()
        if first is not None:
            account = self.session.get_one(Account, self.world.by_id[first.employee_id].account_id)
            me = viewer_of(self.session, account)
            leaving.withdraw(self.session, first.id, "Ditugaskan ke lapangan pada hari itu", by=me, at=at)


def is_for(held: TrainingSession, person: Person) -> bool:
    return held.unit_low <= person.unit_key <= held.unit_high
