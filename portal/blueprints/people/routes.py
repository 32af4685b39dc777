"""Colleagues: who is who, and what somebody lets others see."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from portal.domain.organisation.models import Role
from portal.domain.organisation.people.colleagues import colleague_for, colleagues
from portal.domain.rewards.shown import shown_to
from portal.domain.targets.plans.queries import current_plan_seen
from portal.web.clock import now
from portal.web.numbers import whole
from portal.web.people import current_viewer
from portal.web.transactions import current_session

blueprint = Blueprint("people", __name__, url_prefix="/people")


@blueprint.get("")
def index() -> ResponseReturnValue:
    words = request.args.get("q", "").strip()[:80]
    page = colleagues(current_session(), current_viewer(), words, request.args.get("page", 1, type=whole))
    return render_template("people/index.html", page=page, words=words)


@blueprint.get("/<int:employee_id>")
def show(employee_id: int) -> ResponseReturnValue:
    session, me, at = current_session(), current_viewer(), now()
    person = colleague_for(session, me, employee_id)
    return render_template(
        "people/person.html",
        person=person,
        is_own=person.id == me.employee_id,
        shown=shown_to(session, me, person, at),
        plan=current_plan_seen(session, me, person, at),
        may_manage=me.covers(person.unit_key, Role.HR_ADMIN),
    )
