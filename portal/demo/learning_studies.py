"""A year of studying: who began which module, how far they came, how they answered and what they chose."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import insert
from sqlalchemy.orm import Session

from portal.demo import bulk
from portal.demo.learning_doing import attempts, runs
from portal.demo.learning_texts import LessonText, ModuleText
from portal.demo.world import Person, World
from portal.domain.learning.modules.models import LessonKind
from portal.domain.learning.studies.models import LessonDone, QuizAttempt, SimulationRun, Study

AT_ONCE = 5000
SHARE_OF_LEARNERS = 0.6
STARTED_BY = ((0.35, 1), (0.6, 2), (0.8, 3), (0.92, 4), (0.98, 6), (1.0, 7))
PATIENCE = 0.08  # how many give up before a lesson
EXTENDED = {LessonKind.ASSIGNMENT: 9}  # days until a trainer has rated it
# Those whose learning page anybody may look at: by module, lessons finished (None: all of them).
KNOWN: dict[str, dict[str, int | None]] = {
    "pegawai@demo.test": {"mengapa-kinerja": None, "etika-integritas": None, "menangani-keluhan": 2},
    "pegawai2@demo.test": {"mengapa-kinerja": None, "menangani-keluhan": None, "manajemen-waktu": 1},
    "atasan@demo.test": {"mengapa-kinerja": None, "target-jelas": None, "umpan-balik": 3},
}


@dataclass(frozen=True, slots=True)
class LiveModule:
    """A published module with the ids it got. Lessons in order."""

    id: int
    version_id: int
    text: ModuleText
    lesson_ids: tuple[int, ...]
    published_at: datetime


@dataclass(slots=True)
class Histories:
    """Rows that wait to be written, studies first: the others point at them."""

    next_study: int
    studies: list[dict[str, Any]] = field(default_factory=list)
    done: list[dict[str, Any]] = field(default_factory=list)
    attempts: list[dict[str, Any]] = field(default_factory=list)
    runs: list[dict[str, Any]] = field(default_factory=list)

    def write(self, session: Session) -> None:
        bulk.add(session, Study, self.studies)
        if self.done:
            session.execute(insert(LessonDone), self.done)
        bulk.add(session, QuizAttempt, self.attempts)
        bulk.add(session, SimulationRun, self.runs)
        for rows in (self.studies, self.done, self.attempts, self.runs):
            rows.clear()


def load(session: Session, world: World, live: list[LiveModule]) -> None:
    histories = Histories(bulk.next_id(session, Study))
    for person in world.people:
        for module, wanted in _chosen(world, person, live):
            _study(histories, world, person, module, wanted)
        if len(histories.studies) >= AT_ONCE:
            histories.write(session)
    histories.write(session)


def _chosen(world: World, person: Person, live: list[LiveModule]) -> Iterator[tuple[LiveModule, int | None]]:
    """With the number of lessons the person finishes, None when nothing but chance decides."""
    if person.email in KNOWN:
        known = KNOWN[person.email]
        for module in live:
            if module.text.code in known:
                wanted = known[module.text.code]
                yield module, len(module.lesson_ids) if wanted is None else wanted
    elif world.random.random() < SHARE_OF_LEARNERS:
        for module in world.random.sample(live, _how_many(world)):
            yield module, None


def _how_many(world: World) -> int:
    luck = 0.0 if world.is_large else world.random.random()
    return next(count for upto, count in STARTED_BY if luck <= upto)


def _study(
    histories: Histories, world: World, person: Person, module: LiveModule, wanted: int | None
) -> None:
    begun = _begin(world, person, module, is_known=wanted is not None)
    if begun is None:
        return
    study_id, at, count = histories.next_study, begun, len(module.lesson_ids)
    finished = 0
    for lesson in module.text.lessons[:wanted]:
        at = _after(world, at, lesson, hurried=wanted is not None)
        gives_up = wanted is None and world.random.random() < PATIENCE
        if at > world.now or gives_up or not _do(histories, world.random, study_id, module, lesson, at):
            break
        finished += 1
        touched = at
    histories.next_study += 1
    histories.studies.append(
        {
            "id": study_id,
            "employee_id": person.id,
            "module_id": module.id,
            "version_id": module.version_id,
            "unit_key": _unit_key(person, begun.date()),
            "percent": 100 * finished // count,
            "last_lesson_id": module.lesson_ids[min(finished, count - 1)],
            "due_on": None,
            "started_at": begun,
            "touched_at": touched if finished else begun,
            "finished_at": touched if finished == count else None,
            "finished_on": touched.date() if finished == count else None,
        }
    )


def _do(
    histories: Histories, random: Random, study_id: int, module: LiveModule, lesson: LessonText, at: datetime
) -> bool:
    """Whether the lesson's own condition is met."""
    common = {"study_id": study_id, "lesson_id": module.lesson_ids[lesson.number - 1]}
    met = True
    if lesson.kind is LessonKind.QUIZ:
        tried = attempts(random, lesson, at)
        histories.attempts.extend(common | row for row in tried)
        met = tried[-1]["is_passed"]
    elif lesson.kind is LessonKind.SIMULATION:
        histories.runs.extend(common | row for row in runs(random, lesson, at))
    if met:
        histories.done.append(common | {"done_at": at})
    return met


def _begin(world: World, person: Person, module: LiveModule, *, is_known: bool) -> datetime | None:
    """Some working hour since the module exists and the person works here; none if that is later than now."""
    earliest = max(module.published_at.date(), person.began)
    days = (world.today - earliest).days
    if days < 2:
        return None
    back = 30 + module.id % 30 if is_known else 1 + int(days * world.random.random())
    day = _workday(max(world.today - timedelta(days=back), earliest))
    begun = datetime.combine(day, _hour(world.random), ZoneInfo(person.timezone))
    return begun if begun < world.now else None


def _after(world: World, at: datetime, lesson: LessonText, *, hurried: bool) -> datetime:
    """When the lesson is finished: often in one sitting with the one before, else some days later."""
    random = world.random
    later = at + timedelta(minutes=min(lesson.minutes, 20) * (0.7 + 0.7 * random.random()))
    days = 0 if hurried or random.random() < 0.6 else 1 + random.randrange(6)
    days += random.randint(2, EXTENDED[lesson.kind]) if lesson.kind in EXTENDED else 0
    if days == 0 and later.hour < 17:
        return later
    return datetime.combine(_workday(later.date() + timedelta(days=max(days, 1))), _hour(random), at.tzinfo)


def _workday(day: date) -> date:
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)


def _hour(random: Random) -> time:
    return time(random.choice((7, 8, 9, 10, 11, 13, 14, 15, 16, 19, 20)), random.randrange(60))


def _unit_key(person: Person, day: date) -> int:
    return person.moved.unit_key if person.moved and day < person.moved.until else person.unit_key
