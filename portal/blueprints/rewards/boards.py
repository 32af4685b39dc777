"""Boards: one's own unit, the unit above, the whole agency, and units against units; today's, frozen ones, seasons."""

from decimal import Decimal
from hashlib import sha256
from typing import Any

from flask import Blueprint, Flask, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.rewards.season_words import season_name
from portal.domain.organisation.models import EXPOSURE_NAMES, Exposure
from portal.domain.rewards.boards import pages
from portal.domain.rewards.boards.choices import BoardPeriod, Choices, Sort, choices
from portal.domain.rewards.boards.looking import people_board, units_board
from portal.domain.rewards.boards.pages import Reach
from portal.web.clock import today
from portal.web.filters import number
from portal.web.filters import period as period_words
from portal.web.languages import say
from portal.web.numbers import whole
from portal.web.people import current_viewer
from portal.web.responses import page_or_fragment, wants_fragment
from portal.web.transactions import current_session

blueprint = Blueprint("leaderboards", __name__, url_prefix="/leaderboards")


@blueprint.get("")
def index() -> ResponseReturnValue:
    """Whose board and which period stand in the address; anything unknown shows the own unit's quarter."""
    session, me = current_session(), current_viewer()
    if not me.has_rewards or me.employee_id is None or me.agency_id is None:
        return render_template("rewards/boards_off.html")
    offered = choices(session, me.agency_id, today(me.timezone))
    chosen = offered.pick(request.args.get("period", ""), request.args.get("edition", type=whole))
    reach = pages.reach_for(me, Reach(_asked("show", [one.value for one in Reach])))
    names = pages.reaches_of(session, me)
    context = _frame(offered, chosen, reach, names)
    if reach is Reach.UNITS:
        return _units(context, chosen)
    board = people_board(session, me, reach, chosen, names[reach])
    return _answer("rewards/boards.html", "rewards/_board.html", board, {**context, "board": board})


def _units(context: dict[str, Any], chosen: BoardPeriod) -> ResponseReturnValue:
    kind = _asked("work", ["", *(one.value for one in Exposure)])
    exposure = Exposure(kind) if kind else None
    board = units_board(current_session(), current_viewer(), chosen, exposure)
    marks = [(one.rank, one.unit.id, one.per_head, one.index, one.trend) for one in board.top]
    context |= {
        "units": board,
        "exposure": exposure,
        "kind_tabs": _kind_tabs(context["address"], exposure),
        "kinds": EXPOSURE_NAMES,
        "averages": [(say(EXPOSURE_NAMES[kind]), _per_head(value)) for kind, value in board.averages.items()],
    }
    return _answer("rewards/unit_board.html", "rewards/_unit_board.html", (marks, board.own), context)


def _per_head(value: Decimal) -> str:
    return _("%(points)s points per person", points=number(value, 1))


def _answer(page: str, fragment: str, content: object, context: dict[str, Any]) -> ResponseReturnValue:
    """A page that asks again whether something changed is only sent what did."""
    mark = sha256(repr(content).encode()).hexdigest()[:16]
    if wants_fragment() and request.args.get("seen") == mark:
        return Response(status=204)
    return page_or_fragment(page, fragment, mark=mark, **context)


def _frame(offered: Choices, chosen: BoardPeriod, reach: Reach, names: dict[Reach, str]) -> dict[str, Any]:
    address = {"show": reach.value, "period": chosen.code, "edition": chosen.edition or None}
    return {
        "address": address,
        "chosen": chosen,
        "day_now": today(current_viewer().timezone),
        "reach": reach.value,
        "reach_tabs": _reach_tabs(names, address),
        "length_tabs": _length_tabs(offered, chosen, reach),
        "past": [(one.code, _period_label(one)) for one in offered.earlier],
        "editions": _edition_tabs(offered, chosen, reach)
        if chosen.editions > 1 or _is_open_again(chosen)
        else [],
        "agency_name": current_viewer().agency_name,
    }


def _is_open_again(chosen: BoardPeriod) -> bool:
    return chosen.sort is Sort.CLOSING and chosen.editions > 0


def _reach_tabs(names: dict[Reach, str], address: dict[str, Any]) -> list[dict[str, Any]]:
    shown = {**names, Reach.UNITS: _("Units compared")}
    return [
        {
            "label": name,
            "url": url_for(".index", **{**address, "show": one.value}),
            "current": one.value == address["show"],
        }
        for one, name in shown.items()
    ]


def _length_tabs(offered: Choices, chosen: BoardPeriod, reach: Reach) -> list[dict[str, Any]]:
    """This quarter, this year, seasons that run; and the earlier one somebody chose from the list."""
    names = {"quarter": _("This quarter"), "year": _("This year")}
    shown = [*offered.running, *(one for one in offered.seasons if not one.is_over)]
    if chosen.code not in [one.code for one in shown]:
        shown.append(chosen)
    return [
        {
            "label": names.get(one.code) or _period_label(one),
            "url": url_for(".index", show=reach.value, period=one.code),
            "current": one.code == chosen.code,
        }
        for one in shown
    ]


def _period_label(one: BoardPeriod) -> str:
    return season_name(one.period) if one.season else period_words(one.period)


def _edition_tabs(offered: Choices, chosen: BoardPeriod, reach: Reach) -> list[dict[str, Any]]:
    """Each time a period closed, and as it stands while it is open again."""
    return [
        {
            "label": _("Closing no. %(number)s", number=one.edition) if one.edition else _("Opened again"),
            "url": url_for(".index", show=reach.value, period=one.code, edition=one.edition),
            "current": one.edition == chosen.edition,
        }
        for one in offered.editions_of(chosen)
    ]


def _kind_tabs(address: dict[str, Any], exposure: Exposure | None) -> list[dict[str, Any]]:
    kinds: list[tuple[Exposure | None, str]] = [(None, _("All kinds of work"))]
    kinds += [(kind, say(name)) for kind, name in EXPOSURE_NAMES.items()]
    return [
        {
            "label": name,
            "url": url_for(".index", **address, work=kind.value if kind else None),
            "current": kind is exposure,
        }
        for kind, name in kinds
    ]


def _asked(name: str, known: list[str]) -> str:
    wanted = request.args.get(name, known[0])
    return wanted if wanted in known else known[0]


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
