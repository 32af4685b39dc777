from zoneinfo import ZoneInfo

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.blueprints.home.front import results
from portal.blueprints.home.panels import panels_for
from portal.domain.organisation.logos import logo_of
from portal.domain.organisation.viewers import Viewer
from portal.domain.periods import Window, period_of
from portal.web.clock import now, today
from portal.web.people import public, viewer_or_none
from portal.web.responses import picture
from portal.web.transactions import current_session

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
@public
def index() -> ResponseReturnValue:
    viewer = viewer_or_none()
    return _front() if viewer is None else _dashboard(viewer)


def _front() -> str:
    return render_template("home/front.html", results=results())


def _dashboard(viewer: Viewer) -> str:
    day = today(viewer.timezone)
    return render_template(
        "home/dashboard.html",
        panels=list(panels_for(current_session(), viewer)),
        period=period_of(day, Window.QUARTER),
        hour=now().astimezone(ZoneInfo(viewer.timezone)).hour,
        called=viewer.name.split(",")[0],
    )


@blueprint.get("/counter")
@public
def counter() -> ResponseReturnValue:
    """Somebody typed the code of a counter instead of scanning it."""
    code = "".join(request.args.get("code", "").split())[:40]
    if not code:
        return redirect(url_for("public_reviews.services"), code=302)
    return redirect(url_for("public_reviews.survey", code=code), code=302)


@blueprint.get("/agencies/<int:agency_id>/logo")
def agency_logo(agency_id: int) -> ResponseReturnValue:
    """In the head of every page of an agency's people."""
    return picture(logo_of(current_session(), agency_id))
