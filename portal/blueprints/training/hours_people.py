"""Learning hours of the people one looks after: evaluators, leaders, HR administrators."""

from __future__ import annotations

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.training.blueprint import blueprint
from portal.blueprints.training.hours import asked_year, statement_file, statement_page
from portal.blueprints.training.hours_forms import AssignmentForm, CorrectionForm, uploaded
from portal.blueprints.training.looks import member_of
from portal.domain.errors import NotFound
from portal.domain.organisation.models import EMPLOYMENT_NAMES, Role
from portal.domain.training.hours import actions, people
from portal.domain.training.hours.standing import assignment_seen
from portal.domain.training.hours.statement import READERS, entry_seen, person_seen, statement_seen
from portal.web.clock import now, today
from portal.web.numbers import whole
from portal.web.people import current_viewer, only
from portal.web.responses import attachment, changed, download, refused
from portal.web.spreadsheets import MEDIA_TYPES, Sheet, workbook
from portal.web.transactions import current_session, short_read


def _filters() -> people.Filters:
    session, me = current_session(), current_viewer()
    if not people.may_look_after(me):
        raise NotFound
    unit_id = request.args.get("unit", type=whole)
    return people.Filters(
        words=request.args.get("q", "").strip()[:80],
        show=member_of(people.Show, request.args.get("show", "")) or people.Show.ALL,
        unit=people.unit_seen(session, me, unit_id, *READERS) if unit_id else None,
    )


@blueprint.get("/hours/people")
def hours_people() -> ResponseReturnValue:
    session, me, filters = current_session(), current_viewer(), _filters()
    day = today(me.timezone)
    page = people.people_with_hours(
        session, me, filters, day=day, at=now(), number=request.args.get("page", 1, type=whole)
    )
    return render_template(
        "training/hours/people.html",
        page=page,
        filters=filters,
        figures=people.figures_of(session, me, filters, day=day, at=now()),
        units=people.units_seen(session, me, *READERS),
        show_names=people.SHOW_NAMES,
        year=day.year,
    )


@blueprint.get("/hours/people.xlsx")
def hours_people_file() -> ResponseReturnValue:
    me, filters = current_viewer(), _filters()
    day = today(me.timezone)
    rows = people.sheet_rows(current_session(), me, filters, day=day, at=now())
    head = [_("Name"), _("Unit"), _("Employment"), _("Grade"), _("JP")]
    cells = [
        (one.name, one.unit, EMPLOYMENT_NAMES[one.employment], one.grade, int(one.hours)) for one in rows
    ]
    sheet = Sheet(str(day.year), head, cells, (34, 44, 14, 10, 8))
    name = _("learning-hours")
    return download(workbook([sheet]), f"{name}-{day.year}.xlsx", MEDIA_TYPES["xlsx"])


@blueprint.get("/hours/people/<int:employee_id>")
def hours_person(employee_id: int) -> ResponseReturnValue:
    found = statement_seen(current_session(), current_viewer(), employee_id, asked_year(), at=now())
    return statement_page(found, form=AssignmentForm(formdata=None) if found.may_correct else None)


@blueprint.get("/hours/people/<int:employee_id>/<int:year>.<any(pdf, xlsx):kind>")
def hours_person_file(employee_id: int, year: int, kind: str) -> ResponseReturnValue:
    return statement_file(
        statement_seen(current_session(), current_viewer(), employee_id, year, at=now()), kind
    )


@blueprint.post("/hours/people/<int:employee_id>/assignments")
@only(Role.HR_ADMIN)
def assign_hours(employee_id: int) -> ResponseReturnValue:
    """The file is checked and written before the transaction begins; strangers never get that far."""
    me, form = current_viewer(), AssignmentForm()
    with short_read() as read:
        person_seen(read, me, employee_id, at=now())
    if form.validate_on_submit():
        with form.catching():
            file = uploaded(form.file.data)
            session = current_session()
            person = person_seen(session, me, employee_id, at=now())
            actions.assign(session, person, form.content(), file, by=me, at=now())
            there = url_for(".hours_person", employee_id=employee_id)
            return changed(there, said=_("Kept. %(name)s has been told.", name=person.name))
    found = statement_seen(current_session(), me, employee_id, None, at=now())
    return statement_page(found, 422, form=form)


@blueprint.get("/hours/assignments/<int:assignment_id>/file")
def assignment_file(assignment_id: int) -> ResponseReturnValue:
    session, me = current_session(), current_viewer()
    found = assignment_seen(session, assignment_id)
    person_seen(session, me, found.employee_id, at=now())
    if found.file is None:
        raise NotFound
    return attachment(found.file)


@blueprint.route("/hours/entries/<int:entry_id>/correct", methods=["GET", "POST"])
@only(Role.HR_ADMIN)
def correct_hours(entry_id: int) -> ResponseReturnValue:
    session, me, form = current_session(), current_viewer(), CorrectionForm()
    entry = entry_seen(session, me, entry_id)
    if not form.is_submitted():
        return render_template("training/hours/correct.html", form=form, entry=entry)
    if form.validate():
        with form.catching():
            actions.correct(session, entry, form.reason.data or "", by=me, at=now())
            there = url_for(".hours_person", employee_id=entry.employee_id, year=entry.year)
            return changed(there, said=_("Booked, with your reason beside it."))
    entry = entry_seen(current_session(), me, entry_id)
    return refused("training/hours/correct.html", form=form, entry=entry)
