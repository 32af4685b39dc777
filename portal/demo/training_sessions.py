"""A year of sessions and the three months ahead as rows, from what was planned."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, time, timedelta
from decimal import Decimal
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from portal.demo import bulk
from portal.demo.training_plans import WEEKS_AHEAD, Plan
from portal.demo.world import World
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

CALLED_OFF = (
    "Narasumber berhalangan; tanggal pengganti diumumkan di katalog.",
    "Ruang dipakai untuk tanggap bencana.",
)
WORDS = {
    Mode.CLASSROOM: "Bawa satu kasus dari pekerjaan Anda sendiri. Makan siang disediakan.",
    Mode.ONLINE: "Masuk sepuluh menit lebih awal dengan nama dan unit. Siapkan ruang yang tenang dan kamera.",
    Mode.HYBRID: "Pilih hadir di ruang atau daring saat mendaftar ulang pagi harinya. Bawa laptop bila ada.",
}  # fmt: skip


def load(session: Session, world: World, plans: Sequence[Plan], courses: Mapping[str, int]) -> None:
    random = Random(world.today.toordinal())
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
    """From eight, 45 minutes for each JP, with an hour's break on a long day. What is on today lasts into the evening,
    so that visitors find a code to scan.
    """
    zone, left = ZoneInfo(plan.agency.timezone), plan.text.hours
    if plan.is_on:
        for first, last in ((time(8), time(12)), (time(13), time(21, 30))):
            yield datetime.combine(plan.days[0], first, zone), datetime.combine(plan.days[0], last, zone)
        return
    for number, day in enumerate(plan.days):
        hours = -(-left // (len(plan.days) - number))
        left -= hours
        start = datetime.combine(day, time(8), zone)
        yield start, start + timedelta(minutes=45 * hours + (60 if hours > 4 else 15))


def _row(
    world: World, plan: Plan, sittings: list[tuple[datetime, datetime]], course_id: int, random: Random
) -> dict[str, Any]:
    starts_at, ends_at = sittings[0][0], sittings[-1][1]
    until = starts_at - timedelta(days=1 if plan.is_first_come else 7)
    state, reason = _state(world, plan, starts_at, ends_at, until, random)
    budget = Decimal(plan.size * len(plan.days) * 185_000 + 1_500_000)
    is_online = plan.mode is Mode.ONLINE and plan.text.agency is None
    unit = world.units[plan.unit or plan.agency.key]
    low, high = EVERYWHERE if is_online else (unit.key, unit.end)
    return {
        "course_id": course_id,
        "agency_id": plan.agency.id,
        "mode": plan.mode,
        "online_url": "" if plan.mode is Mode.CLASSROOM else f"https://meet.example.go.id/{plan.text.code}",
        "capacity": plan.size,
        "selection": Selection.FIRST_COME if plan.is_first_come else Selection.FAIR,
        "requests_until": until,
        "needs_approval": plan.text.approval and not plan.unit,
        "unit_id": None if is_online else unit.id,
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
    if not plan.unit and random.random() < 0.04:
        return SessionState.CANCELLED, random.choice(CALLED_OFF)
    if ends_at <= world.now and not plan.is_left_open:
        return SessionState.FINISHED, ""
    if until <= world.now and not plan.is_first_come:
        return SessionState.ALLOCATED, ""
    is_far = starts_at > world.now + timedelta(weeks=WEEKS_AHEAD - 3)
    return (SessionState.DRAFT if is_far and plan.is_own else SessionState.PLANNED), ""
