"""Pages of people: the list, one person, corrections, access."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.admin.forms import DetailsForm
from portal.blueprints.admin.places import blueprint, page_number
from portal.domain.organisation.erasure.queries import erasure_of, open_request_of
from portal.domain.organisation.models import EMPLOYMENT_NAMES, Employment, Role
from portal.domain.organisation.people import actions, queries
from portal.domain.organisation.policies import may_give
from portal.domain.organisation.roles.invitations import invite as send_invitation
from portal.domain.organisation.roles.queries import roles_of
from portal.domain.organisation.units.queries import unit_for
from portal.web.clock import now, today
from portal.web.numbers import whole
from portal.web.people import current_viewer, only
from portal.web.responses import changed, refused
from portal.web.transactions import current_session


@blueprint.get("/people")
@only(Role.HR_ADMIN)
def people() -> ResponseReturnValue:
    session, viewer = current_session(), current_viewer()
    asked = {
        name: request.args.get(name, "").strip()[:100] for name in ("q", "employment", "position", "state")
    }
    unit_id = request.args.get("unit", type=whole)
    filters = queries.Filters(
        words=asked["q"],
        unit=unit_for(session, viewer, unit_id) if unit_id else None,
        employment=Employment(asked["employment"]) if asked["employment"] in EMPLOYMENT_NAMES else None,
        position=asked["position"],
        has_left=asked["state"] == "left",
    )
    page = queries.people(session, viewer, filters, page_number())
    return render_template("admin/people.html", page=page, filters=filters, asked=asked)


@blueprint.get("/people/<int:employee_id>")
@only(Role.HR_ADMIN)
def person(employee_id: int) -> ResponseReturnValue:
    session, viewer = current_session(), current_viewer()
    found = queries.person_for(session, viewer, employee_id)
    roles = roles_of(session, found.account_id) if found.account_id else []
    return render_template(
        "admin/person.html",
        person=found,
        placements=queries.placements_of(session, found),
        deputies=queries.deputies_of(session, found),
        subordinates=queries.subordinates_count(session, found),
        today=today(found.agency.timezone),
        request_=open_request_of(session, found.id),
        erasure=erasure_of(session, found.id) if found.is_erased else None,
        roles=[(row, may_give(viewer, row.role, row.unit.path_key if row.unit else None)) for row in roles],
    )


@blueprint.route("/people/<int:employee_id>/correct", methods=["GET", "POST"])
@only(Role.HR_ADMIN)
def correct(employee_id: int) -> ResponseReturnValue:
    session, viewer = current_session(), current_viewer()
    found = queries.person_for(session, viewer, employee_id)
    form = DetailsForm(obj=found)
    page = {"form": form, "person": found, "heading": _("Correct the details"), "submit": _("Save")}
    if not form.is_submitted():
        return render_template("admin/person_form.html", **page)
    if form.validate():
        with form.catching():
            actions.correct(session, found, form.details(), by=viewer, at=now())
            return changed(
                url_for(".person", employee_id=employee_id), said=_("The details have been corrected.")
            )
    return refused("admin/person_form.html", **page)


@blueprint.post("/people/<int:employee_id>/invite")
@only(Role.HR_ADMIN)
def invite(employee_id: int) -> ResponseReturnValue:
    session, viewer = current_session(), current_viewer()
    send_invitation(session, queries.person_for(session, viewer, employee_id), by=viewer, at=now())
    came_from_list = request.form.get("back") == "list"
    then = url_for(".invitations") if came_from_list else url_for(".person", employee_id=employee_id)
    return changed(then, said=_("The invitation is on its way."))


@blueprint.post("/people/<int:employee_id>/close-account")
@only(Role.HR_ADMIN)
def close_account(employee_id: int) -> ResponseReturnValue:
    session, viewer = current_session(), current_viewer()
    actions.set_access(session, queries.person_for(session, viewer, employee_id), False, by=viewer, at=now())
    return changed(
        url_for(".person", employee_id=employee_id), said=_("The account is closed; its sessions have ended.")
    )


@blueprint.post("/people/<int:employee_id>/open-account")
@only(Role.HR_ADMIN)
def open_account(employee_id: int) -> ResponseReturnValue:
    session, viewer = current_session(), current_viewer()
    actions.set_access(session, queries.person_for(session, viewer, employee_id), True, by=viewer, at=now())
    return changed(url_for(".person", employee_id=employee_id), said=_("The account is open."))
