"""A person's statement of points as a sheet or on paper."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _
from fpdf.enums import Align, TableBordersLayout
from fpdf.fonts import FontFace

from portal.domain.rewards.ledger.models import LEDGER_REASON_NAMES
from portal.domain.rewards.ledger.statement import Line, Statement
from portal.web.filters import day, masked_nip, moment, number
from portal.web.languages import say
from portal.web.paper import INK, LINE, MUTED, NAVY, Report
from portal.web.spreadsheets import MEDIA_TYPES, Sheet, workbook

FILE_TYPES = {"pdf": "application/pdf", "xlsx": MEDIA_TYPES["xlsx"]}
WIDTHS = (30, 100, 25, 25)


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
    paper.set_text_color(*NAVY)
    paper.set_font("Inter", "B", size=20)
    paper.cell(0, 11, _("Statement of points"), new_x="LMARGIN", new_y="NEXT")
    _pairs(paper, _whose(statement))
    paper.ln(3)
    _table(paper, statement)
    paper.ln(4)
    _pairs(paper, [(label, number(points)) for label, points in _sums(statement)])
    return bytes(paper.output())


def _pairs(paper: Report, pairs: list[tuple[str, str]]) -> None:
    for label, text in pairs:
        paper.set_font("Inter", size=10)
        paper.set_text_color(*MUTED)
        paper.cell(60, 6, label)
        paper.set_text_color(*INK)
        paper.multi_cell(0, 6, text, new_x="LMARGIN", new_y="NEXT")


def _table(paper: Report, statement: Statement) -> None:
    paper.set_font("Inter", size=9)
    paper.set_draw_color(*LINE)
    if not statement.lines:
        paper.multi_cell(0, 6, _("No points were booked in this year."), new_x="LMARGIN", new_y="NEXT")
        return
    head = FontFace(color=MUTED, emphasis="B")
    with paper.table(
        col_widths=WIDTHS,
        text_align=(Align.L, Align.L, Align.R, Align.R),
        borders_layout=TableBordersLayout.HORIZONTAL_LINES,
        headings_style=head,
        line_height=5,
        padding=1.5,
    ) as table:
        table.row(_headings())
        for line in statement.lines:
            signed = number(line.points) if line.points < 0 else f"+{number(line.points)}"
            words = f"{line.rule}\n{_why(line)}"
            table.row([day(line.booked_on, "d MMM y"), words, signed, number(line.balance)])
