"""Learning hours: one's own, with what proves each line, and the files to take away."""

from __future__ import annotations

from datetime import date

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.training.blueprint import blueprint
from portal.blueprints.training.hours_files import FILE_TYPES, written
from portal.domain.errors import NotFound
from portal.domain.training.hours.law import MINUTES
from portal.domain.training.hours.statement import Statement, statement_seen
from portal.domain.training.hours.teaching import taught_in
from portal.web.clock import now
from portal.web.filters import day as month_name
from portal.web.numbers import whole
from portal.web.people import current_viewer
from portal.web.responses import download
from portal.web.transactions import current_session

YEARS = range(2000, 2200)


def asked_year() -> int | None:
    """The year in the address; 404 for one that cannot be meant."""
    year = request.args.get("year", type=whole)
    if year is not None and year not in YEARS:
        abort(404)
    return year


def statement_page(found: Statement, status: int = 200, **more: object) -> ResponseReturnValue:
    """Of oneself or of somebody else: the same page."""
    taught = taught_in(current_session(), found.person.id, found.year)
    months = [month_name(date(found.year, month, 1), "MMM") for month in range(1, 13)]
    context = {
        "statement": found, "taught": taught, "minutes": MINUTES, "month_names": months, "form": None
    } | more  # fmt: skip
    return render_template("training/hours/statement.html", **context), status


def statement_file(found: Statement, kind: str) -> ResponseReturnValue:
    name = _("learning-hours")
    return download(written(found, kind, now()), f"{name}-{found.year}.{kind}", FILE_TYPES[kind])


@blueprint.get("/hours")
def hours() -> ResponseReturnValue:
    return statement_page(_own(asked_year()))


@blueprint.get("/hours/<int:year>.<any(pdf, xlsx):kind>")
def hours_file(year: int, kind: str) -> ResponseReturnValue:
    if year not in YEARS:
        raise NotFound
    return statement_file(_own(year), kind)


def _own(year: int | None) -> Statement:
    me = current_viewer()
    if me.employee_id is None:
        raise NotFound
    return statement_seen(current_session(), me, me.employee_id, year, at=now())
