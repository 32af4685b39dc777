"""A year of sessions and the three months ahead, without one clash of rooms or trainers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from portal.demo import bulk
from portal.demo.training_texts import CourseText
from portal.demo.world import AgencyInfo, World
from portal.domain.organisation.viewers import EVERYWHERE
from portal.domain.training.sessions.models import (
    Mode,
    Selection,
    SessionDay,
    SessionMaterial,
    SessionState,
    SessionTrainer,
    TrainingSession,
)

TURNS = ("surabaya", "semarang", "surabaya", "pontianak", "surabaya", "abdya")  # whose turn the next date is
WEEKS_BACK, WEEKS_AHEAD = 51, 13
MOST_TIMES = 16  # as often as at 400 people
JP_A_DAY, OWN_TRAINER, TODAYS = 8, "goreti", "komunikasi-pelayanan"
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
CALLED_OFF = (
    "Narasumber berhalangan; tanggal pengganti diumumkan di katalog.",
    "Ruang dipakai untuk tanggap bencana.",
)
WORDS = {
    Mode.CLASSROOM: "Bawa satu kasus dari pekerjaan Anda sendiri. Makan siang disediakan.",
    Mode.ONLINE: "Masuk sepuluh menit lebih awal dengan nama dan unit. Siapkan ruang yang tenang dan kamera.",
    Mode.HYBRID: "Pilih hadir di ruang atau daring saat mendaftar ulang pagi harinya. Bawa laptop bila ada.",
}  # fmt: skip


@dataclass(slots=True)
class Diary:
    """Which rooms and trainers are taken on which days."""

    taken: set[tuple[str, int, date]] = field(default_factory=set)

    def is_free(self, kind: str, id_: int, days: Sequence[date]) -> bool:
        return not any((kind, id_, day) in self.taken for day in days)

    def take(self, kind: str, id_: int, days: Sequence[date]) -> None:
        self.taken.update((kind, id_, day) for day in days)


@dataclass(frozen=True, slots=True)
class Plan:
    """One session to be: whose, when, in which room (none: online), by which trainers."""

    text: CourseText
    agency: AgencyInfo
    days: tuple[date, ...]
    mode: Mode
    room: int | None
    size: int
    trainers: tuple[int, ...]
    is_own: bool


def load(
    session: Session,
    world: World,
    texts: Sequence[CourseText],
    courses: Mapping[str, int],
    trainers: Mapping[str, int],
    rooms: Mapping[str, list[tuple[int, int]]],
) -> None:
    random, diary = Random(world.today.toordinal()), Diary()
    plans = list(_staged(world, texts, trainers, rooms, diary))
    for text, agency, day in _dates(world, texts):
        plan = _plan(text, agency, day, trainers, rooms[agency.key], diary)
        if plan:
            plans.append(plan)
    plans.sort(key=lambda one: one.days[0])
    _write(session, world, plans, courses, random)


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
        if first.weekday() < 5 and (first.month, first.day) not in HOLIDAYS:
            days.append(first)
        first += timedelta(days=1)
    return tuple(days)


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
        return Plan(text, agency, days, mode, room, text.size, chosen, OWN_TRAINER in free[:2])
    return None


def _staged(
    world: World,
    texts: Sequence[CourseText],
    trainers: Mapping[str, int],
    rooms: Mapping[str, list[tuple[int, int]]],
    diary: Diary,
) -> Iterator[Plan]:
    """What every visitor should meet: one held today by the trainer of the demo accounts, some in each stage."""
    known = {one.code: one for one in texts}
    text, room, trainer = known[TODAYS], rooms["surabaya"][1][0], trainers[OWN_TRAINER]
    diary.take("room", room, (world.today,))
    diary.take("trainer", trainer, (world.today,))
    agency = world.agencies["surabaya"]
    yield Plan(text, agency, (world.today,), Mode.CLASSROOM, room, text.size, (trainer,), True)
    for code, key, days in STAGED:
        day = world.today + timedelta(days=days)
        plan = _plan(known[code], world.agencies[key], day, trainers, rooms[key], diary)
        if plan:
            yield plan


def _write(
    session: Session, world: World, plans: Sequence[Plan], courses: Mapping[str, int], random: Random
) -> None:
    first = bulk.next_id(session, TrainingSession)
    rows, days, teachers, materials = [], [], [], []
    for session_id, plan in enumerate(plans, start=first):
        sittings = list(_sittings(plan))
        row = _row(world, plan, sittings, courses[plan.text.code], random)
        rows.append(row | {"id": session_id})
        topics = plan.text.outcomes.splitlines()
        days += [
            {
                "session_id": session_id,
                "room_id": plan.room,
                "starts_at": start,
                "ends_at": end,
                "topic": topics[number] if len(sittings) > 1 and number < len(topics) else "",
            }
            for number, (start, end) in enumerate(sittings)
        ]
        teachers += [{"session_id": session_id, "trainer_id": one} for one in plan.trainers]
        materials += [
            {"session_id": session_id, "title": title, "url": url} for title, url in plan.text.links
        ]
    bulk.add(session, TrainingSession, rows)
    bulk.add(session, SessionDay, days)
    bulk.join(session, SessionTrainer, teachers)
    bulk.add(session, SessionMaterial, materials)


def _sittings(plan: Plan) -> Iterator[tuple[datetime, datetime]]:
    """From eight, 45 minutes for each JP, with an hour's break on a long day."""
    zone, left = ZoneInfo(plan.agency.timezone), plan.text.hours
    for number, day in enumerate(plan.days):
        hours = -(-left // (len(plan.days) - number))
        left -= hours
        start = datetime.combine(day, time(8), zone)
        yield start, start + timedelta(minutes=45 * hours + (60 if hours > 4 else 15))


def _row(
    world: World, plan: Plan, sittings: list[tuple[datetime, datetime]], course_id: int, random: Random
) -> dict[str, Any]:
    starts_at, ends_at = sittings[0][0], sittings[-1][1]
    until = starts_at - timedelta(days=1 if plan.text.first_come else 7)
    state, reason = _state(world, plan, starts_at, ends_at, until, random)
    budget = Decimal(plan.size * len(plan.days) * 185_000 + 1_500_000)
    is_online = plan.mode is Mode.ONLINE and plan.text.agency is None
    root = world.units[plan.agency.key]
    low, high = EVERYWHERE if is_online else (root.key, root.end)
    return {
        "course_id": course_id,
        "agency_id": plan.agency.id,
        "mode": plan.mode,
        "online_url": "" if plan.mode is Mode.CLASSROOM else f"https://meet.example.go.id/{plan.text.code}",
        "capacity": plan.size,
        "selection": Selection.FIRST_COME if plan.text.first_come else Selection.FAIR,
        "requests_until": until,
        "needs_approval": plan.text.approval,
        "unit_id": None if is_online else root.id,
        "unit_low": low,
        "unit_high": high,
        "budget": budget,
        "spent": _spent(budget, state, random),
        "words": WORDS[plan.mode],
        "state": state,
        "state_reason": reason,
        "revision": 1 if reason else 0,
        "series": None,
        "starts_at": starts_at,
        "ends_at": ends_at,
        "created_by": world.accounts.get("pelatih@demo.test") if plan.is_own else None,
        "created_at": min(until - timedelta(days=30), world.now - timedelta(days=3)),
    }


def _spent(budget: Decimal, state: SessionState, random: Random) -> Decimal | None:
    if state is not SessionState.FINISHED:
        return None
    return (budget * random.randint(82, 104) / 100).quantize(Decimal(1000))


def _state(
    world: World, plan: Plan, starts_at: datetime, ends_at: datetime, until: datetime, random: Random
) -> tuple[SessionState, str]:
    """What is past was held, but for a few; drafts lie far ahead."""
    if plan.days[0] != world.today and random.random() < 0.04:
        return SessionState.CANCELLED, random.choice(CALLED_OFF)
    if ends_at <= world.now and plan.days[0] != world.today:
        return SessionState.FINISHED, ""
    if until <= world.now and not plan.text.first_come:
        return SessionState.ALLOCATED, ""
    is_far = starts_at > world.now + timedelta(weeks=WEEKS_AHEAD - 3)
    return (SessionState.DRAFT if is_far and plan.is_own else SessionState.PLANNED), ""
