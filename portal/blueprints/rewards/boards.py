"""Boards: one's own unit, the unit above, the whole agency, and units against units."""

from typing import Any

from flask import Blueprint, Flask, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.domain.organisation.models import EXPOSURE_NAMES, Exposure
from portal.domain.rewards.boards import pages
from portal.domain.rewards.boards.pages import Reach
from portal.domain.rewards.periods import period_from, quarter_key, year_key
from portal.web.clock import today
from portal.web.languages import say
from portal.web.people import current_viewer
from portal.web.responses import page_or_fragment
from portal.web.transactions import current_session

blueprint = Blueprint("leaderboards", __name__, url_prefix="/leaderboards")
LENGTHS = ("quarter", "year")


@blueprint.get("")
def index() -> ResponseReturnValue:
    """Whose board and which period stand in the address; anything unknown shows the own unit's quarter."""
    session, me = current_session(), current_viewer()
    if not me.has_rewards or me.employee_id is None:
        return render_template("rewards/boards_off.html")
    day, length = today(me.timezone), _asked("period", LENGTHS)
    key = year_key(day) if length == "year" else quarter_key(day)
    reach = Reach(_asked("show", [one.value for one in Reach]))
    names = pages.reaches_of(session, me)
    context: dict[str, Any] = {
        "length": length,
        "period": period_from(key),
        "reach_tabs": _reach_tabs(names, reach, length),
        "length_tabs": _length_tabs(reach, length),
        "agency_name": me.agency_name,
    }
    if reach is Reach.UNITS:
        return _units(context, key)
    context["board"] = pages.board_for(session, me, reach, key, names.get(reach, ""))
    return page_or_fragment("rewards/boards.html", "rewards/_board.html", **context)


def _units(context: dict[str, Any], key: int) -> ResponseReturnValue:
    asked = request.args.get("work", "")
    exposure = Exposure(asked) if asked in list(Exposure) else None
    context |= {
        "exposure": asked if exposure else "",
        "kinds": [("", _("All units"))] + [(kind.value, say(name)) for kind, name in EXPOSURE_NAMES.items()],
        "units": pages.unit_board(current_session(), current_viewer(), key, exposure),
    }
    return page_or_fragment("rewards/unit_board.html", "rewards/_unit_board.html", **context)


def _reach_tabs(names: dict[Reach, str], reach: Reach, length: str) -> list[dict[str, Any]]:
    shown = {**names, Reach.UNITS: _("Units compared")}
    return [
        {
            "label": name,
            "url": url_for(".index", show=one.value, period=length),
            "current": one is reach,
        }
        for one, name in shown.items()
    ]


def _length_tabs(reach: Reach, length: str) -> list[dict[str, Any]]:
    names = {"quarter": _("This quarter"), "year": _("This year")}
    return [
        {"label": name, "url": url_for(".index", show=reach.value, period=one), "current": one == length}
        for one, name in names.items()
    ]


def _asked(name: str, known: list[str] | tuple[str, ...]) -> str:
    wanted = request.args.get(name, known[0])
    return wanted if wanted in known else known[0]


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
