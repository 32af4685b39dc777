"""The roster as a spreadsheet, out and in: one row a person, one column a sitting, H for there and - for not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from portal.domain.audit.actions import record
from portal.domain.errors import RuleBroken
from portal.domain.organisation.imports.reading import lines_of, text_of
from portal.domain.organisation.viewers import Viewer
from portal.domain.training.attendance.actions import note
from portal.domain.training.attendance.models import Way
from portal.domain.training.attendance.queries import Line, roster
from portal.domain.training.sessions.models import SessionDay, TrainingSession
from portal.domain.words import n_

NUMBER, NAME, UNIT = "No.", "Nama", "Unit"
PRESENT, ABSENT = "H", "-"
THERE = {"h", "hadir", "1", "x", "v", "ya", "y", "yes", "present", "✓"}
NOT_THERE = {"-", "0", "a", "i", "s", "alpa", "izin", "sakit", "tidak", "no", "absent"}
MOST_ROWS = 2000
MOST_FAULTS = 30


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in one cell; rows count as the spreadsheet shows them."""

    row: int
    column: str
    message: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Wish:
    """One cell that differs from what is noted."""

    line: Line
    day: SessionDay
    is_present: bool


@dataclass(frozen=True, slots=True)
class Reading:
    wishes: tuple[Wish, ...]
    faults: tuple[Fault, ...]


def heading_of(number: int, day: SessionDay, timezone: str) -> str:
    """`1 (21-11-2026)`: the number alone is what is read again."""
    return f"{number} ({day.starts_at.astimezone(ZoneInfo(timezone)):%d-%m-%Y})"


def table_of(session: Session, held: TrainingSession) -> tuple[list[str], list[list[str | int]]]:
    """Headings and rows; the first column is what a row is found by again."""
    head = [heading_of(number, day, held.agency.timezone) for number, day in enumerate(held.days, start=1)]
    rows: list[list[str | int]] = [
        [line.enrolment.id, line.employee.name, line.employee.unit.name, *_letters(held, line)]
        for line in roster(session, held)
    ]
    return [NUMBER, NAME, UNIT, *head], rows


def _letters(held: TrainingSession, line: Line) -> Iterator[str]:
    for day in held.days:
        noted = line.marks.get(day.id)
        yield "" if noted is None else PRESENT if noted.is_present else ABSENT


def read(session: Session, held: TrainingSession, name: str, content: bytes) -> Reading:
    """What the file would change. Raises RuleBroken when it is no such roster at all."""
    lines = enumerate(islice(lines_of(name, content), MOST_ROWS), start=1)
    columns = _columns(held, lines)
    known = {line.enrolment.id: line for line in roster(session, held)}
    wishes: list[Wish] = []
    faults: list[Fault] = []
    for row, cells in lines:
        for found in _read_row(row, [text_of(cell) for cell in cells], columns, known):
            if isinstance(found, Fault):
                faults.append(found)
            else:
                wishes.append(found)
    return Reading(tuple(wishes), tuple(faults[:MOST_FAULTS]))


def _columns(held: TrainingSession, lines: Iterator[tuple[int, Sequence[Any]]]) -> dict[int, SessionDay]:
    """Where which sitting stands. The headings are within the first lines."""
    for _row, cells in islice(lines, 10):
        texts = [text_of(cell) for cell in cells]
        if texts and texts[0].lower().rstrip(".") in ("no", "nomor"):
            days = {str(number): day for number, day in enumerate(held.days, start=1)}
            found = {
                place: days[key]
                for place, text in enumerate(texts)
                if (key := text.partition(" ")[0]) in days
            }
            if found:
                return found
    raise RuleBroken(
        n_("This is not a roster of this session. Download the sheet here, fill it in and hand it in again."),
        field="file",
    )


def _read_row(
    row: int, texts: Sequence[str], columns: Mapping[int, SessionDay], known: Mapping[int, Line]
) -> Iterator[Wish | Fault]:
    if not any(texts):
        return
    line = known.get(int(texts[0])) if texts[0].isdecimal() else None
    if line is None:
        yield Fault(row, NUMBER, n_("Nobody with this number has a seat in this session."), texts[0][:40])
        return
    for place, day in columns.items():
        word = texts[place].lower() if place < len(texts) else ""
        if word and word not in THERE | NOT_THERE:
            yield Fault(row, _letter(place), n_("Write H for there, - for not there, or nothing."), word[:40])
        elif word and _differs(line, day, word in THERE):
            yield Wish(line, day, word in THERE)


def _letter(place: int) -> str:
    """As a spreadsheet names its columns."""
    return chr(ord("A") + place) if place < 26 else f"A{chr(ord('A') + place - 26)}"


def _differs(line: Line, day: SessionDay, is_present: bool) -> bool:
    noted = line.marks.get(day.id)
    return noted is None or noted.is_present is not is_present


def apply(
    session: Session, held: TrainingSession, wishes: Sequence[Wish], name: str, *, by: Viewer, at: datetime
) -> int:
    """All of them or none; how many cells changed."""
    for wish in wishes:
        note(session, held, wish.line, wish.day, wish.is_present, Way.SHEET, name[:80], by=by, at=at)
    record(
        session, "training.attendance_sheet", by=by.account_id, subject_type="training_session",
        subject_id=held.id, unit_key=held.unit_low, at=at, label=held.course.title, cells=len(wishes),
    )  # fmt: skip
    return len(wishes)
