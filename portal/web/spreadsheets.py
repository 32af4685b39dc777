"""Rows as CSV or XLSX for download. Text is only ever text: nothing in it can become a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TypeAlias

import xlsxwriter

MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")
WIDEST = 22
Cell: TypeAlias = str | int | Decimal | None


def spreadsheet(kind: str, name: str, head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """`kind` is csv or xlsx; `name` is that of the sheet."""
    table: list[Sequence[Cell]] = [head, *rows]
    return _csv(table) if kind == "csv" else _xlsx(name, table)


def _csv(table: Iterable[Sequence[Cell]]) -> bytes:
    """An apostrophe keeps spreadsheets from reading text as a formula; the byte order mark tells the encoding."""
    out = io.StringIO()
    writer = csv.writer(out)
    for row in table:
        writer.writerow([_safe(cell) if isinstance(cell, str) else cell for cell in row])
    return out.getvalue().encode("utf-8-sig")


def _safe(text: str) -> str:
    return f"'{text}" if text.startswith(DANGEROUS) else text


def _xlsx(name: str, table: Sequence[Sequence[Cell]]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    page = book.add_worksheet(name[:31])
    for line, row in enumerate(table):
        for place, cell in enumerate(row):
            if isinstance(cell, int | Decimal):
                page.write_number(line, place, float(cell))
            else:
                page.write_string(line, place, cell or "")
    page.freeze_panes(1, 0)
    page.set_column(0, len(table[0]) - 1, WIDEST)
    book.close()
    return out.getvalue()
