"""The report an approver reads. It stays with the version, as it was read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Sample:
    """`numbers` are [n, sum, smallest, largest] per condition, from left to right.

    `short_of` is the place of the one condition that is missing; None for people who gain or lose.
    """

    employee_id: int
    name: str
    unit_name: str
    numbers: list[list[int | None]]
    short_of: int | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """Of `people` in this part of those the rule is for, `gain` would earn it. `name` is a code or a unit's name."""

    name: str
    gain: int
    people: int

    @property
    def percent(self) -> int:
        """Rounded down; 0 without people."""
        return self.gain * 100 // self.people if self.people else 0


@dataclass(frozen=True, slots=True)
class Overlap:
    """How many of those who meet this rule hold an award of another live one in a window it shares days with.

    `is_same_facts`: both look at a number in common, so one real thing could be paid for twice.
    """

    rule_id: int
    name: str
    people: int
    is_same_facts: bool


@dataclass(frozen=True, slots=True)
class Inflation:
    """Points all rules booked in the quarter before, and what this one would add to such a quarter."""

    before: int
    adds: int

    @property
    def percent(self) -> int | None:
        """Rounded half up; None when nothing was booked before."""
        return (self.adds * 200 + self.before) // (2 * self.before) if self.before else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """Counts of people; `groups` by unit, grade, sex, employment and exposure; `points_cost` if all are paid."""

    window_key: int
    gain: int
    keep: int
    lose: int
    points_cost: int
    people: int
    groups: dict[str, list[Share]]
    inflation: Inflation
    overlaps: list[Overlap]
    nearly: int
    samples: list[Sample]
    losers: list[Sample]
    near: list[Sample]
    made_on: date | None = None

    def to_json(self) -> dict[str, Any]:
        found = asdict(self)
        return {**found, "made_on": self.made_on.isoformat() if self.made_on else None}


def from_json(data: Mapping[str, Any]) -> Preview | None:
    """What `to_json` wrote; None for a report of before there were groups in it."""
    if "groups" not in data:
        return None
    made_on = data.get("made_on")
    plain = ("window_key", "gain", "keep", "lose", "points_cost", "people", "nearly")
    return Preview(
        **{name: data[name] for name in plain},
        groups={name: [Share(**one) for one in shares] for name, shares in data["groups"].items()},
        inflation=Inflation(**data["inflation"]),
        overlaps=[Overlap(**one) for one in data["overlaps"]],
        samples=[Sample(**one) for one in data["samples"]],
        losers=[Sample(**one) for one in data["losers"]],
        near=[Sample(**one) for one in data["near"]],
        made_on=date.fromisoformat(made_on) if made_on else None,
    )
