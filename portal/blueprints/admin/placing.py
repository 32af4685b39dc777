"""Pages on which people enter, move, leave, come back, and get deputies."""

from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.admin.forms import DeputyForm, EmployForm, EvaluatorFields, LeaveForm, MoveForm, day_of
from portal.blueprints.admin.places import blueprint
from portal.database import Session
from portal.domain.errors import RuleBroken
from portal.domain.organisation.models import DeputyKind, Employee, OrgUnit, Role
from portal.domain.organisation.people import actions, queries
from portal.domain.organisation.people.choosing import (
    colleague,
    colleagues_near,
    evaluators_near,
    unit_called,
    units_in_reach,
)
from portal.domain.organisation.people.inputs import Place
from portal.domain.organisation.units.queries import unit_for
from portal.domain.organisation.viewers import Viewer
from portal.domain.words import n_
from portal.web.clock import now, today
from portal.web.people import current_viewer, only
from portal.web.responses import changed, refused
from portal.web.transactions import current_session


@blueprint.route("/units/<int:unit_id>/employ", methods=["GET", "POST"])
@only(Role.HR_ADMIN)
def employ(unit_id: int) -> ResponseReturnValue:
    session, viewer = current_session(), current_viewer()
    unit = unit_for(session, viewer, unit_id)
    form = EmployForm(starts_on=today(unit.agency.timezone))
    form.offer(evaluators_near(session, unit))
    page: dict[str, Any] = {
        "form": form,
        "person": None,
        "unit": unit,
        "heading": _("New person"),
        "submit": _("Add"),
    }
    if not form.is_submitted():
        return render_template("admin/person_form.html", **page)
    if form.validate():
        with form.catching():
            new = actions.employ(session, form.details(), _place(session, unit, form), by=viewer, at=now())
            return changed(url_for(".person", employee_id=new.id), said=_("The person has been added."))
    return refused("admin/person_form.html", **page)


@blueprint.route("/people/<int:employee_id>/move", methods=["GET", "POST"])
@only(Role.HR_ADMIN)
def move(employee_id: int) -> ResponseReturnValue:
    session, viewer = current_session(), current_viewer()
    person = queries.person_for(session, viewer, employee_id)
    form = _move_form(session, person)
    page = _move_page(session, viewer, person, form, _("Move or give another evaluator"))
    if not form.is_submitted():
        return render_template("admin/person_form.html", **page)
    if form.validate():
        with form.catching():
            unit = unit_called(session, viewer, form.unit.data or "", agency_id=person.agency_id)
            actions.move(
                session, person, _place(session, unit, form, form.reason.data or ""), by=viewer, at=now()
            )
            return changed(
                url_for(".person", employee_id=employee_id), said=_("The change has been written down.")
            )
    return refused("admin/person_form.html", **page)


@blueprint.route("/people/<int:employee_id>/return", methods=["GET", "POST"])
@only(Role.HR_ADMIN)
def take_back(employee_id: int) -> ResponseReturnValue:
    session, viewer = current_session(), current_viewer()
    person = queries.person_for(session, viewer, employee_id)
    form = _move_form(session, person)
    page = _move_page(session, viewer, person, form, _("Take back into service"))
    if not form.is_submitted():
        return render_template("admin/person_form.html", **page)
    if form.validate():
        with form.catching():
            unit = unit_called(session, viewer, form.unit.data or "", agency_id=person.agency_id)
            actions.take_back(
                session, person, _place(session, unit, form, form.reason.data or ""), by=viewer, at=now()
            )
            return changed(
                url_for(".person", employee_id=employee_id), said=_("The person is in service again.")
            )
    return refused("admin/person_form.html", **page)


def _move_form(session: Session, person: Employee) -> MoveForm:
    form = MoveForm(
        unit=person.unit.code,
        position=person.position.name if person.position else "",
        evaluator=person.evaluator_id or 0,
        starts_on=today(person.agency.timezone),
    )
    near = evaluators_near(session, person.unit)
    if person.evaluator and person.evaluator not in near:
        near.insert(0, person.evaluator)
    form.offer([someone for someone in near if someone.id != person.id])
    return form


def _move_page(
    session: Session, viewer: Viewer, person: Employee, form: MoveForm, heading: str
) -> dict[str, Any]:
    known = units_in_reach(session, viewer, person.agency_id)
    return {"form": form, "person": person, "heading": heading, "submit": _("Save"), "known_units": known}


def _place(session: Session, unit: OrgUnit, form: EvaluatorFields, reason: str = "") -> Place:
    evaluator = colleague(
        session, unit.agency_id, form.evaluator.data, form.evaluator_nip.data or "", "evaluator_nip"
    )
    return Place(
        unit=unit,
        position=form.position.data or "",
        evaluator=evaluator,
        starts_on=day_of(form.starts_on),
        reason=reason,
    )


@blueprint.route("/people/<int:employee_id>/leave", methods=["GET", "POST"])
@only(Role.HR_ADMIN)
def leave(employee_id: int) -> ResponseReturnValue:
    session, viewer = current_session(), current_viewer()
    person = queries.person_for(session, viewer, employee_id)
    form = LeaveForm(on=today(person.agency.timezone))
    count = queries.subordinates_count(session, person)
    page: dict[str, Any] = {
        "form": form,
        "person": person,
        "heading": _("End of service"),
        "submit": _("End the service"),
    }
    if not form.is_submitted():
        return render_template("admin/person_form.html", subordinates=count, **page)
    if form.validate():
        with form.catching():
            actions.leave(
                session, person, on=day_of(form.on), reason=form.reason.data or "", by=viewer, at=now()
            )
            return changed(
                url_for(".person", employee_id=employee_id), said=_("The end of service has been noted.")
            )
    return refused("admin/person_form.html", subordinates=count, **page)


@blueprint.route("/people/<int:employee_id>/deputies", methods=["GET", "POST"])
@only(Role.HR_ADMIN)
def name_deputy(employee_id: int) -> ResponseReturnValue:
    session, viewer = current_session(), current_viewer()
    person = queries.person_for(session, viewer, employee_id)
    form = DeputyForm(starts_on=today(person.agency.timezone))
    form.offer(colleagues_near(session, person))
    page: dict[str, Any] = {
        "form": form,
        "person": person,
        "heading": _("Name a deputy"),
        "submit": _("Save"),
    }
    if not form.is_submitted():
        return render_template("admin/person_form.html", **page)
    if form.validate():
        with form.catching():
            _name(session, person, form, viewer)
            return changed(url_for(".person", employee_id=employee_id), said=_("The deputy has been named."))
    return refused("admin/person_form.html", **page)


def _name(session: Session, person: Employee, form: DeputyForm, viewer: Viewer) -> None:
    chosen = colleague(session, person.agency_id, form.deputy.data, form.deputy_nip.data or "", "deputy_nip")
    if chosen is None:
        raise RuleBroken(n_("Choose the deputy."), field="deputy")
    actions.name_deputy(
        session,
        person,
        chosen,
        DeputyKind(form.kind.data),
        starts_on=day_of(form.starts_on),
        ends_on=day_of(form.ends_on),
        by=viewer,
        at=now(),
    )


@blueprint.post("/deputies/<int:deputy_id>/end")
@only(Role.HR_ADMIN)
def end_deputy(deputy_id: int) -> ResponseReturnValue:
    session, viewer = current_session(), current_viewer()
    found = queries.deputy_for(session, viewer, deputy_id)
    then = url_for(".person", employee_id=found.evaluator_id)
    actions.end_deputy(session, found, by=viewer, at=now())
    return changed(then, said=_("The deputy's time has ended."))
