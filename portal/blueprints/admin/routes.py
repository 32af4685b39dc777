"""The administrators' first page. Each noun has a room of its own beside this one."""

from flask import render_template
from flask.typing import ResponseReturnValue

from portal.blueprints.admin import (
    agencies,
    erasing,
    imports,
    oversight,
    people,
    places,
    placing,
    roles,
    units,
)
from portal.domain.organisation.models import Role
from portal.domain.organisation.people.queries import figures
from portal.web.people import current_viewer, only
from portal.web.transactions import current_session

blueprint = places.blueprint
ROOMS = (agencies, erasing, imports, oversight, people, placing, roles, units)


@blueprint.get("")
@only(Role.HR_ADMIN, Role.AUDITOR, Role.ADMIN)
def index() -> ResponseReturnValue:
    session, viewer = current_session(), current_viewer()
    is_hr = bool(viewer.spans(Role.HR_ADMIN))
    return render_template(
        "admin/index.html",
        figures=figures(session, viewer) if is_hr else None,
        tops=units.first_branches(session, viewer) if is_hr else [],
    )
