"""Spreadsheets to take away, CSV or XLSX. Text is only ever text: nothing in it can become a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

import xlsxwriter

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")
FORBIDDEN = str.maketrans("", "", "[]:*?/\\'")
LONGEST_NAME = 31  # what a spreadsheet allows
WIDTH = 24
Cell: TypeAlias = str | int | Decimal | date | None
Row: TypeAlias = Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Sheet:
    """`above`: label and text, over the headings; `below`: rows of sums after a blank line."""

    title: str
    head: Sequence[str]
    rows: Iterable[Row]
    widths: Sequence[int] = ()
    above: Sequence[tuple[str, str]] = ()
    below: Sequence[Row] = ()


@dataclass(frozen=True, slots=True)
class Looks:
    bold: Format
    dated: Format


def spreadsheet(kind: str, sheet: Sheet) -> bytes:
    """`kind` is csv (the table alone) or xlsx."""
    return _csv([sheet.head, *sheet.rows]) if kind == "csv" else workbook([sheet])


def workbook(sheets: Iterable[Sheet]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        looks = Looks(
            book.add_format({"bold": True, "text_wrap": True, "valign": "top"}),
            book.add_format({"num_format": "d mmm yyyy"}),
        )
        for sheet in sheets:
            _fill(book.add_worksheet(sheet.title.translate(FORBIDDEN)[:LONGEST_NAME]), sheet, looks)
    return out.getvalue()


def _fill(page: Worksheet, sheet: Sheet, looks: Looks) -> None:
    for line, (label, text) in enumerate(sheet.above):
        page.write_string(line, 0, label, looks.bold)
        page.write_string(line, 1, text)
    top = len(sheet.above) + 1 if sheet.above else 0
    for column, heading in enumerate(sheet.head):
        page.write_string(top, column, heading, looks.bold)
        page.set_column(column, column, sheet.widths[column] if sheet.widths else WIDTH)
    page.freeze_panes(top + 1, 0)
    last = top
    for last, row in enumerate(sheet.rows, start=top + 1):
        _write(page, last, row, looks)
    for line, row in enumerate(sheet.below, start=last + 2):
        _write(page, line, row, looks)


def _write(page: Worksheet, line: int, row: Row, looks: Looks) -> None:
    for column, cell in enumerate(row):
        if isinstance(cell, int | Decimal):
            page.write_number(line, column, float(cell))
        elif isinstance(cell, date):
            page.write_datetime(line, column, datetime.combine(cell, datetime.min.time()), looks.dated)
        elif cell:
            page.write_string(line, column, cell)


def _csv(table: Iterable[Row]) -> bytes:
    """An apostrophe keeps spreadsheets from reading text as a formula; the byte order mark tells the encoding."""
    out = io.StringIO()
    writer = csv.writer(out)
    for row in table:
        writer.writerow([_safe(cell) if isinstance(cell, str) else cell for cell in row])
    return out.getvalue().encode("utf-8-sig")


def _safe(text: str) -> str:
    return f"'{text}" if text.startswith(DANGEROUS) else text
