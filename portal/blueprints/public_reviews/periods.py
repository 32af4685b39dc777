"""The period a results page shows, and the links to the others."""

from dataclasses import dataclass
from datetime import date, timedelta

from flask import url_for
from flask_babel import gettext as _

from portal.domain.periods import Period, Window, parse_period, period_of
from portal.web.filters import day as in_words
from portal.web.filters import period as period_name


@dataclass(frozen=True, slots=True)
class PeriodLink:
    label: str
    url: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class PeriodLinks:
    windows: list[PeriodLink]
    earlier: PeriodLink
    later: PeriodLink | None


def short_name(period: Period) -> str:
    """`Jul 26`, `TW III 26`, `Sem I 26`, `2026`: short enough to stand below a line."""
    year = f"{period.start:%y}"
    match period.window:
        case Window.MONTH:
            return in_words(period.start, "MMM yy")
        case Window.QUARTER:
            return _(
                "Q %(roman)s %(year)s", roman=("I", "II", "III", "IV")[period.start.month // 3], year=year
            )
        case Window.SEMESTER:
            return _("Sem %(roman)s %(year)s", roman=("I", "II")[period.start.month // 7], year=year)
    return f"{period.start.year}"


def chosen_period(code: str, day: date) -> tuple[Period, bool]:
    """The period of the address and whether it was chosen; by itself the current quarter."""
    return (parse_period(code), True) if code else (period_of(day, Window.QUARTER), False)


def period_links(service_code: str, shown: Period, day: date) -> PeriodLinks:
    """Month, quarter, semester and year around the last shown day; the one before and, up to today, the one after."""
    names = {
        Window.MONTH: _("Month"),
        Window.QUARTER: _("Quarter"),
        Window.SEMESTER: _("Semester"),
        Window.YEAR: _("Year"),
    }
    inside = min(day, shown.end - timedelta(days=1))
    inside = inside if inside in shown else shown.start

    def link(period: Period, label: str = "") -> PeriodLink:
        url = url_for("public_reviews.show_service", code=service_code, period=period.code)
        return PeriodLink(label or period_name(period), url, period == shown)

    window = shown.window or Window.QUARTER
    after = period_of(shown.end, window)
    return PeriodLinks(
        windows=[link(period_of(inside, one), name) for one, name in names.items()],
        earlier=link(shown.previous),
        later=link(after) if after.start <= day else None,
    )
