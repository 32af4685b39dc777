"""Half-open stretches of days in an agency's own calendar: month, quarter, semester, year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo

from portal.domain.errors import RuleBroken
from portal.domain.words import n_

CODE = re.compile(
    r"(?P<year>\d{4})(?:-(?:S(?P<semester>[12])|Q(?P<quarter>[1-4])|(?P<month>0[1-9]|1[0-2])))?"
)


class Window(StrEnum):
    MONTH = "month"
    QUARTER = "quarter"
    SEMESTER = "semester"
    YEAR = "year"


MONTHS = {Window.MONTH: 1, Window.QUARTER: 3, Window.SEMESTER: 6, Window.YEAR: 12}


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Days from `start` up to, not including, `end`; always whole months."""

    start: date
    end: date

    @property
    def months(self) -> int:
        return (self.end.year - self.start.year) * 12 + self.end.month - self.start.month

    @property
    def window(self) -> Window | None:
        """None for a stretch of another length, or one that begins in the middle of such a window."""
        fitting = (window for window, months in MONTHS.items() if months == self.months)
        return next((window for window in fitting if (self.start.month - 1) % MONTHS[window] == 0), None)

    @property
    def code(self) -> str:
        """`2026`, `2026-S1`, `2026-Q3` or `2026-07`; a stretch of another length has none."""
        match self.window:
            case Window.YEAR:
                return f"{self.start.year}"
            case Window.SEMESTER:
                return f"{self.start.year}-S{(self.start.month + 5) // 6}"
            case Window.QUARTER:
                return f"{self.start.year}-Q{(self.start.month + 2) // 3}"
            case Window.MONTH:
                return f"{self.start:%Y-%m}"
        raise ValueError(f"{self.start}..{self.end} has no code")

    @property
    def previous(self) -> Period:
        return Period(add_months(self.start, -self.months), self.start)

    def __contains__(self, day: date) -> bool:
        return self.start <= day < self.end

    def moments(self, zone: str) -> tuple[datetime, datetime]:
        """The same stretch as two instants in UTC, as seen from the agency's time zone."""
        local = ZoneInfo(zone)
        start, end = (
            datetime.combine(day, time.min, local).astimezone(UTC) for day in (self.start, self.end)
        )
        return start, end


def add_months(day: date, months: int) -> date:
    """The first of the month that lies so many months from the month of `day`."""
    index = day.year * 12 + day.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


def period_of(day: date, window: Window) -> Period:
    months = MONTHS[window]
    start = date(day.year, (day.month - 1) // months * months + 1, 1)
    return Period(start, add_months(start, months))


def parse_period(code: str) -> Period:
    """Read `2026`, `2026-S1`, `2026-Q3` or `2026-07`; raises RuleBroken for anything else."""
    found = CODE.fullmatch(code.strip().upper()[:12])
    if found is None or int(found["year"]) < 1900:
        raise RuleBroken(n_("Write the period as 2026, 2026-S1, 2026-Q3 or 2026-07."), field="period")
    year = int(found["year"])
    if found["semester"]:
        return period_of(date(year, int(found["semester"]) * 6, 1), Window.SEMESTER)
    if found["quarter"]:
        return period_of(date(year, int(found["quarter"]) * 3, 1), Window.QUARTER)
    if found["month"]:
        return period_of(date(year, int(found["month"]), 1), Window.MONTH)
    return period_of(date(year, 1, 1), Window.YEAR)


def last_periods(day: date, window: Window, count: int) -> list[Period]:
    """The period that holds `day` and those before it, oldest first."""
    periods = [period_of(day, window)]
    while len(periods) < count:
        periods.append(periods[-1].previous)
    return periods[::-1]


def local_day(at: datetime, zone: str) -> date:
    """The calendar day on which `at` falls for people in that time zone."""
    return at.astimezone(ZoneInfo(zone)).date()


def months_of(period: Period) -> Iterator[date]:
    for step in range(period.months):
        yield add_months(period.start, step)
