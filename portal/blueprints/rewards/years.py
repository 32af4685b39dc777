"""“Your year”: a look back that one would show at home. Only its owner can open it."""

from typing import Any

from flask import Blueprint, Flask, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.rewards.routes import own_number
from portal.blueprints.rewards.year_picture import draw
from portal.blueprints.rewards.year_words import month_points, result_pairs, sentences
from portal.domain.rewards.year.summary import YearSummary, year_of, years_with_points
from portal.web.clock import today
from portal.web.people import current_viewer
from portal.web.responses import download
from portal.web.transactions import current_session

blueprint = Blueprint("rewards_year", __name__, url_prefix="/rewards/year")


def look_back(year: int) -> YearSummary:
    me = current_viewer()
    return year_of(current_session(), me, year, today(me.timezone))


def told(summary: YearSummary) -> dict[str, Any]:
    return {
        "summary": summary,
        "sentences": sentences(summary),
        "results": result_pairs(summary),
        "months": month_points(summary),
    }


@blueprint.get("")
def index() -> ResponseReturnValue:
    """This year."""
    return redirect(url_for(".show", year=today(current_viewer().timezone).year))


@blueprint.get("/<int:year>")
def show(year: int) -> ResponseReturnValue:
    me = current_viewer()
    session, day = current_session(), today(me.timezone)
    summary = look_back(year)
    years = sorted({year, *years_with_points(session, own_number(me), day)}, reverse=True)
    tabs = [{"label": str(one), "url": url_for(".show", year=one), "current": one == year} for one in years]
    return render_template("rewards/year/show.html", year_tabs=tabs, day_now=day, **told(summary))


@blueprint.get("/<int:year>/print")
def paper(year: int) -> ResponseReturnValue:
    """The same on one page of paper."""
    summary = look_back(year)
    return render_template(
        "rewards/year/print.html", day_now=today(current_viewer().timezone), **told(summary)
    )


@blueprint.get("/<int:year>/picture.png")
def picture(year: int) -> ResponseReturnValue:
    """A picture to share, made on the spot and kept nowhere."""
    me = current_viewer()
    summary = look_back(year)
    name = _("my-year-%(year)s", year=year)
    return download(draw(summary, me.name, me.agency_name), f"{name}.png", "image/png")


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
