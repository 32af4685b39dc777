"""Seasons and how long they last, in words."""

from datetime import date

from flask import Flask
from flask_babel import gettext as _
from flask_babel import ngettext

from portal.domain.periods import Period, add_months
from portal.domain.rewards.seasons.queries import Season, SeasonState
from portal.web.filters import day


def season_name(period: Period) -> str:
    """`Musim Oktober–Desember 2026`"""
    last = add_months(period.end, -1)
    if period.months == 1:
        return _("Season %(months)s", months=day(period.start, "MMMM y"))
    months = f"{day(period.start, 'MMMM')}–{day(last, 'MMMM y')}"
    return _("Season %(months)s", months=months)


def countdown(season: Season, today: date) -> str:
    """`9 hari lagi dimulai`, `Tinggal 39 hari`, `Hari terakhir`, `Sudah selesai`."""
    left = season.days_left(today)
    match season.state(today):
        case SeasonState.COMING:
            return ngettext("Begins in %(num)s day", "Begins in %(num)s days", left)
        case SeasonState.RUNNING if left == 1:
            return _("Last day today")
        case SeasonState.RUNNING:
            return ngettext("%(num)s day left", "%(num)s days left", left)
        case _:
            return _("Over")


def init_app(app: Flask) -> None:
    app.add_template_global(season_name)
    app.add_template_global(countdown)
