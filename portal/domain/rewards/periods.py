"""A stretch of whole months inside one calendar year as one sortable number: 2026-Q4 is 20261012."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

from portal.domain.periods import Period, Window, add_months, period_of


class RuleWindow(StrEnum):
    """What stretch a rule pays for, or a condition looks at. A season is the version's own months."""

    MONTH = "month"
    QUARTER = "quarter"
    SEMESTER = "semester"
    YEAR = "year"
    SEASON = "season"


LENGTHS = {RuleWindow.MONTH: 1, RuleWindow.QUARTER: 3, RuleWindow.SEMESTER: 6, RuleWindow.YEAR: 12}


def key_of(period: Period) -> int:
    """Year, first month, last month: YYYYMMMM."""
    last = period.end - timedelta(days=1)
    return period.start.year * 10_000 + period.start.month * 100 + last.month


def period_from(key: int) -> Period:
    year, first, last = key // 10_000, key // 100 % 100, key % 100
    return Period(date(year, first, 1), add_months(date(year, last, 1), 1))


def window_at(day: date, window: RuleWindow, season: Period | None = None) -> Period | None:
    """The window of that kind that holds the day; None outside of a season."""
    if window is RuleWindow.SEASON:
        return season if season is not None and day in season else None
    return period_of(day, Window(window.value))


def board_keys(window_key: int) -> tuple[int, ...]:
    """The boards an award counts for: its year, and its quarter when the window lies inside one."""
    period = period_from(window_key)
    year, quarter = (period_of(period.start, window) for window in (Window.YEAR, Window.QUARTER))
    return (key_of(year), key_of(quarter)) if period.end <= quarter.end else (key_of(year),)


def year_key(day: date) -> int:
    return key_of(period_of(day, Window.YEAR))


def quarter_key(day: date) -> int:
    return key_of(period_of(day, Window.QUARTER))
