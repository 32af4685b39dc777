"""Long runs with their counts, and whether the engine is well."""

from flask import Blueprint, Flask, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.domain.organisation.models import Role
from portal.domain.rewards.evaluation import history, runs
from portal.domain.rewards.incidents.queries import unmended
from portal.domain.rewards.ledger.checks import WHAT_NAMES, last_check
from portal.web.clock import now, today
from portal.web.numbers import whole
from portal.web.people import current_viewer, only
from portal.web.responses import changed, page_or_fragment
from portal.web.transactions import current_session

blueprint = Blueprint("rewards_runs", __name__, url_prefix="/admin/rewards/runs")
keepers = only(Role.ADMIN, Role.HR_ADMIN)


@blueprint.get("")
@keepers
def index() -> ResponseReturnValue:
    """htmx asks for the list again while a run is under way."""
    session, me = current_session(), current_viewer()
    listed = history.runs_of(session, me, request.args.get("page", 1, type=whole))
    found = history.health(session, me, today(me.timezone))
    return page_or_fragment(
        "rewards/admin/runs.html",
        "rewards/admin/_runs.html",
        runs=listed,
        health=found,
        last=last_check(session),
        unmended=unmended(session),
    )


@blueprint.post("/<int:run_id>/<any(pause, resume, cancel):verb>")
@keepers
def change(run_id: int, verb: str) -> ResponseReturnValue:
    run = history.run_for(current_session(), current_viewer(), run_id)
    said = {
        "pause": _("The run is paused."),
        "resume": _("The run goes on."),
        "cancel": _("The run is ended."),
    }
    if verb == "pause":
        runs.pause_run(run)
    elif verb == "resume":
        runs.resume_run(run)
    else:
        runs.cancel_run(run, at=now())
    return changed(url_for(".index"), said=said[verb])


def init_app(app: Flask) -> None:
    app.jinja_env.globals["what_disagrees"] = WHAT_NAMES
    app.register_blueprint(blueprint)
