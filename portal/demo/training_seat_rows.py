"""The rows that requests for seats become: the request itself and everything that happened to it."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy.orm import Session

from portal.demo import bulk
from portal.demo.names import TEXTS
from portal.demo.world import Person, World
from portal.domain.training.seats.models import Enrolment, SeatChange, SeatState
from portal.domain.training.sessions.models import Selection, TrainingSession
from portal.domain.words import n_

REASONS = {
    SeatState.WITHDRAWN: ("Tugas lapangan mendadak", "Sakit", "Loket kekurangan petugas", "Anak sakit"),
    SeatState.REFUSED: (
        "Loket sedang kekurangan petugas; ikut gelombang berikutnya",
        "Masa laporan akhir tahun",
    ),
    SeatState.EXPIRED: (n_("Nobody answered in time."),),
    SeatState.UNSEATED: (n_("The session began before a seat became free."),),
}
HOLDING = (SeatState.SEATED, SeatState.ATTENDED, SeatState.ABSENT, SeatState.COMPLETED)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


class SeatRows:
    """Collects rows with ids known beforehand, and writes them in two statements."""

    def __init__(self, session: Session, world: World, random: Random) -> None:
        self.session, self.world, self.random = session, world, random
        self.motives = (TEXTS / "seat_motives.txt").read_text().splitlines()
        self.next_id = bulk.next_id(session, Enrolment)
        self.enrolments: list[bulk.Row] = []
        self.changes: list[bulk.Row] = []

    def write(self) -> None:
        bulk.add(self.session, Enrolment, self.enrolments)
        bulk.add(self.session, SeatChange, self.changes)
        self.session.flush()

    def ended(self, held: TrainingSession, person: Person, end: SeatState, seat: int) -> None:
        """Had a seat in a session that is over or going on, and came, did not come, or gave it back before."""
        asked = self._asked_at(held)
        given = held.requests_until + MINUTE
        gave_back = end is SeatState.WITHDRAWN
        at = min(given + DAY, held.starts_at - HOUR) if gave_back else held.ends_at
        steps = [(SeatState.REQUESTED, asked), (SeatState.SEATED, given)]
        steps += [] if end is SeatState.SEATED else [(end, at)]
        self._add(held, person, steps, seat=None if gave_back else seat, place=seat)

    def left_over(self, held: TrainingSession, person: Person, end: SeatState, place: int) -> None:
        """Asked, and had no seat in the end."""
        asked = self._asked_at(held)
        steps = [(SeatState.REQUESTED, asked)]
        if end is SeatState.REFUSED:
            self._add(held, person, [*steps, (end, asked + DAY / 2)], seat=None, place=None)
            return
        steps.append((SeatState.WAITING, held.requests_until + MINUTE))
        if end is SeatState.EXPIRED:
            steps.append((SeatState.OFFERED, held.starts_at - 3 * DAY))
        steps.append((end, held.starts_at - DAY if end is SeatState.EXPIRED else held.starts_at))
        self._add(held, person, steps, seat=None, place=place)

    def called_off(self, held: TrainingSession, person: Person) -> None:
        asked = self._asked_at(held)
        steps = [(SeatState.REQUESTED, asked), (SeatState.CANCELLED, min(asked + 2 * DAY, self.world.now))]
        self._add(held, person, steps, seat=None, place=None, reason=held.state_reason)

    def asked(self, held: TrainingSession, person: Person, state: SeatState) -> None:
        """In a session ahead: waits for the evaluator, or for the seats to be given."""
        asked = self._asked_at(held)
        steps = [(SeatState.REQUESTED, asked)]
        if state is SeatState.APPROVED:
            steps.append((state, asked + HOUR))
        self._add(held, person, steps, seat=None, place=None)

    def came(self, held: TrainingSession, person: Person, place: int) -> None:
        """A session that seats whoever asks first."""
        at = min(self._asked_at(held), self.world.now - DAY) + place * MINUTE
        is_seated = place <= held.capacity
        steps = [(SeatState.REQUESTED, at), (SeatState.SEATED if is_seated else SeatState.WAITING, at)]
        seat = place if is_seated else None
        self._add(held, person, steps, seat=seat, place=place, basis={"rule": "arrival"})

    def _asked_at(self, held: TrainingSession) -> datetime:
        """In working hours of one of the last fifteen days in which one could ask."""
        last = min(held.requests_until, self.world.now).astimezone(self.world.now.tzinfo)
        last = last.replace(hour=8, minute=0, second=0, microsecond=0)
        return last - self.random.randint(1, 15) * DAY + timedelta(minutes=self.random.randrange(8 * 60))

    def _add(
        self,
        held: TrainingSession,
        person: Person,
        steps: list[tuple[SeatState, datetime]],
        *,
        seat: int | None,
        place: int | None,
        reason: str = "",
        basis: dict[str, Any] | None = None,
    ) -> None:
        state, changed_at = steps[-1]
        reason = reason or self.random.choice(REASONS.get(state, ("",)))
        is_approved = held.needs_approval and state not in (SeatState.REQUESTED, SeatState.REFUSED)
        first_come = held.selection is Selection.FIRST_COME and place is not None
        self.enrolments.append(
            {
                "id": self.next_id + len(self.enrolments),
                "session_id": held.id,
                "employee_id": person.id,
                "unit_key": person.unit_key,
                "state": state,
                "seat": seat if state in HOLDING else None,
                "place": place,
                "motive": self.random.choice(self.motives) if self.random.random() < 0.6 else "",
                "basis": basis or ({"rule": "arrival"} if first_come else None),
                "requested_at": steps[0][1],
                "approved_by": person.evaluator_id if is_approved else None,
                "reason": reason,
                "changed_at": changed_at,
            }
        )
        for number, (step, at) in enumerate(steps):
            self.changes.append(
                {
                    "enrolment_id": self.enrolments[-1]["id"],
                    "state": step,
                    "at": at,
                    "by": person.account_id if number == 0 or step is SeatState.WITHDRAWN else None,
                    "reason": reason if number == len(steps) - 1 else "",
                }
            )
