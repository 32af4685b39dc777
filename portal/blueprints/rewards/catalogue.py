"""The catalogue as employees use it: what there is, what they can afford, their requests."""

from typing import Any

from flask import Blueprint, Flask, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.domain.errors import NotFound
from portal.domain.rewards.catalogue import items, redeeming
from portal.domain.rewards.catalogue.balance import balance_of
from portal.domain.rewards.catalogue.models import REDEMPTION_STATE_NAMES, CatalogueItem
from portal.web import responses
from portal.web.clock import now, today
from portal.web.forms import Form
from portal.web.numbers import whole
from portal.web.people import current_viewer
from portal.web.responses import changed, refused
from portal.web.transactions import current_session

blueprint = Blueprint("rewards_catalogue", __name__, url_prefix="/rewards/catalogue")


def own_number() -> int:
    employee_id = current_viewer().employee_id
    if employee_id is None:
        raise NotFound
    return employee_id


@blueprint.get("")
def index() -> ResponseReturnValue:
    session, me, employee_id = current_session(), current_viewer(), own_number()
    day = today(me.timezone)
    return render_template(
        "rewards/catalogue/index.html",
        offers=items.offers_for(session, me, day),
        balance=balance_of(session, employee_id, day.year),
        page=redeeming.redemptions_of(session, employee_id, request.args.get("page", 1, type=whole)),
        state_names=REDEMPTION_STATE_NAMES,
    )


@blueprint.route("/<int:item_id>", methods=["GET", "POST"])
def show(item_id: int) -> ResponseReturnValue:
    """An item with what it takes; a POST asks for one."""
    session, me, form = current_session(), current_viewer(), Form()
    item, employee_id, day = items.offer_for(session, me, item_id), own_number(), today(me.timezone)
    if form.validate_on_submit():
        with form.catching():
            made = redeeming.request_item(session, item, by=me, day=day, at=now())
            return changed(
                url_for(".ask", redemption_id=made.id),
                said=_("Asked for. The points are reserved until HR decides."),
            )
    page, shown = "rewards/catalogue/item.html", _shown(item_id, employee_id)
    return (
        refused(page, form=form, **shown)
        if form.is_submitted()
        else render_template(page, form=form, **shown)
    )


def _shown(item_id: int, employee_id: int) -> dict[str, Any]:
    session, me = current_session(), current_viewer()
    item: CatalogueItem = items.offer_for(session, me, item_id)
    day = today(me.timezone)
    return {
        "item": item,
        "balance": balance_of(session, employee_id, day.year),
        "held": redeeming.held_pieces(session, item.id, employee_id, day.year),
        "is_valid": item.is_open and item.is_valid_on(day),
    }


@blueprint.get("/<int:item_id>/picture")
def picture(item_id: int) -> Response:
    return responses.picture(items.picture_of(current_session(), current_viewer(), item_id))


@blueprint.get("/requests/<int:redemption_id>", endpoint="ask")
def show_request(redemption_id: int) -> ResponseReturnValue:
    found = redeeming.own_redemption(current_session(), current_viewer(), redemption_id)
    return render_template(
        "rewards/catalogue/request.html",
        one=found,
        state_names=REDEMPTION_STATE_NAMES,
        may_cancel=found.state in redeeming.CANCELLABLE,
    )


@blueprint.post("/requests/<int:redemption_id>/cancel")
def cancel(redemption_id: int) -> ResponseReturnValue:
    session, me = current_session(), current_viewer()
    found = redeeming.own_redemption(session, me, redemption_id)
    redeeming.cancel(session, found, by=me, at=now())
    return changed(url_for(".index"), said=_("The request is cancelled. Your points are free again."))


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
