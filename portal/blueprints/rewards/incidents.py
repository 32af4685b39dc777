"""Sums that disagreed, as the nightly check found them."""

from flask import Blueprint, Flask, render_template, request
from flask.typing import ResponseReturnValue

from portal.domain.organisation.models import Role
from portal.domain.rewards.incidents.models import Incident
from portal.domain.rewards.incidents.queries import incidents
from portal.domain.rewards.ledger.checks import WHAT_NAMES
from portal.web.languages import say
from portal.web.numbers import whole
from portal.web.people import only
from portal.web.transactions import current_session

blueprint = Blueprint("rewards_incidents", __name__, url_prefix="/admin/rewards/incidents")


@blueprint.get("")
@only(Role.ADMIN)
def index() -> ResponseReturnValue:
    page = incidents(current_session(), request.args.get("page", 1, type=whole))
    return render_template("rewards/admin/incidents.html", page=page)


def incident_words(incident: Incident) -> str:
    return say(WHAT_NAMES.get(incident.what, incident.what))


def incident_place(incident: Incident) -> str:
    """The key as it stands in the tables: for whoever goes looking there."""
    return " · ".join(str(part) for part in incident.key)


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    for function in (incident_words, incident_place):
        app.add_template_global(function)
