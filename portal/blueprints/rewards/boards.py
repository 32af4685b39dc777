"""Boards: one's own unit, the unit above, the whole agency, and units against units."""

from flask import Blueprint, Flask, render_template, request
from flask.typing import ResponseReturnValue

from portal.domain.organisation.models import EXPOSURE_NAMES, Exposure
from portal.domain.rewards.boards import pages
from portal.domain.rewards.boards.pages import Reach
from portal.domain.rewards.periods import period_from, quarter_key, year_key
from portal.web.clock import today
from portal.web.people import current_viewer
from portal.web.responses import page_or_fragment
from portal.web.transactions import current_session

blueprint = Blueprint("leaderboards", __name__, url_prefix="/leaderboards")
LENGTHS = ("quarter", "year")


@blueprint.get("")
def index() -> ResponseReturnValue:
    """Whose board and which period stand in the address; anything unknown shows the own unit's quarter."""
    session, me = current_session(), current_viewer()
    if not me.has_rewards or me.agency_id is None:
        return render_template("rewards/boards_off.html")
    day, length = today(me.timezone), _asked("period", LENGTHS)
    key = year_key(day) if length == "year" else quarter_key(day)
    reach = Reach(_asked("show", [one.value for one in Reach]))
    exposure = request.args.get("work", "")
    context = {
        "reach": reach,
        "length": length,
        "period": period_from(key),
        "exposure": exposure if exposure in list(Exposure) else "",
        "exposures": EXPOSURE_NAMES,
        "reaches": pages.reaches_of(session, me),
        "agency_name": me.agency_name,
    }
    if reach is Reach.UNITS:
        wanted = Exposure(exposure) if context["exposure"] else None
        context["units"] = pages.unit_board(session, me, key, wanted)
        return page_or_fragment("rewards/unit_board.html", "rewards/_unit_board.html", **context)
    context["board"] = pages.board_for(session, me, reach, key)
    return page_or_fragment("rewards/boards.html", "rewards/_board.html", **context)


def _asked(name: str, known: list[str] | tuple[str, ...]) -> str:
    wanted = request.args.get(name, known[0])
    return wanted if wanted in known else known[0]


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
