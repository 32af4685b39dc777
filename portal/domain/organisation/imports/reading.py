"""From the bytes of a spreadsheet to rows of text. Nothing in the file is ever computed or believed."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from portal.domain.errors import RuleBroken
from portal.domain.organisation.imports.columns import REQUIRED, SPELLINGS, Column, column_called
from portal.domain.words import n_

LARGEST = 10 * 1024 * 1024
LARGEST_UNPACKED = 150 * 1024 * 1024
MOST_ROWS = 20_000
MOST_COLUMNS = 60
LONGEST_CELL = 300
HEADING_WITHIN = 10


@dataclass(frozen=True, slots=True)
class Row:
    """`number` is what the spreadsheet shows at its left edge; blank cells are empty texts."""

    number: int
    cells: dict[Column, str]

    def __getitem__(self, column: Column) -> str:
        return self.cells.get(column, "")


def read(name: str, content: bytes) -> list[Row]:
    """Every row under the headings that is not blank. Raises RuleBroken for what is not such a file."""
    return list(_rows(lines_of(name, content)))


def lines_of(name: str, content: bytes) -> Iterable[Sequence[Any]]:
    """The cells of the first sheet, line by line, whatever they mean."""
    if not content:
        raise RuleBroken(n_("The file is empty."), field="file")
    if len(content) > LARGEST:
        raise RuleBroken(n_("The file is larger than 10 MB."), field="file")
    lower = name.lower()
    if lower.endswith(".xlsx"):
        return _xlsx(content)
    if lower.endswith((".csv", ".txt")):
        return _csv(content)
    raise RuleBroken(n_("Choose an XLSX or CSV file."), field="file")


def _rows(lines: Iterable[Sequence[Any]]) -> Iterator[Row]:
    columns: dict[int, Column] | None = None
    found = 0
    for number, line in enumerate(lines, start=1):
        if columns is None:
            columns = _headings(line)
            if columns is None and number >= HEADING_WITHIN:
                break
            continue
        cells = {column: text_of(line[place]) for place, column in columns.items() if place < len(line)}
        if any(cells.values()):
            found += 1
            if found > MOST_ROWS:
                raise RuleBroken(
                    n_("The file has more than %(count)s rows. Split it."), field="file", count=MOST_ROWS
                )
            yield Row(number, cells)
    if columns is None:
        raise RuleBroken(
            n_("No headings found. The first row must name the columns: %(names)s."),
            field="file",
            names=", ".join(SPELLINGS[column][0] for column in Column),
        )
    if not found:
        raise RuleBroken(n_("There is no row under the headings."), field="file")


def _headings(line: Sequence[Any]) -> dict[int, Column] | None:
    """Which column stands where; None when this line is not the headings (a title above the table, say)."""
    columns: dict[int, Column] = {}
    for place, cell in enumerate(line[:MOST_COLUMNS]):
        column = column_called(text_of(cell))
        if column is not None and column not in columns.values():
            columns[place] = column
    if Column.NIP not in columns.values():
        return None
    missing = [SPELLINGS[column][0] for column in REQUIRED if column not in columns.values()]
    if missing:
        raise RuleBroken(n_("These columns are missing: %(names)s."), field="file", names=", ".join(missing))
    return columns


def text_of(cell: Any) -> str:
    """As a person reads the cell. Whole numbers lose their `.0`; long ones that lost digits keep the E+17."""
    if cell is None:
        return ""
    if isinstance(cell, datetime | date):
        return cell.strftime("%Y-%m-%d")
    if isinstance(cell, bool):
        return ""
    if isinstance(cell, int | float):
        return f"{cell:.0f}" if float(cell).is_integer() and abs(cell) < 1e15 else f"{cell:.5E}"
    text = " ".join(str(cell)[: LONGEST_CELL * 2].split())
    return text.removeprefix("'")[:LONGEST_CELL]


def _xlsx(content: bytes) -> Iterable[Sequence[Any]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
        if unpacked > LARGEST_UNPACKED:
            raise RuleBroken(n_("The file is larger than 10 MB."), field="file")
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            sheets = book.sheet_names
            return book.get_sheet_by_name(sheets[0]).to_python(skip_empty_area=False) if sheets else []
    except (zipfile.BadZipFile, CalamineError, OSError, ValueError, UnicodeError) as broken:
        raise RuleBroken(n_("The file cannot be read as a spreadsheet."), field="file") from broken


def _csv(content: bytes) -> Iterator[Sequence[str]]:
    text = _decoded(content)
    if "\0" in text:
        raise RuleBroken(n_("The file cannot be read as a spreadsheet."), field="file")
    lines = text.splitlines() or [""]
    first = next((one for one in lines if column_called(one.split(";")[0]) or "nip" in one.lower()), lines[0])
    delimiter = max(";,\t", key=first.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error as broken:
        raise RuleBroken(n_("The file cannot be read as a spreadsheet."), field="file") from broken


def _decoded(content: bytes) -> str:
    """UTF-8 with or without its mark, UTF-16 with it, else what Windows writes in these parts."""
    has_mark = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    encodings = ["utf-16"] if has_mark else ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeError:
            continue
    raise RuleBroken(n_("The file cannot be read as a spreadsheet."), field="file")
