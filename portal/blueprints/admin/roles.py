"""Pages of roles and invitations."""

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.admin.forms import RoleForm
from portal.blueprints.admin.places import blueprint, options_of, page_number
from portal.database import Session
from portal.domain.errors import NotFound, RuleBroken
from portal.domain.organisation.models import ROLE_NAMES, Role
from portal.domain.organisation.people.choosing import unit_called, units_in_reach
from portal.domain.organisation.policies import may_give, roles_givable_by
from portal.domain.organisation.roles import actions, queries
from portal.domain.organisation.roles.invitations import (
    INVITATION_STATE_NAMES,
    InvitationState,
)
from portal.domain.organisation.roles.invitations import invitations as invitations_of
from portal.domain.organisation.roles.meanings import ROLE_MEANINGS
from portal.domain.organisation.viewers import Viewer
from portal.domain.words import n_
from portal.web.clock import now
from portal.web.people import current_viewer, only
from portal.web.responses import changed, refused
from portal.web.transactions import current_session


@blueprint.get("/roles")
@only(Role.HR_ADMIN)
def roles() -> ResponseReturnValue:
    session, viewer = current_session(), current_viewer()
    asked = request.args.get("role", "")
    role = Role(asked) if asked in ROLE_NAMES else None
    page = queries.assignments(session, viewer, role, page_number())
    takeable = {
        row.id
        for row in page.items
        if row.account_id == viewer.account_id
        or may_give(viewer, row.role, row.unit.path_key if row.unit else None)
    }
    return render_template(
        "admin/roles.html",
        page=page,
        role=asked,
        names=ROLE_NAMES,
        takeable=takeable,
        options=options_of(ROLE_NAMES),
    )


@blueprint.route("/roles/give", methods=["GET", "POST"])
@only(Role.HR_ADMIN)
def give_role() -> ResponseReturnValue:
    session, viewer = current_session(), current_viewer()
    form = RoleForm(email=request.args.get("email", "")[:254])
    form.offer(roles_givable_by(viewer))
    givable = [(ROLE_NAMES[role], ROLE_MEANINGS[role]) for role in roles_givable_by(viewer)]
    page: dict[str, Any] = {"form": form, "givable": givable, "known_units": units_in_reach(session, viewer)}
    if not form.is_submitted():
        return render_template("admin/role_form.html", **page)
    if form.validate():
        with form.catching():
            _give(session, viewer, form)
            return changed(url_for(".roles"), said=_("The role has been given."))
    return refused("admin/role_form.html", **page)


def _give(session: Session, viewer: Viewer, form: RoleForm) -> None:
    try:
        account = queries.account_to_trust(session, viewer, form.email.data or "")
    except NotFound as missing:
        raise RuleBroken(
            n_("None of your people has an account with this address."), field="email"
        ) from missing
    role = Role(form.role.data)
    unit = unit_called(session, viewer, form.unit.data) if form.unit.data else None
    if not may_give(viewer, role, unit.path_key if unit else None):
        raise RuleBroken(n_("Name a unit: only an administrator gives roles without one."), field="unit")
    actions.give(session, account, role, unit, by=viewer, at=now())


@blueprint.post("/roles/<int:assignment_id>/take")
@only(Role.HR_ADMIN)
def take_role(assignment_id: int) -> ResponseReturnValue:
    session, viewer = current_session(), current_viewer()
    actions.take(session, queries.assignment_for(session, viewer, assignment_id), by=viewer, at=now())
    return changed(url_for(".roles"), said=_("The role has been taken away."))


@blueprint.get("/invitations")
@only(Role.HR_ADMIN)
def invitations() -> ResponseReturnValue:
    session, viewer = current_session(), current_viewer()
    asked = request.args.get("state", "")
    state = InvitationState(asked) if asked in INVITATION_STATE_NAMES else None
    page = invitations_of(session, viewer, state, page_number(), at=now())
    return render_template(
        "admin/invitations.html",
        page=page,
        state=asked,
        names=INVITATION_STATE_NAMES,
        options=options_of(INVITATION_STATE_NAMES),
    )
