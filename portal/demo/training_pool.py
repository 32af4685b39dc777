"""Whom a session is for: who has not learned it yet and may learn more, the eager first."""

from __future__ import annotations

from collections.abc import Iterable
from random import Random

from portal.demo.world import Person, World
from portal.domain.organisation.models import Employment
from portal.domain.training.sessions.models import TrainingSession

KNOWN = "pegawai@demo.test"
KNOWN_EAGERNESS = 0.6
EAGERNESS = (0.05, 0.6, 1, 1, 1.5, 3)
ENOUGH = 56  # JP after which nobody asks again in the past year
MOST = 24  # that the law allows people with a contract in a year
FEW = 29  # one in so many people with a contract has learned more than that


class Pool:
    """`hours` of a year and `done`, pairs of employee and course, grow with what is taken."""

    def __init__(
        self,
        world: World,
        random: Random,
        hours: dict[int, int],
        done: Iterable[tuple[int, int]],
        *,
        enough: int,
    ) -> None:
        self.world, self.random, self.hours, self.done, self.enough = world, random, hours, set(done), enough
        leaning = Random(f"eager {world.today}")
        self.eager = {person.id: leaning.choice(EAGERNESS) for person in world.people}
        if known := world.by_email.get(KNOWN):
            self.eager[known.id] = KNOWN_EAGERNESS

    def of(self, held: TrainingSession) -> list[Person]:
        fitting = [
            one
            for one in self.world.people
            if is_for(held, one)
            and one.began < held.starts_at.date()
            and (one.id, held.course_id) not in self.done
            and self._may_learn(one, held.course.learning_hours)
        ]
        return sorted(fitting, key=lambda one: self.random.random() ** (1 / self.eager[one.id]), reverse=True)

    def _may_learn(self, person: Person, hours: int) -> bool:
        is_limited = person.employment is Employment.PPPK and person.id % FEW
        return self.hours.get(person.id, 0) + hours <= (MOST if is_limited else self.enough)

    def count(self, person: Person, hours: int) -> None:
        self.hours[person.id] = self.hours.get(person.id, 0) + hours


def is_for(held: TrainingSession, person: Person) -> bool:
    return held.unit_low <= person.unit_key <= held.unit_high
