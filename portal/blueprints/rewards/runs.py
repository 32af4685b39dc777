"""Long runs with their counts, and whether the engine is well."""

from flask import Blueprint, Flask, request
from flask.typing import ResponseReturnValue

from portal.domain.organisation.models import Role
from portal.domain.rewards.evaluation import history
from portal.web.clock import today
from portal.web.people import current_viewer, only
from portal.web.responses import page_or_fragment
from portal.web.transactions import current_session

blueprint = Blueprint("rewards_runs", __name__, url_prefix="/admin/rewards/runs")
keepers = only(Role.ADMIN, Role.HR_ADMIN)


@blueprint.get("")
@keepers
def index() -> ResponseReturnValue:
    """htmx asks for the list again while a run is under way."""
    session, me = current_session(), current_viewer()
    page = history.runs_of(session, me, request.args.get("page", 1, type=int))
    found = history.health(session, me, today(me.timezone))
    return page_or_fragment("rewards/admin/runs.html", "rewards/admin/_runs.html", page=page, health=found)


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
