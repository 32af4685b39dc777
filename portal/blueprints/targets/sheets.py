"""Rows of indicators as a spreadsheet."""

from collections.abc import Iterable

from flask_babel import gettext as _

from portal.domain.targets.overview.exporting import IndicatorRow
from portal.domain.targets.plans.contents import ASPECT_NAMES, RESULT_KIND_NAMES
from portal.web.languages import say
from portal.web.spreadsheets import Cell, Sheet, spreadsheet


def sheet(rows: Iterable[IndicatorRow], kind: str) -> bytes:
    return spreadsheet(kind, Sheet("RHK", _head(), map(_cells, rows)))


def _head() -> list[str]:
    return [
        _("NIP"),
        _("Name"),
        _("Period starts"),
        _("Period ends"),
        _("Work result (RHK)"),
        _("Superior's result"),
        _("Kind"),
        _("Aspect"),
        _("Indicator"),
        _("Target"),
        _("End of the range"),
        _("Unit"),
    ]


def _cells(row: IndicatorRow) -> list[Cell]:
    return [
        row.nip,
        row.name,
        row.starts_on.isoformat(),
        row.last_day.isoformat(),
        row.result,
        row.serves,
        say(RESULT_KIND_NAMES[row.kind]),
        say(ASPECT_NAMES[row.aspect]),
        row.indicator,
        row.target_low,
        row.target_high,
        row.unit,
    ]
