from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.domain.notifications import actions, queries
from portal.web.clock import now
from portal.web.numbers import whole
from portal.web.people import current_viewer
from portal.web.responses import changed
from portal.web.transactions import current_session

blueprint = Blueprint("notifications", __name__, url_prefix="/notifications")


@blueprint.get("")
def index() -> ResponseReturnValue:
    number = request.args.get("page", 1, type=whole)
    page = queries.notifications_of(current_session(), current_viewer().account_id, number)
    return render_template("notifications/index.html", page=page)


@blueprint.post("/<int:notification_id>/open")
def open_one(notification_id: int) -> ResponseReturnValue:
    """Mark it read and go where it points."""
    session, me = current_session(), current_viewer()
    notification = queries.notification_for(session, me.account_id, notification_id)
    actions.mark_read(session, me.account_id, at=now(), notification_id=notification.id)
    return redirect(notification.link, code=303)


@blueprint.post("/read")
def read_all() -> ResponseReturnValue:
    actions.mark_read(current_session(), current_viewer().account_id, at=now())
    return changed(url_for(".index"), said=_("Everything is marked as read."))
