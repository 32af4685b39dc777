"""Lines over time, large with axes and small without: pure geometry in SVG units."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from portal.web.charts import (
    BOTTOM,
    HEIGHT,
    RIGHT,
    WIDTH,
    Label,
    Scale,
    Series,
    Tick,
    labels_of,
    middles_of,
    nice_scale,
    rounded,
    rows_of,
)

LABEL_ABOVE, LABEL_HEIGHT = 10.0, 14.0


@dataclass(frozen=True, slots=True)
class Dot:
    x: float
    y: float
    value: float


@dataclass(frozen=True, slots=True)
class Line:
    path: str
    area: str
    dots: tuple[Dot, ...]
    label_y: float = 0.0
    """Where the latest number is written, clear of those of other lines."""
    has_label: bool = True
    """Lines that end in one point share its number."""


@dataclass(frozen=True, slots=True)
class LineChart:
    width: float
    height: float
    left: float
    right: float
    ticks: tuple[Tick, ...]
    labels: tuple[Label, ...]
    lines: tuple[Line, ...]
    goal_y: float | None
    rows: tuple[tuple[str | float | None, ...], ...]


@dataclass(frozen=True, slots=True)
class Sparkline:
    width: float
    height: float
    path: str
    last: Dot | None


def line_chart(
    labels: Sequence[str],
    series: Series,
    goal: float | None = None,
    bottom: float | None = None,
    top: float | None = None,
) -> LineChart:
    """One line for each series; a missing number breaks the line. Decimals are drawn as floats."""
    series = [(name, [None if one is None else float(one) for one in values]) for name, values in series]
    known = [value for _, values in series for value in values if value is not None]
    known += [goal] if goal is not None else []
    low = float(bottom if bottom is not None else min([0.0, *known]))
    scale = nice_scale(low, float(top if top is not None else max(known, default=1.0)))
    middles = middles_of(len(labels), scale.left)
    return LineChart(
        WIDTH,
        HEIGHT,
        scale.left,
        WIDTH - RIGHT,
        scale.ticks(),
        labels_of(labels, middles),
        _with_labels([_line(values, middles, scale) for _, values in series]),
        scale.y(goal) if goal is not None else None,
        rows_of(labels, series),
    )


def sparkline(values: Sequence[float | None], width: float = 96.0, height: float = 28.0) -> Sparkline:
    known = [value for value in values if value is not None]
    low, high = min(known, default=0.0), max(known, default=1.0)
    spread = (high - low) or 1.0
    pitch = (width - 8) / max(1, len(values) - 1)
    dots = [
        Dot(rounded(4 + index * pitch), rounded(height - 4 - (value - low) / spread * (height - 8)), value)
        for index, value in enumerate(values)
        if value is not None
    ]
    return Sparkline(width, height, _polyline(dots), dots[-1] if dots else None)


def _line(values: Sequence[float | None], middles: Sequence[float], scale: Scale) -> Line:
    runs: list[list[Dot]] = [[]]
    for value, middle in zip(values, middles, strict=True):
        if value is None:
            runs.append([])
        else:
            runs[-1].append(Dot(middle, scale.y(value), value))
    runs = [run for run in runs if run]
    base = HEIGHT - BOTTOM
    areas = (f"{_polyline(run)}V{base:g}H{run[0].x:g}z" for run in runs)
    return Line("".join(map(_polyline, runs)), "".join(areas), tuple(dot for run in runs for dot in run))


def _with_labels(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Numbers at the ends of lines, from the top down, each at least its own height below the one before."""
    found, lowest = list(lines), -math.inf
    told: set[Dot] = set()
    ends = sorted((line.dots[-1].y - LABEL_ABOVE, place) for place, line in enumerate(lines) if line.dots)
    for y, place in ends:
        end = found[place].dots[-1]
        if end in told:
            found[place] = replace(found[place], has_label=False)
            continue
        told.add(end)
        lowest = rounded(max(y, lowest + LABEL_HEIGHT))
        found[place] = replace(found[place], label_y=lowest)
    return tuple(found)


def _polyline(dots: Sequence[Dot]) -> str:
    return "".join(f"{'L' if index else 'M'}{dot.x:g} {dot.y:g}" for index, dot in enumerate(dots))
