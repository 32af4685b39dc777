"""How far a realization is: decimals, half-up to two places. Never a rating: there is no formula for one."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from itertools import accumulate

CENT = Decimal("0.01")
FINE = Decimal("0.0001")
HUNDRED = Decimal(100)


class Direction(StrEnum):
    HIGHER = "higher"
    LOWER = "lower"
    WITHIN = "within"


class Reading(StrEnum):
    """How check-ins become one realization: added up, the latest by as-of day, or their mean."""

    SUM = "sum"
    LATEST = "latest"
    AVERAGE = "average"


@dataclass(frozen=True, slots=True)
class Report:
    """One approved value and the day it is about."""

    day: date
    value: Decimal


def percent(realization: Decimal, low: Decimal, high: Decimal | None, direction: Direction) -> Decimal:
    """Achievement in per cent, never below 0, not capped above.

    Higher: realization / target. Lower: (2 x target - realization) / target: half the target is
    150, twice the target 0. Within: 100 inside, outside as higher to the low end or lower to the high end.
    A target of 0 is met by 0 alone. The baseline plays no part: it only tells where one came from.
    """
    if meets(realization, low, high, direction) and direction is Direction.WITHIN:
        return HUNDRED.quantize(CENT)
    if direction is Direction.WITHIN and realization < low:
        return _share(realization, low)
    if direction is Direction.HIGHER:
        return _share(realization, low)
    goal = high if direction is Direction.WITHIN and high is not None else low
    return _share(2 * goal - realization, goal)


def meets(realization: Decimal, low: Decimal, high: Decimal | None, direction: Direction) -> bool:
    match direction:
        case Direction.HIGHER:
            return realization >= low
        case Direction.LOWER:
            return realization <= low
        case Direction.WITHIN:
            return low <= realization <= (low if high is None else high)


def capped(value: Decimal | None) -> Decimal:
    """For bars only: between 0 and 100, nothing is 0."""
    return min(HUNDRED, value or Decimal(0))


def realization_of(reports: Sequence[Report], reading: Reading) -> Decimal | None:
    """One number out of all reports in the order of their days. Means are rounded to four places."""
    if not reports:
        return None
    if reading is Reading.LATEST:
        return reports[-1].value
    total = sum((report.value for report in reports), Decimal(0))
    if reading is Reading.SUM:
        return total
    return (total / len(reports)).quantize(FINE, ROUND_HALF_UP)


def series_of(reports: Sequence[Report], reading: Reading) -> list[Report]:
    """The realization as it stood after each report: the line of a chart."""
    if reading is Reading.LATEST:
        return list(reports)
    totals: Iterator[Decimal] = accumulate(report.value for report in reports)
    if reading is Reading.AVERAGE:
        totals = (
            (total / count).quantize(FINE, ROUND_HALF_UP) for count, total in enumerate(totals, start=1)
        )
    return [Report(report.day, total) for report, total in zip(reports, totals, strict=True)]


def achieved_day(
    reports: Sequence[Report],
    reading: Reading,
    low: Decimal,
    high: Decimal | None,
    direction: Direction,
    due: date,
) -> date | None:
    """The as-of day since which the target is met, or nothing when it is not met now.

    A number that can only grow counts as soon as it reaches the target. One that may still turn (a mean,
    a ceiling, a range) counts only when it was reported for the month of the due date or later.
    """
    realization = realization_of(reports, reading)
    if realization is None or not meets(realization, low, high, direction):
        return None
    since = reports[-1].day
    if direction is not Direction.HIGHER or reading is Reading.AVERAGE:
        return since if since >= due.replace(day=1) else None
    for report in reversed(series_of(reports, reading)):
        if not meets(report.value, low, high, direction):
            break
        since = report.day
    return since


def mean_bar(percents: Iterable[Decimal | None]) -> Decimal:
    """The mean of capped achievements, whole number: how full the bar of a plan is. Empty plans are at 0."""
    bars = [capped(value) for value in percents]
    if not bars:
        return Decimal(0)
    return (sum(bars, Decimal(0)) / len(bars)).quantize(Decimal(1), ROUND_HALF_UP)


def _share(part: Decimal, whole: Decimal) -> Decimal:
    if whole == 0:
        return HUNDRED.quantize(CENT) if part >= 0 else Decimal(0).quantize(CENT)
    return max(Decimal(0), part / whole * HUNDRED).quantize(CENT, ROUND_HALF_UP)
