"""What a benchmark says: one measured value beside what it is held against, and the bar for their ratio."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """`limit` is what the value is held against, in the same unit; `ratio` is value ÷ limit."""

    name: str
    value: float
    unit: str
    limit: float
    ratio: float
    bar: str
    held: bool

    def __str__(self) -> str:
        said = "held" if self.held else "missed"
        return (
            f"{self.name}: {digits(self.value)} {self.unit} · limit: {digits(self.limit)} {self.unit}"
            f" · ratio: {digits(self.ratio)} · bar: {self.bar} · {said}"
        )


def at_most(name: str, value: float, unit: str, limit: float, times: float = 1) -> Line:
    """Held while the value is no more than `times` the limit."""
    ratio = _ratio(value, limit)
    return Line(name, value, unit, limit, ratio, f"≤ {digits(times)}", ratio <= times)


def at_least(name: str, value: float, unit: str, limit: float, times: float = 1) -> Line:
    """Held while the value reaches `times` the limit."""
    ratio = _ratio(value, limit)
    return Line(name, value, unit, limit, ratio, f"≥ {digits(times)}", ratio >= times)


def exactly(name: str, value: float, unit: str, limit: float) -> Line:
    """Held while the value is the limit."""
    ratio = _ratio(value, limit)
    return Line(name, value, unit, limit, ratio, "= 1", value == limit)


def none_of(name: str, value: float, unit: str, limit: float) -> Line:
    """Held while not one of `limit` things is counted."""
    return Line(name, value, unit, limit, _ratio(value, limit), "= 0", value == 0)


def digits(number: float) -> str:
    """Whole numbers whole, others with three digits that say something."""
    if number == int(number):
        return f"{int(number):,}"
    return f"{number:,.0f}" if abs(number) >= 100 else f"{number:.3g}"


def _ratio(value: float, limit: float) -> float:
    return value / limit if limit else float(value != 0)
