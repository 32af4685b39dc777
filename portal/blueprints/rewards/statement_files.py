"""A person's statement of points as a sheet or on paper."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _
from fpdf.enums import Align

from portal.domain.rewards.ledger.models import LEDGER_REASON_NAMES
from portal.domain.rewards.ledger.statement import Line, Statement
from portal.web.filters import day, masked_nip, moment, number
from portal.web.languages import say
from portal.web.paper import Report
from portal.web.spreadsheets import MEDIA_TYPES, Sheet, workbook

FILE_TYPES = {"pdf": "application/pdf", "xlsx": MEDIA_TYPES["xlsx"]}
WIDTHS, ALIGNS = (30, 100, 25, 25), (Align.L, Align.L, Align.R, Align.R)


def written(statement: Statement, kind: str, at: datetime) -> bytes:
    return _pdf(statement, at) if kind == "pdf" else _xlsx(statement)


def _headings() -> list[str]:
    return [_("Day"), _("For"), _("Points"), _("Sum of the year")]


def _why(line: Line) -> str:
    words = say(LEDGER_REASON_NAMES[line.reason])
    return f"{words}: {line.why}" if line.why else words


def _whose(statement: Statement) -> list[tuple[str, str]]:
    person = statement.person
    return [
        (_("Name"), person.name),
        (_("NIP"), masked_nip(person.nip)),
        (_("Unit"), f"{person.unit.name}, {person.agency.name}"),
        (_("Year"), str(statement.year)),
    ]


def _sums(statement: Statement) -> list[tuple[str, int]]:
    return [
        (_("Points of earlier years"), statement.before),
        (_("Given this year"), statement.given),
        (_("Taken back or taken this year"), statement.taken),
        (_("Sum of this year"), statement.total),
    ]


def _xlsx(statement: Statement) -> bytes:
    head = [_("Day"), _("For"), _("Reason"), _("Points"), _("Sum of the year")]
    rows = [(one.booked_on, one.rule, _why(one), one.points, one.balance) for one in statement.lines]
    sums = [(None, label, None, points) for label, points in _sums(statement)]
    sheet = Sheet(str(statement.year), head, rows, (14, 34, 60, 10, 14), _whose(statement), sums)
    return workbook([sheet])


def _pdf(statement: Statement, at: datetime) -> bytes:
    paper = Report(_("Statement of points"), _("From the ledger of points, %(moment)s", moment=moment(at)))
    paper.pairs(_whose(statement))
    paper.ln(3)
    _table(paper, statement)
    paper.ln(4)
    paper.pairs((label, number(points)) for label, points in _sums(statement))
    return bytes(paper.output())


def _table(paper: Report, statement: Statement) -> None:
    if not statement.lines:
        paper.words(_("No points were booked in this year."))
        return
    rows = (
        (day(one.booked_on, "d MMM y"), f"{one.rule}\n{_why(one)}", _signed(one.points), number(one.balance))
        for one in statement.lines
    )
    paper.lines(_headings(), rows, widths=WIDTHS, aligns=ALIGNS)


def _signed(points: int) -> str:
    return number(points) if points < 0 else f"+{number(points)}"
