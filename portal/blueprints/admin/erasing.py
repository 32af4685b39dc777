"""Pages on which HR sees who asked to be erased, what would go, and carries it out."""

from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.admin.forms import ErasureForm
from portal.blueprints.admin.places import blueprint, page_number
from portal.database import Session
from portal.domain.organisation.erasure import actions, queries
from portal.domain.organisation.models import Employee, Role
from portal.domain.organisation.people.queries import person_for
from portal.keeping import ERASURE
from portal.web.clock import now
from portal.web.people import current_viewer, only
from portal.web.responses import changed, refused
from portal.web.transactions import current_session


@blueprint.get("/people/erasures")
@only(Role.HR_ADMIN)
def erasures() -> ResponseReturnValue:
    page = queries.requests_for(current_session(), current_viewer(), page_number())
    return render_template("admin/erasures.html", page=page)


@blueprint.route("/people/<int:employee_id>/erase", methods=["GET", "POST"])
@only(Role.HR_ADMIN)
def erase(employee_id: int) -> ResponseReturnValue:
    session, viewer = current_session(), current_viewer()
    person = person_for(session, viewer, employee_id)
    form = ErasureForm()
    if form.validate_on_submit():
        with form.catching():
            typed = {"typed_name": form.name.data or "", "reason": form.reason.data or ""}
            actions.erase(session, person, ERASURE, **typed, by=viewer, at=now())
            return changed(
                url_for(".person", employee_id=employee_id), said=_("The data of this person are erased.")
            )
    if form.is_submitted():
        return refused("admin/erase.html", **_page(session, person, form))
    return render_template("admin/erase.html", **_page(session, person, form))


def _page(session: Session, person: Employee, form: ErasureForm) -> dict[str, Any]:
    parts = [] if person.is_erased else queries.parts_of(session, person, ERASURE)
    return {
        "form": form,
        "person": person,
        "request_": queries.open_request_of(session, person.id),
        "parts": [part for part in parts if part.count],
        "stays": list(queries.kept_of(ERASURE)),
    }
