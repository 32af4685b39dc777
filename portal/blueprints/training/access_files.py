"""The report of fair access as a workbook: a sheet of figures, and one of requests."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flask_babel import gettext as _

from portal.blueprints.training.seat_looks import ROSTER_NAMES
from portal.domain.training.access.figures import FEWEST, Group
from portal.domain.training.access.reporting import Report
from portal.domain.training.access.requests import Asked
from portal.web.languages import say
from portal.web.spreadsheets import Cell, Row, Sheet, workbook


def report_workbook(report: Report, asked: Sequence[Asked] | None) -> bytes:
    sheets = [_figures(report)]
    if asked is not None:
        sheets.append(_requests(asked))
    return workbook(sheets)


def reason_words(one: Asked) -> str:
    """The rule's reason, and after it what a person wrote."""
    rule = say(one.reason.message, **one.reason.values) if one.reason else ""
    return " ".join(
        part for part in (rule, say(one.enrolment.reason) if one.enrolment.reason else "") if part
    )


def _figures(report: Report) -> Sheet:
    head = [
        _("By"), _("Group"), _("People"), _("JP a person"), _("Share with none (percent)"), _("Gini"),
        _("Asked for a seat"), _("Got one"), _("Turned down or waiting"), _("Got one (percent)"),
    ]  # fmt: skip
    kinds = (
        (_("All"), (report.whole,)),
        (_("Unit"), report.by_unit),
        (_("Sex"), report.by_sex),
        (_("Grade"), report.by_grade),
        (_("Employment"), report.by_employment),
        (_("Distance"), report.by_distance),
    )
    rows = [(label, *_cells(group)) for label, groups in kinds for group in groups]
    above = [
        (_("Unit"), report.unit.name),
        (_("Year"), str(report.year)),
        (
            _("Method"),
            _("People where they work today; groups of fewer than %(fewest)s are not told.", fewest=FEWEST),
        ),
    ]
    return Sheet(_("Fair access"), head, rows, (16, 44, 10, 12, 14, 8, 14, 10, 14, 12), above)


def _cells(group: Group) -> Iterator[Cell]:
    yield say(group.name)
    if not group.is_shown:
        yield f"< {FEWEST}"
        return
    yield from (group.people, group.mean, group.percent_without, group.gini)
    yield from (group.asked, group.got, group.refused, group.percent_got)


def _requests(asked: Sequence[Asked]) -> Sheet:
    head = [_("Name"), _("Unit"), _("Training"), _("First day"), _("What became of it"), _("Why")]
    rows: list[Row] = [
        (
            one.enrolment.employee.name,
            one.enrolment.employee.unit.name,
            one.enrolment.session.course.title,
            one.enrolment.session.starts_at.date(),
            say(ROSTER_NAMES[one.enrolment.state]),
            reason_words(one),
        )
        for one in asked
    ]
    return Sheet(_("Requests"), head, rows, (30, 36, 44, 14, 24, 70))
