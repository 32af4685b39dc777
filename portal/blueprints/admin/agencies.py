"""Pages of the agencies, for the administrator of the installation."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.admin.forms import PORTAL_COLOUR, AgencyForm, LogoForm, NewAgencyForm
from portal.blueprints.admin.places import blueprint
from portal.domain import files
from portal.domain.organisation import logos
from portal.domain.organisation.models import Role
from portal.domain.organisation.units import actions, queries
from portal.web.clock import now
from portal.web.people import current_viewer, only
from portal.web.responses import changed, refused
from portal.web.transactions import current_session, settings


@blueprint.get("/agencies")
@only(Role.ADMIN)
def agencies() -> ResponseReturnValue:
    return render_template(
        "admin/agencies.html", agencies=queries.agencies_for(current_session(), current_viewer())
    )


@blueprint.route("/agencies/new", methods=["GET", "POST"])
@only(Role.ADMIN)
def found_agency() -> ResponseReturnValue:
    form = NewAgencyForm()
    page = {"form": form, "heading": _("New agency")}
    if not form.is_submitted():
        return render_template("admin/agency_form.html", **page)
    if form.validate():
        with form.catching():
            typed = {"code": form.code.data, "name": form.name.data, "timezone": form.timezone.data}
            actions.found_agency(current_session(), **typed, by=current_viewer(), at=now())
            return changed(url_for(".agencies"), said=_("The agency has been added."))
    return refused("admin/agency_form.html", **page)


@blueprint.route("/agencies/<int:agency_id>/edit", methods=["GET", "POST"])
@only(Role.ADMIN)
def change_agency(agency_id: int) -> ResponseReturnValue:
    session, viewer = current_session(), current_viewer()
    agency = queries.agency_for(session, viewer, agency_id)
    form = AgencyForm(obj=agency, has_colour=agency.colour is not None)
    page = {
        "form": form,
        "heading": _("Change agency"),
        "agency": agency,
        "logo_form": LogoForm(formdata=None),
    }
    if not form.is_submitted():
        form.colour.data = agency.colour or PORTAL_COLOUR
        return render_template("admin/agency_form.html", **page)
    if form.validate():
        with form.catching():
            typed = {
                "name": form.name.data,
                "timezone": form.timezone.data,
                "has_rewards": form.has_rewards.data,
                "colour": (form.colour.data or "") if form.has_colour.data else None,
            }
            actions.change_agency(session, agency, **typed, by=viewer, at=now())
            return changed(url_for(".agencies"), said=_("The agency has been changed."))
    return refused("admin/agency_form.html", **page)


@blueprint.post("/agencies/<int:agency_id>/logo")
@only(Role.ADMIN)
def change_logo(agency_id: int) -> ResponseReturnValue:
    """The picture is fitted and written before the transaction begins."""
    form = LogoForm()
    prepared = None
    if form.validate_on_submit():
        with form.catching():
            content = logos.fitted(form.logo.data.read())
            prepared = files.prepare(settings().uploads, "logo.png", content, pictures_only=True)
    session, viewer = current_session(), current_viewer()
    agency = queries.agency_for(session, viewer, agency_id)
    if prepared is not None:
        logos.change(session, agency, prepared, by=viewer, at=now())
        return changed(url_for(".change_agency", agency_id=agency_id), said=_("The logo is saved."))
    fields = AgencyForm(formdata=None, obj=agency, has_colour=agency.colour is not None)
    fields.colour.data = agency.colour or PORTAL_COLOUR
    heading = _("Change agency")
    return refused("admin/agency_form.html", form=fields, heading=heading, agency=agency, logo_form=form)


@blueprint.post("/agencies/<int:agency_id>/logo/remove")
@only(Role.ADMIN)
def remove_logo(agency_id: int) -> ResponseReturnValue:
    session, viewer = current_session(), current_viewer()
    logos.change(session, queries.agency_for(session, viewer, agency_id), None, by=viewer, at=now())
    return changed(
        url_for(".change_agency", agency_id=agency_id),
        said=_("The logo is gone. The portal's own sign is shown."),
    )
