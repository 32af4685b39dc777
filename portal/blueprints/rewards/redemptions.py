"""Requests as HR deals with them: approve, refuse, hand over against the code, withdraw."""

from typing import Any

from flask import Blueprint, Flask, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.rewards.catalogue_forms import CodeForm, DecisionForm
from portal.domain.organisation.models import Role
from portal.domain.rewards.catalogue import deciding
from portal.domain.rewards.catalogue.balance import balance_of
from portal.domain.rewards.catalogue.models import REDEMPTION_STATE_NAMES, RedemptionState
from portal.web.clock import now
from portal.web.languages import say
from portal.web.numbers import whole
from portal.web.people import current_viewer, only
from portal.web.responses import changed, refused
from portal.web.transactions import current_session

blueprint = Blueprint("rewards_requests", __name__, url_prefix="/admin/rewards/requests")
keepers = only(Role.HR_ADMIN)
PAGE = "rewards/catalogue/decide.html"


@blueprint.get("")
@keepers
def index() -> ResponseReturnValue:
    asked = request.args.get("state", RedemptionState.REQUESTED.value)
    state = RedemptionState(asked) if asked in list(RedemptionState) else None
    number = request.args.get("page", 1, type=whole)
    return render_template(
        "rewards/catalogue/requests.html",
        page=deciding.requests_for(current_session(), current_viewer(), state, number),
        state=state.value if state else "",
        states=[("", _("All"))] + [(one.value, say(name)) for one, name in REDEMPTION_STATE_NAMES.items()],
        state_names=REDEMPTION_STATE_NAMES,
    )


@blueprint.get("/<int:redemption_id>")
@keepers
def show(redemption_id: int) -> ResponseReturnValue:
    return render_template(PAGE, form=DecisionForm(), **_shown(redemption_id))


@blueprint.post("/<int:redemption_id>/approve")
@keepers
def approve(redemption_id: int) -> ResponseReturnValue:
    session, me, form = current_session(), current_viewer(), DecisionForm()
    if form.is_submitted():
        with form.catching():
            found = deciding.request_for(session, me, redemption_id)
            deciding.approve(session, found, by=me, at=now())
            return changed(
                url_for(".index"), said=_("Approved. The person has been sent a code for the pick-up.")
            )
    return refused(PAGE, form=form, **_shown(redemption_id))


@blueprint.post("/<int:redemption_id>/<any(refuse, withdraw):verb>")
@keepers
def close(redemption_id: int, verb: str) -> ResponseReturnValue:
    session, me, form = current_session(), current_viewer(), DecisionForm()
    act = deciding.refuse if verb == "refuse" else deciding.withdraw
    if form.validate_on_submit():
        with form.catching():
            found = deciding.request_for(session, me, redemption_id)
            act(session, found, form.reason.data or "", by=me, at=now())
            return changed(
                url_for(".index"), said=_("Closed with your reason. Piece and points are free again.")
            )
    return refused(PAGE, form=form, **_shown(redemption_id))


@blueprint.route("/pick-up", methods=["GET", "POST"])
@keepers
def pick_up() -> ResponseReturnValue:
    """Whoever stands at the desk shows the code; without it nothing is handed over."""
    form, me = CodeForm(), current_viewer()
    if form.validate_on_submit():
        with form.catching():
            session = current_session()
            found = deciding.request_with_code(session, me, form.code.data or "")
            deciding.hand_over(session, found, by=me, at=now())
            words = _("Handed over: %(item)s to %(name)s.", item=found.item.name, name=found.employee.name)
            return changed(url_for(".pick_up"), said=words)
    page = "rewards/catalogue/pick_up.html"
    return refused(page, form=form) if form.is_submitted() else render_template(page, form=form)


def _shown(redemption_id: int) -> dict[str, Any]:
    session, me = current_session(), current_viewer()
    one = deciding.request_for(session, me, redemption_id)
    return {
        "one": one,
        "balance": balance_of(session, one.employee_id, one.year),
        "may_decide": deciding.may_decide(me, one),
        "state_names": REDEMPTION_STATE_NAMES,
    }


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
