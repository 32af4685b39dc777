"""How evenly something is shared: pure arithmetic over how many people have how much."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

FEWEST = 5  # people in a group before its figures are shown
STEPS = 10
BINS = ((0, 0), (1, 4), (5, 9), (10, 19), (20, None))


def gini(people_by_hours: Mapping[int, int]) -> Decimal | None:
    """0 when everybody has the same, towards 1 when one person has all; two places, half-up. None without hours.

    With n people in rising order of hours x: G = sum((2i - n - 1) * x_i) / (n * sum(x)).
    """
    people = sum(people_by_hours.values())
    total = sum(hours * count for hours, count in people_by_hours.items())
    if total <= 0:
        return None
    before, weighted = 0, 0
    for hours in sorted(people_by_hours):
        count = people_by_hours[hours]
        places = count * (2 * before + count + 1)  # the sum of 2i over this stretch
        weighted += hours * (places - count * (people + 1))
        before += count
    share = Decimal(weighted) / (people * total)
    return share.quantize(Decimal("0.01"), ROUND_HALF_UP)


def lorenz(people_by_hours: Mapping[int, int]) -> list[int]:
    """Which share of all hours (percent) the tenth, fifth … of the people with the fewest have; 11 numbers."""
    people = sum(people_by_hours.values())
    total = sum(hours * count for hours, count in people_by_hours.items())
    if total <= 0:
        return [0] * (STEPS + 1)
    return [
        round(_hours_of_first(people_by_hours, people * step / STEPS) * 100 / total)
        for step in range(STEPS + 1)
    ]


def _hours_of_first(people_by_hours: Mapping[int, int], number: float) -> float:
    found = 0.0
    for hours in sorted(people_by_hours):
        taken = min(number, people_by_hours[hours])
        found += taken * hours
        number -= taken
    return found


@dataclass(slots=True)
class Group:
    """Some people: how many have how many hours, and what became of how many requests for seats."""

    name: str
    people_by_hours: Counter[int] = field(default_factory=Counter)
    asked: int = 0
    got: int = 0
    refused: int = 0

    @property
    def people(self) -> int:
        return self.people_by_hours.total()

    @property
    def is_shown(self) -> bool:
        return self.people >= FEWEST

    @property
    def hours(self) -> int:
        return sum(hours * count for hours, count in self.people_by_hours.items())

    @property
    def mean(self) -> Decimal:
        return _one_place(self.hours, self.people)

    @property
    def without(self) -> int:
        return self.people_by_hours[0]

    @property
    def percent_without(self) -> int:
        return round(self.without * 100 / self.people) if self.people else 0

    @property
    def percent_got(self) -> int | None:
        """Of those who asked; None when nobody did."""
        return round(self.got * 100 / self.asked) if self.asked else None

    @property
    def gini(self) -> Decimal | None:
        return gini(self.people_by_hours)

    @property
    def bins(self) -> list[tuple[str, int]]:
        """How many people have none, a few, … twenty and more."""
        return [
            (_range(low, high), sum(self.people_by_hours[hours] for hours in self._between(low, high)))
            for low, high in BINS
        ]

    def _between(self, low: int, high: int | None) -> list[int]:
        return [one for one in self.people_by_hours if one >= low and (high is None or one <= high)]


def _range(low: int, high: int | None) -> str:
    if high is None:
        return f"{low}+"
    return str(low) if low == high else f"{low}–{high}"


def _one_place(part: int, whole: int) -> Decimal:
    return (Decimal(part) / (whole or 1)).quantize(Decimal("0.1"), ROUND_HALF_UP)
