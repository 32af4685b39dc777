"""The course of one indicator through a year: for which days it is reported, and plausible values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from portal.demo.world import Person, World
from portal.domain.periods import add_months
from portal.domain.targets.achievement import Direction, Reading

HERO_MONTHS = (8, 9, 9, 10, 9, 10, 10, 9, 11, 10)
HERO_GOAL = Decimal(95)


@dataclass(frozen=True, slots=True)
class Story:
    """One person's plan; `every` is how many months lie between two check-ins."""

    world: World
    person: Person
    plan_id: int
    starts_on: date
    ends_on: date
    papers: list[int]
    is_hero: bool
    every: int = 1


def report_days(story: Story) -> list[date]:
    """Ends of months that are over by today: of every month, or of every so many back from the newest."""
    ends = list(_month_ends(story))
    return ends[(len(ends) - 1) % story.every :: story.every]


def _month_ends(story: Story) -> Iterator[date]:
    month = story.starts_on
    while month < story.ends_on:
        following = add_months(month, 1)
        last = following - timedelta(days=1)
        if last >= story.world.today:
            return
        yield last
        month = following


def values_on(story: Story, indicator: dict[str, Any], days: list[date]) -> list[Decimal]:
    """As if the year ended between 88 and 112 per cent of what is wanted."""
    if story.is_hero and is_hero_goal(indicator):
        return _hero_values(len(days))
    random = story.world.random
    factor = random.uniform(0.88, 1.12)
    target = float(indicator["target_low"])
    start = float(indicator["baseline"] or 0)
    if indicator["reading"] is Reading.SUM:
        return [
            _rounded(target * factor * months / 12 * random.uniform(0.6, 1.4), 0)
            for months in _months_between(days)
        ]
    if indicator["reading"] is Reading.AVERAGE:
        start = min(start, target * 1.15)
    better = 2 - factor if indicator["direction"] is Direction.LOWER else factor
    goal = min(target * better, 100.0) if indicator["unit"] in ("%", "nilai") else target * better
    if indicator["direction"] is Direction.WITHIN:
        start = 0.0
    course = (start + (goal - start) * day.month / 12 for day in days)
    places = 1 if target >= 10 else 2
    return [max(Decimal(0), _rounded(one * random.uniform(0.98, 1.02), places)) for one in course]


def _months_between(days: list[date]) -> Iterator[int]:
    """How many months each report is about."""
    before = 0
    for day in days:
        yield day.month - before
        before = day.month


def is_hero_goal(indicator: dict[str, Any]) -> bool:
    return indicator["target_low"] == 100 and indicator["reading"] is Reading.SUM


def _hero_values(count: int) -> list[Decimal]:
    """One honest check-in short of the target: 95 of 100, however many months are over."""
    if not count:
        return []
    reported = [Decimal(HERO_MONTHS[place % len(HERO_MONTHS)]) for place in range(count - 1)]
    while sum(reported) >= HERO_GOAL:
        reported = [max(Decimal(1), value - 1) for value in reported]
    return [*reported, HERO_GOAL - sum(reported)]


def _rounded(value: float, places: int) -> Decimal:
    return Decimal(str(round(value, places))).quantize(Decimal(1).scaleb(-places))
