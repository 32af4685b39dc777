"""Drawings around a middle: shares of a whole, and strengths on several axes."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from portal.web.charts import Points, Series, rows_of

TONES = 6


@dataclass(frozen=True, slots=True)
class Slice:
    """`path` is the slice's arc on the ring; `tone` counts from 1."""

    label: str
    value: float
    percent: int
    path: str
    tone: int


@dataclass(frozen=True, slots=True)
class Axis:
    text: str
    x: float
    y: float
    label_x: float
    label_y: float
    anchor: str


@dataclass(frozen=True, slots=True)
class Radar:
    width: float
    height: float
    center_x: float
    center_y: float
    rings: tuple[str, ...]
    axes: tuple[Axis, ...]
    shapes: tuple[str, ...]
    rows: tuple[tuple[str | float | None, ...], ...]


def donut(points: Points) -> tuple[Slice, ...]:
    """The slices in their order; percentages are whole and add up to 100 (largest remainder)."""
    values = [max(0.0, float(value or 0)) for _, value in points]
    total = sum(values)
    shares = [value / total * 100 if total else 0.0 for value in values]
    slices, start = [], 0.0
    for index, ((label, value), share, percent) in enumerate(
        zip(points, shares, whole_percents(shares), strict=True)
    ):
        slices.append(Slice(label, value or 0, percent, _arc(start, start + share), index % TONES + 1))
        start += share
    return tuple(slices)


def _arc(start: float, end: float, radius: float = 48.0, center: float = 60.0) -> str:
    """The ring from `start` to `end`, hundredths clockwise from the top; a full ring needs two arcs."""
    if end - start <= 0:
        return ""
    if end - start > 99.99:
        return _arc(start, start + 50) + _arc(start + 50, start + 99.99)

    def at(hundredth: float) -> str:
        angle = math.tau * hundredth / 100 - math.pi / 2
        return f"{center + radius * math.cos(angle):.2f} {center + radius * math.sin(angle):.2f}"

    return f"M{at(start)}A{radius:g} {radius:g} 0 {int(end - start > 50)} 1 {at(end)}"


def whole_percents(shares: Sequence[float]) -> list[int]:
    floors = [math.floor(share) for share in shares]
    missing = round(sum(shares)) - sum(floors)
    by_remainder = sorted(range(len(shares)), key=lambda index: (floors[index] - shares[index], index))
    for index in by_remainder[:missing]:
        floors[index] += 1
    return floors


def radar(
    labels: Sequence[str], series: Series, top: float, width: float = 420.0, height: float = 320.0
) -> Radar:
    """Numbers from 0 to `top`, clockwise from the top; a missing number sits in the middle."""
    cx, cy, radius = width / 2, height / 2, height / 2 - 42

    def point(index: int, share: float) -> tuple[float, float]:
        angle = math.tau * index / max(1, len(labels)) - math.pi / 2
        return round(cx + radius * share * math.cos(angle), 2), round(
            cy + radius * share * math.sin(angle), 2
        )

    def polygon(shares: Sequence[float]) -> str:
        return " ".join(
            f"{x:g},{y:g}" for x, y in (point(index, share) for index, share in enumerate(shares))
        )

    def axis(index: int, text: str) -> Axis:
        (x, y), (label_x, label_y) = point(index, 1.0), point(index, 1.12)
        anchor = "middle" if abs(label_x - cx) < 1 else "start" if label_x > cx else "end"
        return Axis(text, x, y, label_x, round(label_y + 4, 2), anchor)

    return Radar(
        width,
        height,
        cx,
        cy,
        tuple(polygon([share] * len(labels)) for share in (0.25, 0.5, 0.75, 1.0)),
        tuple(axis(index, text) for index, text in enumerate(labels)),
        tuple(polygon([min(1.0, max(0.0, (value or 0) / top)) for value in values]) for _, values in series),
        rows_of(labels, series),
    )
