"""The statement of a year's learning hours as a sheet or on paper."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _
from fpdf.enums import Align, TableBordersLayout
from fpdf.fonts import FontFace

from portal.domain.organisation.models import EMPLOYMENT_NAMES
from portal.domain.training.courses.models import COURSE_KIND_NAMES
from portal.domain.training.hours.law import MINUTES
from portal.domain.training.hours.statement import Line, Statement
from portal.web.filters import day, masked_nip, moment, number
from portal.web.languages import say
from portal.web.paper import INK, LINE, MUTED, NAVY, Report
from portal.web.spreadsheets import MEDIA_TYPES, Sheet, workbook

FILE_TYPES = {"pdf": "application/pdf", "xlsx": MEDIA_TYPES["xlsx"]}
WIDTHS = (26, 96, 38, 20)


def written(statement: Statement, kind: str, at: datetime) -> bytes:
    return _pdf(statement, at) if kind == "pdf" else _xlsx(statement)


def proof_of(line: Line) -> str:
    """What stands behind a line, in a word that can be looked up."""
    if line.certificate is not None:
        return line.certificate.number
    if line.entry.source_type == "external_certificate":
        return _("verified certificate from elsewhere")
    return ""


def duty_words(statement: Statement) -> str:
    """What is asked of the person, in one sentence."""
    standing = statement.standing
    if standing.most is not None:
        return _(
            "At most %(most)s JP in the contract year %(start)s – %(end)s",
            most=standing.most,
            start=day(standing.starts_on, "d MMM y"),
            end=day(standing.ends_on, "d MMM y"),
        )
    if standing.least is not None:
        return _("At least %(least)s JP in the calendar year", least=standing.least)
    return _("Nothing is asked")


def _whose(statement: Statement) -> list[tuple[str, str]]:
    person = statement.person
    return [
        (_("Name"), person.name),
        (_("NIP"), masked_nip(person.nip)),
        (_("Employment"), EMPLOYMENT_NAMES[person.employment]),
        (_("Unit"), f"{person.unit.name}, {person.agency.name}"),
        (_("Year"), str(statement.year)),
        (_("Duty"), duty_words(statement)),
    ]


def _sums(statement: Statement) -> list[tuple[str, int]]:
    return [
        (_("Classical"), statement.classical),
        (_("Not classical"), statement.total - statement.classical),
        (_("Sum of the year (JP)"), statement.total),
    ]


def _title(line: Line) -> str:
    entry = line.entry
    provider = f" – {entry.provider}" if entry.provider else ""
    reason = f" ({say(entry.reason)})" if entry.reason else ""
    return f"{entry.title}{provider}{reason}"


def _xlsx(statement: Statement) -> bytes:
    head = [_("Day"), _("Kind"), _("Activity"), _("Proof"), _("JP"), _("Sum of the year")]
    rows = [
        (
            one.entry.day,
            say(COURSE_KIND_NAMES[one.entry.kind]),
            _title(one),
            proof_of(one),
            one.entry.hours,
            one.balance,
        )
        for one in statement.lines
    ]
    sums = [(None, None, label, None, hours) for label, hours in _sums(statement)]
    return workbook(
        [Sheet(str(statement.year), head, rows, (14, 24, 60, 26, 8, 14), _whose(statement), sums)]
    )


def _pdf(statement: Statement, at: datetime) -> bytes:
    foot = _("From the ledger of learning hours, %(moment)s", moment=moment(at))
    paper = Report(_("Statement of learning hours"), foot)
    paper.set_text_color(*NAVY)
    paper.set_font("Inter", "B", size=20)
    paper.cell(0, 11, _("Statement of learning hours"), new_x="LMARGIN", new_y="NEXT")
    _pairs(paper, _whose(statement))
    paper.ln(3)
    _table(paper, statement)
    paper.ln(4)
    _pairs(paper, [(label, number(hours)) for label, hours in _sums(statement)])
    paper.set_text_color(*MUTED)
    paper.ln(3)
    words = _(
        "One learning hour (JP) is %(minutes)s minutes. Each line stands on its proof.", minutes=MINUTES
    )
    paper.multi_cell(0, 5, words, new_x="LMARGIN", new_y="NEXT")
    return bytes(paper.output())


def _pairs(paper: Report, pairs: list[tuple[str, str]]) -> None:
    for label, text in pairs:
        paper.set_font("Inter", size=10)
        paper.set_text_color(*MUTED)
        paper.cell(55, 6, label)
        paper.set_text_color(*INK)
        paper.multi_cell(0, 6, text, new_x="LMARGIN", new_y="NEXT")


def _table(paper: Report, statement: Statement) -> None:
    paper.set_font("Inter", size=9)
    paper.set_draw_color(*LINE)
    if not statement.lines:
        paper.multi_cell(
            0, 6, _("No learning hours were booked in this year."), new_x="LMARGIN", new_y="NEXT"
        )
        return
    with paper.table(
        col_widths=WIDTHS,
        text_align=(Align.L, Align.L, Align.L, Align.R),
        borders_layout=TableBordersLayout.HORIZONTAL_LINES,
        headings_style=FontFace(color=MUTED, emphasis="B"),
        line_height=5,
        padding=1.5,
    ) as table:
        table.row([_("Day"), _("Activity"), _("Proof"), _("JP")])
        for line in statement.lines:
            words = f"{_title(line)}\n{say(COURSE_KIND_NAMES[line.entry.kind])}"
            table.row([day(line.entry.day, "d MMM y"), words, proof_of(line), number(line.entry.hours)])
