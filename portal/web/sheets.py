"""Spreadsheets to take away. Text is only ever text: nothing in it can become a formula."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

import xlsxwriter

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_NAME = 31  # what a spreadsheet allows
FORBIDDEN = str.maketrans("", "", "[]:*?/\\'")
Cell: TypeAlias = str | int | Decimal | None


@dataclass(frozen=True, slots=True)
class Sheet:
    title: str
    head: Sequence[str]
    rows: Iterable[Sequence[Cell]]


def workbook(sheets: Iterable[Sheet]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        for sheet in sheets:
            page = book.add_worksheet(sheet.title.translate(FORBIDDEN)[:MOST_NAME])
            page.freeze_panes(1, 0)
            page.set_column(0, max(len(sheet.head) - 1, 0), 24)
            page.write_row(0, 0, sheet.head, bold)
            for line, row in enumerate(sheet.rows, start=1):
                for place, cell in enumerate(row):
                    if isinstance(cell, int | Decimal):
                        page.write_number(line, place, float(cell))
                    else:
                        page.write_string(line, place, cell or "")
    return out.getvalue()
