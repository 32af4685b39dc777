"""Fair access: how evenly learning is shared, who asked and who was turned down, and how far units have it."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField

from portal.blueprints.training.access_files import report_workbook
from portal.blueprints.training.blueprint import blueprint
from portal.blueprints.training.hours import asked_year
from portal.blueprints.training.looks import member_of
from portal.domain.errors import NotFound
from portal.domain.organisation.models import OrgUnit, Role
from portal.domain.organisation.people.choosing import unit_called, units_in_reach
from portal.domain.training.access import distances, requests
from portal.domain.training.access.figures import FEWEST, STEPS, lorenz
from portal.domain.training.access.models import BAND_NAMES, Band
from portal.domain.training.access.reporting import SEES, report_on
from portal.domain.training.hours.people import unit_seen, units_seen
from portal.domain.training.hours.statement import READERS
from portal.web.clock import now, today
from portal.web.fields import TextLine, needed, one_of, options
from portal.web.forms import Form
from portal.web.numbers import whole
from portal.web.people import current_viewer, only
from portal.web.responses import changed, download, refused
from portal.web.spreadsheets import MEDIA_TYPES
from portal.web.transactions import current_session


class DistanceForm(Form):
    unit = TextLine(
        _l("Unit code"),
        [needed(_l("Name the unit."))],
        description=_l("It counts there and below, until a unit below has its own."),
        render_kw={"list": "known-units", "autocomplete": "off", "maxlength": 40},
    )
    band = SelectField(
        _l("To where trainings are usually held"), choices=options(BAND_NAMES), coerce=one_of(Band)
    )


def chosen_unit(*roles: Role) -> OrgUnit:
    """The unit in the address, else the top of what the viewer reads about."""
    session, me = current_session(), current_viewer()
    unit_id = request.args.get("unit", type=whole)
    if unit_id:
        return unit_seen(session, me, unit_id, *roles)
    first = units_seen(session, me, *roles, most=1)
    if not first:
        raise NotFound
    return first[0]


def _year() -> int:
    return asked_year() or today(current_viewer().timezone).year


@blueprint.get("/access")
@only(*SEES)
def access() -> ResponseReturnValue:
    session, me = current_session(), current_viewer()
    unit, year = chosen_unit(*SEES), _year()
    report = report_on(session, unit, year)
    return render_template(
        "training/access/report.html",
        report=report,
        tenths=[f"{step * 100 // STEPS}" for step in range(STEPS + 1)],
        even=[step * 100 // STEPS for step in range(STEPS + 1)],
        lorenz=lorenz(report.whole.people_by_hours),
        units=units_seen(session, me, *SEES),
        this_year=today(me.timezone).year,
        fewest=FEWEST,
        may_read_names=me.covers(unit.path_key, *READERS),
        may_declare=me.covers(unit.path_key, Role.HR_ADMIN),
    )


@blueprint.get("/access.xlsx")
@only(*SEES)
def access_file() -> ResponseReturnValue:
    """The figures; with who asked and why, for those who may read about these people."""
    session, me = current_session(), current_viewer()
    unit, year = chosen_unit(*SEES), _year()
    names = requests.all_requests_in(session, unit, year) if me.covers(unit.path_key, *READERS) else None
    book = report_workbook(report_on(session, unit, year), names)
    name = _("fair-access")
    return download(book, f"{name}-{year}.xlsx", MEDIA_TYPES["xlsx"])


@blueprint.get("/access/requests")
@only(*READERS)
def access_requests() -> ResponseReturnValue:
    unit, year = chosen_unit(*READERS), _year()
    outcome = member_of(requests.Outcome, request.args.get("outcome", "")) or requests.Outcome.UNHEARD
    page = requests.requests_in(
        current_session(), unit, year, outcome, request.args.get("page", 1, type=whole)
    )
    return render_template(
        "training/access/requests.html",
        page=page,
        unit=unit,
        year=year,
        outcome=outcome,
        outcome_names=requests.OUTCOME_NAMES,
        units=units_seen(current_session(), current_viewer(), *READERS),
    )


@blueprint.route("/access/distances", methods=["GET", "POST"])
@only(Role.HR_ADMIN)
def access_distances() -> ResponseReturnValue:
    session, me, form = current_session(), current_viewer(), DistanceForm()
    if form.validate_on_submit():
        with form.catching():
            unit = unit_called(session, me, form.unit.data or "")
            distances.declare(session, unit, Band(form.band.data), by=me, at=now())
            return changed(url_for(".access_distances"), said=_("Kept. The report counts by it at once."))
    page: dict[str, Any] = {
        "form": form,
        "declared": distances.declared(current_session(), me),
        "known_units": units_in_reach(current_session(), me),
        "band_names": BAND_NAMES,
    }
    if form.is_submitted():
        return refused("training/access/distances.html", **page)
    return render_template("training/access/distances.html", **page)


@blueprint.post("/access/distances/<int:unit_id>/forget")
@only(Role.HR_ADMIN)
def forget_distance(unit_id: int) -> ResponseReturnValue:
    distances.forget(current_session(), unit_id, by=current_viewer(), at=now())
    return changed(url_for(".access_distances"), said=_("Taken out."))
