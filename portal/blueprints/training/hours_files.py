"""The statement of a year's learning hours as a sheet or on paper."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _
from fpdf.enums import Align

from portal.domain.organisation.models import EMPLOYMENT_NAMES
from portal.domain.training.courses.models import COURSE_KIND_NAMES
from portal.domain.training.hours.law import MINUTES
from portal.domain.training.hours.statement import Line, Statement
from portal.web.filters import day, masked_nip, moment, number
from portal.web.languages import say
from portal.web.paper import MUTED, Report
from portal.web.spreadsheets import MEDIA_TYPES, Sheet, workbook

FILE_TYPES = {"pdf": "application/pdf", "xlsx": MEDIA_TYPES["xlsx"]}
WIDTHS, ALIGNS = (26, 96, 38, 20), (Align.L, Align.L, Align.L, Align.R)


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
            end=day(standing.last_day, "d MMM y"),
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
    paper = Report(
        _("Statement of learning hours"),
        _("From the ledger of learning hours, %(moment)s", moment=moment(at)),
    )
    paper.pairs(_whose(statement))
    paper.ln(3)
    _table(paper, statement)
    paper.ln(4)
    paper.pairs((label, number(hours)) for label, hours in _sums(statement))
    paper.ln(3)
    words = _(
        "One learning hour (JP) is %(minutes)s minutes. Each line stands on its proof.", minutes=MINUTES
    )
    paper.words(words, colour=MUTED)
    return bytes(paper.output())


def _table(paper: Report, statement: Statement) -> None:
    if not statement.lines:
        paper.words(_("No learning hours were booked in this year."))
        return
    rows = (
        (
            day(one.entry.day, "d MMM y"),
            f"{_title(one)}\n{say(COURSE_KIND_NAMES[one.entry.kind])}",
            proof_of(one),
            number(one.entry.hours),
        )
        for one in statement.lines
    )
    paper.lines([_("Day"), _("Activity"), _("Proof"), _("JP")], rows, widths=WIDTHS, aligns=ALIGNS)
