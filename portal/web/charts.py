"""Where the parts of a drawing stand: pure geometry in SVG units; `templates/ui/chart.html` draws it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

Points = Sequence[tuple[str, float | None]]
Series = Sequence[tuple[str, Sequence[float | None]]]

WIDTH, HEIGHT = 560.0, 230.0
RIGHT, TOP, BOTTOM = 8.0, 22.0, 30.0


@dataclass(frozen=True, slots=True)
class Tick:
    value: float
    y: float


@dataclass(frozen=True, slots=True)
class Label:
    """Text under an axis; the minor ones give way on a phone."""

    text: str
    x: float
    y: float
    minor: bool


@dataclass(frozen=True, slots=True)
class Bar:
    value: float | None
    x: float
    y: float
    width: float
    middle: float
    path: str


@dataclass(frozen=True, slots=True)
class BarChart:
    width: float
    height: float
    left: float
    right: float
    baseline: float
    ticks: tuple[Tick, ...]
    labels: tuple[Label, ...]
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Scale:
    """Maps numbers from `low` to `high` onto the height between the chart's margins."""

    low: float
    high: float
    step: float

    def y(self, value: float) -> float:
        share = (value - self.low) / (self.high - self.low)
        return rounded(HEIGHT - BOTTOM - max(0.0, min(1.0, share)) * (HEIGHT - BOTTOM - TOP))

    @property
    def left(self) -> float:
        """Where the drawing begins: right of the longest number, as wide as it gets on a phone."""
        return 14.0 + 10.5 * max(len(f"{tick.value:,g}") for tick in self.ticks())

    def ticks(self) -> tuple[Tick, ...]:
        count = round((self.high - self.low) / self.step)
        values = (round(self.low + index * self.step, 10) for index in range(count + 1))
        return tuple(Tick(value, self.y(value)) for value in values)


def nice_scale(low: float, high: float, steps: int = 4) -> Scale:
    """A scale that holds both ends, with about `steps` steps of 1, 2, 2.5 or 5 times a power of ten."""
    if high <= low:
        high = low + 1
    rough = (high - low) / steps
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= rough * 0.999)
    return Scale(math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step, step)


def bar_chart(points: Points, top: float | None = None) -> BarChart:
    """Standing bars from zero; negative numbers are drawn as nothing, the table still tells them."""
    highest = max((value for _, value in points if value is not None), default=0.0)
    scale = nice_scale(0.0, float(top if top is not None else highest))
    middles = middles_of(len(points), scale.left)
    width = rounded(min(34.0, slot(len(points), scale.left) * 0.58))
    bars = tuple(
        _bar(value, middle, width, scale) for (_, value), middle in zip(points, middles, strict=True)
    )
    labels = labels_of([label for label, _ in points], middles)
    return BarChart(WIDTH, HEIGHT, scale.left, WIDTH - RIGHT, HEIGHT - BOTTOM, scale.ticks(), labels, bars)


def rows_of(labels: Sequence[str], series: Series) -> tuple[tuple[str | float | None, ...], ...]:
    """The same numbers as rows of a table."""
    columns = [values for _, values in series]
    return tuple((label, *numbers) for label, *numbers in zip(labels, *columns, strict=True))


def slot(count: int, left: float) -> float:
    return (WIDTH - left - RIGHT) / max(1, count)


def middles_of(count: int, left: float) -> list[float]:
    return [rounded(left + slot(count, left) * (index + 0.5)) for index in range(count)]


def labels_of(texts: Sequence[str], middles: Sequence[float]) -> tuple[Label, ...]:
    crowded = len(texts) > 6
    return tuple(
        Label(text, middle, HEIGHT - 9, crowded and index % 2 == 1)
        for index, (text, middle) in enumerate(zip(texts, middles, strict=True))
    )


def _bar(value: float | None, middle: float, width: float, scale: Scale) -> Bar:
    x, base, y = rounded(middle - width / 2), scale.y(0.0), scale.y(value or 0.0)
    bend = min(4.0, base - y)
    path = (
        f"M{x:g} {base:g}V{y + bend:g}q0 {-bend:g} {bend:g} {-bend:g}h{width - 2 * bend:g}"
        f"q{bend:g} 0 {bend:g} {bend:g}V{base:g}z"
    )
    return Bar(value, x, y, width, middle, path)


def rounded(number: float) -> float:
    return round(number, 2)
