"""Rows of indicators as a spreadsheet. Text is only ever text: nothing in it can become a formula."""

import csv
import io
from collections.abc import Iterable
from decimal import Decimal

import xlsxwriter
from flask_babel import gettext as _

from portal.domain.targets.overview.exporting import IndicatorRow
from portal.domain.targets.plans.contents import ASPECT_NAMES, RESULT_KIND_NAMES
from portal.web.languages import say

MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
Cell = str | Decimal | None


def sheet(rows: Iterable[IndicatorRow], kind: str) -> bytes:
    table = [_head(), *map(_cells, rows)]
    return _csv(table) if kind == "csv" else _xlsx(table)


def _head() -> list[Cell]:
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


def _csv(table: list[list[Cell]]) -> bytes:
    """An apostrophe keeps spreadsheets from reading text as a formula; the byte order mark tells the encoding."""
    out = io.StringIO()
    writer = csv.writer(out)
    for row in table:
        writer.writerow([_safe(cell) if isinstance(cell, str) else cell for cell in row])
    return out.getvalue().encode("utf-8-sig")


def _safe(text: str) -> str:
    return f"'{text}" if text.startswith(DANGEROUS) else text


def _xlsx(table: list[list[Cell]]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    page = book.add_worksheet("RHK")
    for line, row in enumerate(table):
        for place, cell in enumerate(row):
            if isinstance(cell, Decimal):
                page.write_number(line, place, float(cell))
            else:
                page.write_string(line, place, cell or "")
    page.freeze_panes(1, 0)
    page.set_column(0, len(table[0]) - 1, 22)
    book.close()
    return out.getvalue()
