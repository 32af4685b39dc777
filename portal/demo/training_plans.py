"""Which course is to be held when and where, without one clash of rooms or trainers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from portal.demo.training_texts import CourseText
from portal.demo.world import AgencyInfo, World
from portal.domain.training.sessions.models import Mode

TURNS = ("surabaya", "semarang", "surabaya", "pontianak", "surabaya", "abdya")  # whose turn the next date is
WEEKS_BACK, WEEKS_AHEAD = 51, 13
MOST_TIMES = 16  # as often as at 400 people
JP_A_DAY, OWN_TRAINER = 8, "goreti"
PLACE = "surabaya.mulyorejo"
# What every visitor should meet there: feedback is awaited, nobody has closed it yet, it is on today.
LIVE, LIVE_SIZE = (("ramah-semua", 6), ("manajemen-waktu", 2), ("komunikasi-pelayanan", 0)), 16
STAGED = (  # seats given, requests about to end, a seat at once, some time left
    ("sop-ringkas", "surabaya", 3),
    ("pelayanan-prima", "surabaya", 9),
    ("praktik-loket", "surabaya", 5),
    ("excel", "surabaya", 11),
    ("komunikasi-pelayanan", "surabaya", 23),
    ("menangani-pengaduan", "semarang", 4),
    ("komunikasi-pelayanan", "semarang", 12),
    ("adminduk", "semarang", 19),
    ("imunisasi", "pontianak", 10),
    ("stunting", "pontianak", 5),
    ("keuangan-desa", "abdya", 11),
    ("pelayanan-prima", "abdya", 16),
)
GOLDEN = 0.618  # spreads beginnings evenly, whatever their number
HOLIDAYS = {(1, 1), (5, 1), (6, 1), (8, 17), (12, 25)}
Rooms = Mapping[str, list[tuple[int, int]]]


@dataclass(slots=True)
class Diary:
    """Which rooms and trainers are taken on which days."""

    taken: set[tuple[str, int, date]] = field(default_factory=set)

    def is_free(self, kind: str, id_: int, days: Sequence[date]) -> bool:
        return not any((kind, id_, day) in self.taken for day in days)

    def take(self, kind: str, id_: int, days: Sequence[date]) -> None:
        self.taken.update((kind, id_, day) for day in days)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One session to be: whose, when, in which room (none: online), by which trainers; `unit` when it is for one
    unit only, where whoever asks first gets a seat.
    """

    text: CourseText
    agency: AgencyInfo
    days: tuple[date, ...]
    mode: Mode
    room: int | None
    size: int
    trainers: tuple[int, ...]
    is_own: bool
    unit: str = ""
    is_left_open: bool = False
    is_on: bool = False

    @property
    def is_first_come(self) -> bool:
        return self.text.first_come or bool(self.unit)


def plans_of(
    world: World, texts: Sequence[CourseText], trainers: Mapping[str, int], rooms: Rooms
) -> list[Plan]:
    """A year of sessions and the three months ahead, in the order of their days."""
    diary = Diary()
    plans = [*_live(world, texts, trainers, rooms, diary), *_staged(world, texts, trainers, rooms, diary)]
    for text, agency, day in _dates(world, texts):
        if plan := _plan(text, agency, day, trainers, rooms[agency.key], diary):
            plans.append(plan)
    return sorted(plans, key=lambda one: one.days[0])


def _live(
    world: World, texts: Sequence[CourseText], trainers: Mapping[str, int], rooms: Rooms, diary: Diary
) -> Iterator[Plan]:
    """Held by the trainer of the demo accounts where the employee of the demo accounts works."""
    known = {one.code: one for one in texts}
    agency, trainer, (room, _seats) = world.agencies["surabaya"], trainers[OWN_TRAINER], rooms["surabaya"][-1]
    for code, back in LIVE:
        days = (_last_workday(world.today - timedelta(days=back)) if back else world.today,)
        diary.take("room", room, days)
        diary.take("trainer", trainer, days)
        yield Plan(
            text=known[code], agency=agency, days=days, mode=Mode.CLASSROOM, room=room, size=LIVE_SIZE,
            trainers=(trainer,), is_own=True, unit=PLACE, is_left_open=back == 2, is_on=not back,
        )  # fmt: skip


def _last_workday(day: date) -> date:
    while not _is_workday(day):
        day -= timedelta(days=1)
    return day


def _staged(
    world: World, texts: Sequence[CourseText], trainers: Mapping[str, int], rooms: Rooms, diary: Diary
) -> Iterator[Plan]:
    """Some in each stage of giving seats."""
    known = {one.code: one for one in texts}
    for code, key, days in STAGED:
        day = world.today + timedelta(days=days)
        plan = _plan(known[code], world.agencies[key], day, trainers, rooms[key], diary)
        if plan:
            yield plan


def _dates(world: World, texts: Sequence[CourseText]) -> Iterator[tuple[CourseText, AgencyInfo, date]]:
    times = max(1, min(MOST_TIMES, len(world.people) // 400))
    turn = 0
    for number, text in enumerate(one for one in texts if one.every):
        step = timedelta(days=text.every * 9 / times)
        at = step * (number * GOLDEN % 1) - timedelta(weeks=WEEKS_BACK)
        while at < timedelta(weeks=WEEKS_AHEAD):
            key = text.agency or TURNS[turn % len(TURNS)]
            turn += 1
            yield text, world.agencies[key], world.today + at
            at += step if at < timedelta(0) else step / 2


def _workdays(first: date, count: int) -> tuple[date, ...]:
    days: list[date] = []
    while len(days) < count:
        if _is_workday(first):
            days.append(first)
        first += timedelta(days=1)
    return tuple(days)


def _is_workday(day: date) -> bool:
    return day.weekday() < 5 and (day.month, day.day) not in HOLIDAYS


def _plan(
    text: CourseText,
    agency: AgencyInfo,
    day: date,
    trainers: Mapping[str, int],
    rooms: list[tuple[int, int]],
    diary: Diary,
) -> Plan | None:
    """Up to two weeks later when nobody who teaches it is free; online when no room is."""
    count = -(-text.hours // JP_A_DAY)
    own = [
        one
        for one in text.trainers
        if one != OWN_TRAINER or agency.key == "surabaya" or text.mode is Mode.ONLINE
    ]
    for shift in range(0, 15):
        days = _workdays(day + timedelta(days=shift), count)
        free = [one for one in own or text.trainers if diary.is_free("trainer", trainers[one], days)]
        if not free:
            continue
        fitting = [id_ for id_, seats in rooms if seats >= text.size and diary.is_free("room", id_, days)]
        room = fitting[0] if fitting and text.mode is not Mode.ONLINE else None
        mode = text.mode if room else Mode.ONLINE
        chosen = tuple(trainers[one] for one in free[:2])
        for id_ in chosen:
            diary.take("trainer", id_, days)
        if room:
            diary.take("room", room, days)
        return Plan(
            text=text, agency=agency, days=days, mode=mode, room=room, size=text.size, trainers=chosen,
            is_own=OWN_TRAINER in free[:2],
        )  # fmt: skip
    return None
