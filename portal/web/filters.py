"""How dates and numbers look to the reader."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from flask import Flask
from flask_babel import format_date, format_datetime, format_decimal, gettext, ngettext

from portal.domain.organisation.nip import masked
from portal.domain.periods import Period, Window


def day(value: date | datetime | None, form: str = "d MMMM y") -> str:
    """`21 November 2026`; a moment is shown on its day in the reader's time zone."""
    if value is None:
        return "–"
    return format_datetime(value, form) if isinstance(value, datetime) else format_date(value, form)


def short_day(value: date | datetime | None) -> str:
    """`21 Nov`"""
    return day(value, "d MMM")


def moment(value: datetime | None) -> str:
    """`21 November 2026 pukul 09.30`, in the reader's time zone."""
    if value is None:
        return "–"
    at = format_datetime(value, "HH.mm")
    return gettext("%(day)s at %(time)s", day=day(value), time=at)


def number(value: Decimal | int | float | None, places: int | None = None) -> str:
    """`1.234,5`; with `places` always so many decimals."""
    if value is None:
        return "–"
    if places is not None:
        return str(format_decimal(value, "#,##0." + "0" * places if places else "#,##0"))
    return str(format_decimal(value, "#,##0.####"))


def percent(value: Decimal | float | None) -> str:
    """A share of 1 as `87 %`."""
    return "–" if value is None else f"{format_decimal(round(value * 100), '#,##0')}%"


def ago(value: datetime) -> str:
    """`3 jam lalu`"""
    seconds = max(0, int((datetime.now(UTC) - value).total_seconds()))
    if seconds < 60:
        return gettext("just now")
    if seconds < 3600:
        return ngettext("%(num)d minute ago", "%(num)d minutes ago", seconds // 60)
    if seconds < 86400:
        return ngettext("%(num)d hour ago", "%(num)d hours ago", seconds // 3600)
    if seconds < 30 * 86400:
        return ngettext("%(num)d day ago", "%(num)d days ago", seconds // 86400)
    return day(value)


def period(value: Period) -> str:
    """`Triwulan III 2026`, `Juli 2026`, `Oktober–November 2026` …"""
    year = value.start.year
    match value.window:
        case Window.YEAR:
            return str(year)
        case Window.SEMESTER:
            return gettext(
                "Semester %(roman)s %(year)s", roman=("I", "II")[value.start.month // 7], year=year
            )
        case Window.QUARTER:
            roman = ("I", "II", "III", "IV")[value.start.month // 3]
            return gettext("Quarter %(roman)s %(year)s", roman=roman, year=year)
        case Window.MONTH:
            return day(value.start, "MMMM y")
    last = max(value.start, value.end - timedelta(days=1))
    start = day(value.start, "MMMM" if last.year == year else "MMMM y")
    return f"{start}–{day(last, 'MMMM y')}"


def masked_nip(nip: str) -> str:
    """Fifteen dots and the last three digits: birth date and sex stay private. A dash where it was erased."""
    return masked(nip)


def init_app(app: Flask) -> None:
    for function in (day, short_day, moment, number, percent, ago, period, masked_nip):
        app.jinja_env.filters[function.__name__] = function
