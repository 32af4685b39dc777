"""Pages of the unit tree."""

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.admin.forms import MoveUnitForm, UnitForm
from portal.blueprints.admin.places import blueprint, page_number
from portal.database import Session
from portal.domain.organisation.models import Exposure, OrgUnit, Role
from portal.domain.organisation.people.choosing import unit_called, units_in_reach
from portal.domain.organisation.people.queries import people_of_unit
from portal.domain.organisation.units import actions, queries
from portal.domain.organisation.viewers import Viewer
from portal.web.clock import now
from portal.web.numbers import whole
from portal.web.people import current_viewer, only
from portal.web.responses import changed, refused
from portal.web.transactions import current_session


@blueprint.get("/units")
@only(Role.HR_ADMIN)
def units() -> ResponseReturnValue:
    session, viewer = current_session(), current_viewer()
    words = request.args.get("q", "").strip()[:100]
    found = queries.units_like(session, viewer, words, page_number()) if words else None
    tops = [] if words else first_branches(session, viewer)
    return render_template("admin/units.html", words=words, found=found, tops=tops)


def first_branches(session: Session, viewer: Viewer) -> list[queries.Branch]:
    """Where the viewer's tree begins; a single beginning is shown with what lies right below it."""
    tops = queries.top_units(session, viewer)
    return [*tops, *queries.children_of(session, viewer, tops[0].unit).items] if len(tops) == 1 else tops


@blueprint.get("/units/<int:unit_id>")
@only(Role.HR_ADMIN)
def unit(unit_id: int) -> ResponseReturnValue:
    return render_template("admin/unit.html", **_unit_page(unit_id))


def _unit_page(unit_id: int) -> dict[str, Any]:
    session, viewer = current_session(), current_viewer()
    found = queries.unit_for(session, viewer, unit_id)
    above = _above(session, viewer, found)
    return {
        "unit": found,
        "above": above,
        "crumbs": [
            (_("Units"), url_for(".units")),
            *((node.name, url_for(".unit", unit_id=node.id)) for node in above),
        ],
        "children": queries.children_of(session, viewer, found, request.args.get("sub", 1, type=whole)),
        "people": people_of_unit(session, viewer, found, page_number()),
    }


def _above(session: Session, viewer: Viewer, unit: OrgUnit) -> list[OrgUnit]:
    """The way down to the unit, as far as it lies inside what the viewer administers."""
    return [node for node in queries.above(session, unit) if viewer.covers(node.path_key, Role.HR_ADMIN)]


@blueprint.route("/units/<int:unit_id>/add", methods=["GET", "POST"])
@only(Role.HR_ADMIN)
def add_unit(unit_id: int) -> ResponseReturnValue:
    session, viewer = current_session(), current_viewer()
    parent, form = queries.unit_for(session, viewer, unit_id), UnitForm()
    page = {"form": form, "unit": parent, "heading": _("New unit under %(name)s", name=parent.name)}
    if not form.is_submitted():
        return render_template("admin/unit_form.html", **page)
    if form.validate():
        with form.catching():
            new = actions.add_unit(session, parent, **_typed(form), by=viewer, at=now())
            return changed(url_for(".unit", unit_id=new.id), said=_("The unit has been added."))
    return refused("admin/unit_form.html", **page)


@blueprint.route("/units/<int:unit_id>/edit", methods=["GET", "POST"])
@only(Role.HR_ADMIN)
def change_unit(unit_id: int) -> ResponseReturnValue:
    session, viewer = current_session(), current_viewer()
    found = queries.unit_for(session, viewer, unit_id)
    form = UnitForm(obj=found)
    page = {"form": form, "unit": found, "heading": _("Change unit")}
    if not form.is_submitted():
        return render_template("admin/unit_form.html", **page)
    if form.validate():
        with form.catching():
            actions.change_unit(session, found, **_typed(form), by=viewer, at=now())
            return changed(url_for(".unit", unit_id=unit_id), said=_("The unit has been changed."))
    return refused("admin/unit_form.html", **page)


def _typed(form: UnitForm) -> dict[str, Any]:
    return {"code": form.code.data, "name": form.name.data, "exposure": Exposure(form.exposure.data)}


@blueprint.route("/units/<int:unit_id>/move", methods=["GET", "POST"])
@only(Role.HR_ADMIN)
def move_unit(unit_id: int) -> ResponseReturnValue:
    session, viewer = current_session(), current_viewer()
    found, form = queries.unit_for(session, viewer, unit_id), MoveUnitForm()
    page = {"form": form, "unit": found, "heading": _("Move unit")}
    page["known_units"] = units_in_reach(session, viewer, found.agency_id)
    if not form.is_submitted():
        return render_template("admin/unit_form.html", **page)
    if form.validate():
        with form.catching():
            parent = unit_called(
                session, viewer, form.parent.data or "", agency_id=found.agency_id, field="parent"
            )
            actions.move_unit(session, found, parent, by=viewer, at=now())
            return changed(url_for(".unit", unit_id=unit_id), said=_("The unit has been moved."))
    return refused("admin/unit_form.html", **page)


@blueprint.post("/units/<int:unit_id>/close")
@only(Role.HR_ADMIN)
def close_unit(unit_id: int) -> ResponseReturnValue:
    session, viewer = current_session(), current_viewer()
    found = queries.unit_for(session, viewer, unit_id)
    actions.close_unit(session, found, by=viewer, at=now())
    return changed(url_for(".unit", unit_id=unit_id), said=_("The unit has been closed."))


@blueprint.post("/units/<int:unit_id>/reopen")
@only(Role.HR_ADMIN)
def reopen_unit(unit_id: int) -> ResponseReturnValue:
    session, viewer = current_session(), current_viewer()
    found = queries.unit_for(session, viewer, unit_id)
    actions.reopen_unit(session, found, by=viewer, at=now())
    return changed(url_for(".unit", unit_id=unit_id), said=_("The unit is open again."))
