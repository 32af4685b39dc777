"""What a made-up visitor answers: the service's quality, its weak element, the season, luck, and a mood in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from random import Random
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from portal.demo.names import TEXTS, sections
from portal.demo.world import Person, World
from portal.domain.public_reviews.codes import LETTERS, hash_of
from portal.domain.public_reviews.elements import CODES
from portal.domain.public_reviews.reviews.models import ReviewState

if TYPE_CHECKING:
    from portal.demo.public_reviews import Stall

YEAR = 365
VERIFIED = 0.42
WITH_WORDS = 0.24
HELD = 0.008
LEAN = {
    "cost": 0.5,
    "beh": 0.15,
    "comp": 0.08,
    "prod": 0.05,
    "req": -0.02,
    "proc": -0.05,
    "time": -0.08,
    "fac": -0.1,
    "compl": -0.05,
}
BUSY = {1: 1.1, 2: 0.9, 3: 0.75, 4: 0.8, 5: 1.0, 6: 1.15, 7: 1.3, 8: 1.0, 9: 1.0, 10: 1.05, 11: 1.1, 12: 0.8}


@dataclass(frozen=True, slots=True)
class Visit:
    day: date
    officer: Person | None = None


@cache
def sentences() -> dict[str, list[str]]:
    return dict(sections((TEXTS / "comments.txt").read_text()))


def visits_of(world: World, stall: Stall, count: int) -> list[Visit]:
    """Working days of the last twelve months, more before school starts, rising slowly."""
    random = world.random
    found: list[Visit] = []
    while len(found) < count:
        ago = int(YEAR * random.random() ** 1.15)
        day = world.today - timedelta(days=ago)
        if day.weekday() > 4 or random.random() * 1.3 > BUSY[day.month]:
            continue
        officer = random.choice(stall.officers) if stall.officers and random.random() < VERIFIED else None
        found.append(Visit(day, officer))
    return found


def token_row(stall: Stall, visit: Visit, token_id: int) -> dict[str, Any]:
    issued = datetime.combine(visit.day, time(8), ZoneInfo(stall.unit.timezone)).astimezone(UTC)
    return {
        "id": token_id,
        "token_hash": hash_of(f"used-{stall.line.counter}-{token_id}"),
        "counter_id": stall.desk_id,
        "officer_id": visit.officer.id if visit.officer else None,
        "issued_by": None,
        "issued_at": issued,
        "expires_at": issued + timedelta(hours=72),
    }


def review_row(world: World, stall: Stall, visit: Visit, token_id: int | None) -> dict[str, Any]:
    random = world.random
    answers = _answers(random, world.today, stall, visit)
    at = _moment(world, stall, visit.day)
    is_held = token_id is None and random.random() < HELD * (
        3 if visit.day > world.today - timedelta(days=40) else 0.5
    )
    return {
        "number": _number(random),
        "service_id": stall.service_id,
        "counter_id": stall.desk_id if token_id or random.random() < 0.6 else stall.online_id,
        "visit_token_id": token_id,
        "officer_id": visit.officer.id if visit.officer else None,
        "is_verified": token_id is not None,
        "submitted_at": at,
        "day": visit.day,
        "comment": random.choice(sentences()["held"])
        if is_held
        else _words(random, answers, stall.line.code),
        "state": ReviewState.HELD if is_held else ReviewState.COUNTED,
        "hold_reasons": random.choice(("too_fast", "same_words", "trap")) if is_held else "",
        "flags": "empty_top" if token_id is None and min(answers.values()) == 4 and not is_held else "",
        "decision": "",
        "counted_at": None if is_held else at,
        **answers,
    }


def _answers(random: Random, today: date, stall: Stall, visit: Visit) -> dict[str, int]:
    """Every visitor has a temper; the weak element is lifted once the unit has done something about it."""
    line = stall.line
    temper = random.gauss(0, 0.32)
    growth = -0.10 * (today - visit.day).days / YEAR
    answers = {}
    for code in CODES:
        level = line.quality + LEAN[code] + temper + growth
        if code == line.weak:
            level += line.weakness * (0.25 if visit.day >= stall.lifted_on else 1.0)
        answers[code] = max(1, min(4, round(level + random.gauss(0, 0.42))))
    if line.cost == "Gratis" and random.random() < 0.8:
        answers["cost"] = 4
    return answers


def _words(random: Random, answers: dict[str, int], code: str) -> str:
    if random.random() > WITH_WORDS:
        return ""
    mean = sum(answers.values()) / len(answers)
    if mean >= 3.2 and "imunisasi" in code and random.random() < 0.5:
        return random.choice(sentences()["health"])
    return random.choice(sentences()["good" if mean >= 3.4 else "mixed" if mean >= 2.8 else "bad"])


def _moment(world: World, stall: Stall, day: date) -> datetime:
    zone = ZoneInfo(stall.unit.timezone)
    clock = time(8 + int(7.5 * world.random.random()), world.random.randrange(60), world.random.randrange(60))
    return min(datetime.combine(day, clock, zone).astimezone(UTC), world.now.astimezone(UTC))


def _number(random: Random) -> str:
    letters = "".join(random.choices(LETTERS, k=10))
    return f"{letters[:5]}-{letters[5:]}"
