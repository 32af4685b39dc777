"""Reading reviews that were collected on paper: CSV or XLSX, one row a respondent, every fault with row and column."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from python_calamine import CalamineWorkbook

from portal.domain.errors import RuleBroken
from portal.domain.public_reviews.elements import CODES
from portal.domain.public_reviews.reviews.inputs import ReviewInput
from portal.domain.words import n_

HEADERS = ("date", *CODES, "comment")
MOST_ROWS = 50_000
MOST_FAULTS = 50
LONGEST_COMMENT = 2000
LARGEST_FILE = 10 * 1024 * 1024
LARGEST_INSIDE = 200 * 1024 * 1024
DAY = re.compile(
    r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})|(?P<d2>\d{1,2})[/.-](?P<m2>\d{1,2})[/.-](?P<y2>\d{4})"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is wrong in one cell; `row` counts as the spreadsheet does, the header is row 1."""

    row: int
    column: str
    message: str
    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    rows: tuple[tuple[date, ReviewInput], ...]
    faults: tuple[Fault, ...]


def read_sheet(name: str, content: bytes, *, today: date) -> Sheet:
    """Raises RuleBroken when the file cannot be read at all; faults of single cells are collected."""
    table = _xlsx(content) if name.lower().endswith((".xlsx", ".xls", ".ods")) else _csv(content)
    if not table:
        raise RuleBroken(n_("The file is empty."), field="file")
    places = _places(table[0])
    if len(table) > MOST_ROWS + 1:
        raise RuleBroken(n_("The file has more than %(most)s rows. Split it."), field="file", most=MOST_ROWS)
    rows: list[tuple[date, ReviewInput]] = []
    faults: list[Fault] = []
    for number, cells in enumerate(table[1:], start=2):
        if any(_text(cell) for cell in cells):
            found = list(_faults_or_row(number, cells, places, today))
            faults += [one for one in found if isinstance(one, Fault)]
            rows += [one for one in found if not isinstance(one, Fault)]
        if len(faults) >= MOST_FAULTS:
            break
    return Sheet(rows=tuple(rows), faults=tuple(faults[:MOST_FAULTS]))


def _xlsx(content: bytes) -> list[Sequence[Any]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(part.file_size for part in archive.infolist()) > LARGEST_INSIDE:
                raise RuleBroken(n_("The file is too large inside. Split it."), field="file")
        return list(CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python())
    except RuleBroken:
        raise
    except Exception as broken:  # the reader raises its own and the zip library's errors
        raise RuleBroken(n_("The file cannot be read as a spreadsheet."), field="file") from broken


def _csv(content: bytes) -> list[Sequence[Any]]:
    try:
        text = content.decode("utf-8-sig")
        first = text.partition("\n")[0]
        return list(
            csv.reader(io.StringIO(text), delimiter=";" if first.count(";") > first.count(",") else ",")
        )
    except (UnicodeDecodeError, csv.Error) as broken:
        raise RuleBroken(n_("The file cannot be read as CSV in UTF-8."), field="file") from broken


def _places(header: Sequence[Any]) -> dict[str, int]:
    names = [_text(cell).lower() for cell in header]
    missing = [name for name in HEADERS if name not in names and name != "comment"]
    if missing:
        raise RuleBroken(
            n_("The first row must name the columns. Missing: %(columns)s."),
            field="file",
            columns=", ".join(missing),
        )
    return {name: names.index(name) for name in HEADERS if name in names}


def _faults_or_row(
    number: int, cells: Sequence[Any], places: dict[str, int], today: date
) -> Iterator[Fault | tuple[date, ReviewInput]]:
    values = {name: cells[place] if place < len(cells) else "" for name, place in places.items()}
    faults: list[Fault] = []

    def complain(column: str, message: str) -> None:
        faults.append(Fault(row=number, column=column, message=message, value=_text(values.get(column))[:40]))

    day = _day(values["date"])
    if day is None:
        complain("date", n_("Write the date as 2026-11-21 or 21/11/2026."))
    elif not date(2000, 1, 1) <= day <= today:
        complain("date", n_("The date lies in the future or before the year 2000."))
    answers: dict[str, int | None] = {}
    for code in CODES:
        text = _text(values[code])
        if text not in ("", "1", "2", "3", "4"):
            complain(code, n_("Answers are 1, 2, 3, 4 or empty."))
        answers[code] = int(text) if text in ("1", "2", "3", "4") else None
    if not faults and not any(answers.values()):
        complain(CODES[0], n_("The row has no answer at all."))
    if faults or day is None:
        yield from faults
    else:
        yield day, ReviewInput(answers=answers, comment=_text(values.get("comment"))[:LONGEST_COMMENT])


def _text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell).replace("\x00", "").strip()


def _day(cell: Any) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    found = DAY.fullmatch(_text(cell)[:10])
    if found is None:
        return None
    parts = [found["y"] or found["y2"], found["m"] or found["m2"], found["d"] or found["d2"]]
    try:
        return date(*map(int, parts))
    except ValueError:
        return None
