"""Attendance as participants meet it: the code they scan, and saying that one is there."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.training.blueprint import blueprint
from portal.blueprints.training.devices import day_of_ticket, device, remember, ticket
from portal.blueprints.training.looks import clock_of
from portal.domain.errors import RuleBroken
from portal.domain.training.attendance import actions, queries
from portal.web import limits
from portal.web.clock import now
from portal.web.forms import Form
from portal.web.languages import in_words, say
from portal.web.people import current_viewer, public
from portal.web.responses import changed, refused
from portal.web.transactions import current_session

MOST_SCANS, PER = 600, timedelta(minutes=5)  # a whole class behind one address


class HereForm(Form):
    pass


@blueprint.get("/attend/<int:day_id>/<code>")
@public
def scan(day_id: int, code: str) -> ResponseReturnValue:
    """What the code on the screen leads to. A good one is worth ten minutes, time enough to sign in."""
    limits.require("scan", limits.address_key(), MOST_SCANS, PER)
    session = current_session()
    day = queries.day_with_session(session, day_id)
    try:
        actions.accept_scan(session, day, code[:64], at=now())
    except RuleBroken as broken:
        return refused("training/scan_refused.html", problem=in_words(broken))
    return remember(make_response(redirect(url_for(".attend", ticket=ticket(day.id)), code=303)))


@blueprint.route("/attend", methods=["GET", "POST"])
def attend() -> ResponseReturnValue:
    """One look at who and where, one press."""
    session, me, form = current_session(), current_viewer(), HereForm()
    text = request.args.get("ticket", "")
    day_id = day_of_ticket(text)
    if day_id is None:
        return refused("training/scan_refused.html", problem=say(actions.OLD_CODE))
    if form.validate_on_submit():
        with form.catching():
            held = queries.session_of_day(session, day_id)
            noted = actions.check_in(session, held, day_id, device(), by=me, at=now())
            said = _("You are here: noted at %(time)s.", time=clock_of(noted.at))
            return changed(url_for(".my_steps", session_id=held.id), said=said)
    held = queries.session_of_day(current_session(), day_id)
    context: dict[str, Any] = {
        "held": held,
        "day": queries.day_of(held, day_id),
        "form": form,
        "ticket": text,
    }
    page = "training/attend.html"
    return refused(page, **context) if form.is_submitted() else render_template(page, **context)
