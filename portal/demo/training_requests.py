"""Who asks for a seat in the sessions of the next months.

Must be loaded after the ledger of hours: where the time for requests is over, the fair rule itself gives the seats,
so that every reason on the screen is a true one.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from portal.demo.training_pool import ENOUGH, KNOWN, Pool, is_for
from portal.demo.training_seat_rows import SeatRows
from portal.demo.world import Person, World
from portal.domain.accounts.models import Account
from portal.domain.organisation.viewers import viewer_of
from portal.domain.training.hours.models import HoursEntry
from portal.domain.training.hours.standing import hours_in
from portal.domain.training.seats import allocating, leaving
from portal.domain.training.seats.models import Enrolment, SeatState
from portal.domain.training.sessions.models import Selection, SessionState, TrainingSession
from portal.wiring import FAIRNESS

EVALUATOR = "atasan@demo.test"
SEATS, REQUESTS = 8, 12
FEWER, MORE = 8, 3  # who asks with fewer hours than the known employee, and with more
UNANSWERED = 7  # requests that the known evaluator finds in the queue
DAY = timedelta(days=1)


def load(session: Session, world: World) -> None:
    Requests(session, world).fill()


class Requests:
    """Two sessions are for the known employee: one that many want, one in which a seat is given back."""

    def __init__(self, session: Session, world: World) -> None:
        self.session, self.world = session, world
        self.random = Random(f"requests {world.today}")
        self.known, self.evaluator = world.by_email.get(KNOWN), world.by_email.get(EVALUATOR)
        self.pool = Pool(world, self.random, _booked(session), _completed(session), enough=2 * ENOUGH)
        self.rows = SeatRows(session, world, self.random)
        self.unanswered = UNANSWERED
        self.ahead = session.scalars(
            select(TrainingSession)
            .where(TrainingSession.starts_at > world.now)
            .options(joinedload(TrainingSession.course))
            .order_by(TrainingSession.starts_at, TrainingSession.id)
        ).all()

    def fill(self) -> None:
        contested, freed = self._contested(), self._freed()
        for held in self.ahead:
            if held.state is SessionState.CANCELLED:
                self._call_off(held)
            elif held is contested:
                self._contest(held)
            elif held.state is not SessionState.DRAFT:
                self._ask(held, is_full=held is freed)
        self.rows.write()
        for held in self.ahead:
            if held.is_ahead and held.selection is Selection.FAIR and held.requests_until <= self.world.now:
                self._allocate(held)
        if freed is not None:
            self._free_a_seat(freed)

    def _contested(self) -> TrainingSession | None:
        """In the known employee's agency, the next of which the seats are given."""
        found = [one for one in self._for_known(Selection.FAIR) if one.starts_at > self.world.now + 3 * DAY]
        found.sort(key=lambda one: (one.unit_id is None, one.state is not SessionState.ALLOCATED))
        return next(iter(found), None)

    def _freed(self) -> TrainingSession | None:
        return next(iter(self._for_known(Selection.FIRST_COME)), None)

    def _for_known(self, selection: Selection) -> list[TrainingSession]:
        known = self.known
        if known is None:
            return []
        return [
            one
            for one in self.ahead
            if one.is_ahead and one.selection is selection and is_for(one, known)
            and (known.id, one.course_id) not in self.pool.done
        ]  # fmt: skip

    def _call_off(self, held: TrainingSession) -> None:
        for person in self.pool.of(held)[: held.capacity // 3]:
            self.rows.called_off(held, person)

    def _ask(self, held: TrainingSession, *, is_full: bool = False) -> None:
        """As many as dates like this draw; the first of the known evaluator still wait for the answer."""
        share = 1.2 if is_full else self.random.uniform(0.4, 1.3)
        pool = self._others(held)[: max(2, int(held.capacity * share))]
        for person in pool:
            self.pool.count(person, held.course.learning_hours)
        if held.selection is Selection.FIRST_COME:
            self._come(held, pool, is_full=is_full)
            return
        for person in pool:
            self.rows.asked(held, person, self._answer(held, person))

    def _others(self, held: TrainingSession) -> list[Person]:
        return [one for one in self.pool.of(held) if one is not self.known]

    def _answer(self, held: TrainingSession, person: Person) -> SeatState:
        waits = (
            held.needs_approval
            and held.requests_until > self.world.now
            and person.evaluator_id is not None
        )  # fmt: skip
        if not waits:
            return SeatState.APPROVED
        if self.evaluator is not None and person.evaluator_id == self.evaluator.id:
            self.unanswered -= 1
            return SeatState.REQUESTED if self.unanswered >= 0 else SeatState.APPROVED
        return SeatState.REQUESTED if self.random.random() < 0.3 else SeatState.APPROVED

    def _come(self, held: TrainingSession, pool: list[Person], *, is_full: bool) -> None:
        if is_full and self.known is not None:
            pool.insert(min(held.capacity, len(pool)), self.known)
        for place, person in enumerate(pool, start=1):
            self.rows.came(held, person, place)

    def _contest(self, held: TrainingSession) -> None:
        """Twelve for eight seats. The known employee waits: others have learned less this year."""
        held.capacity, held.state = SEATS, SessionState.PLANNED
        held.requests_until = min(held.requests_until, self.world.now - DAY)
        rows = self.session.execute(select(hours_in(self.world.today.year)))
        hours: dict[int, int] = {employee_id: total for employee_id, total in rows}
        known, others = self.known, self._others(held)
        own = hours.get(known.id, 0) if known else 0
        fewer = [one for one in others if hours.get(one.id, 0) < own][:FEWER]
        more = [one for one in others if hours.get(one.id, 0) > own][:MORE]
        chosen = {one.id for one in (*fewer, *more)}
        rest = [one for one in others if one.id not in chosen][: REQUESTS - len(chosen) - 1]
        for person in (*fewer, *([known] if known else []), *more, *rest):
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


def _booked(session: Session) -> dict[int, int]:
    rows = session.execute(
        select(HoursEntry.employee_id, func.sum(HoursEntry.hours)).group_by(HoursEntry.employee_id)
    )
    return {employee_id: int(hours) for employee_id, hours in rows}


def _completed(session: Session) -> list[tuple[int, int]]:
    rows = session.execute(
        select(Enrolment.employee_id, TrainingSession.course_id)
        .join(TrainingSession, TrainingSession.id == Enrolment.session_id)
        .where(Enrolment.state == SeatState.COMPLETED)
    )
    return [(employee_id, course_id) for employee_id, course_id in rows]
