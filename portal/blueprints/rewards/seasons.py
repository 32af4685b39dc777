"""Seasons as employees see them: what runs, how long, by which rules; and the levels of a year."""

from flask import Blueprint, Flask, render_template
from flask.typing import ResponseReturnValue

from portal.domain.errors import NotFound
from portal.domain.organisation.viewers import Viewer
from portal.domain.rewards.rules import queries as rules
from portal.domain.rewards.seasons.queries import SeasonState, season_for, seasons_of
from portal.domain.rewards.standing import levels, steps_around
from portal.domain.rewards.year.summary import year_points
from portal.web.clock import today
from portal.web.people import current_viewer
from portal.web.transactions import current_session

blueprint = Blueprint("rewards_seasons", __name__, url_prefix="/rewards/seasons")
ladder = Blueprint("rewards_levels", __name__, url_prefix="/rewards/levels")


def rewarded() -> Viewer:
    """Whoever asks, where rewards are used."""
    me = current_viewer()
    if not me.has_rewards or me.agency_id is None:
        raise NotFound
    return me


@blueprint.get("")
def index() -> ResponseReturnValue:
    me = rewarded()
    session, day = current_session(), today(me.timezone)
    found = seasons_of(session, me.agency_id, day)
    return render_template(
        "rewards/seasons/index.html",
        now=[one for one in found if one.state(day) is not SeasonState.OVER],
        over=[one for one in found if one.state(day) is SeasonState.OVER],
        metrics=rules.metrics(session),
        day_now=day,
    )


@blueprint.get("/<int:key>")
def show(key: int) -> ResponseReturnValue:
    me = rewarded()
    session, day = current_session(), today(me.timezone)
    season = season_for(session, me.agency_id, key, day)
    return render_template(
        "rewards/seasons/show.html",
        season=season,
        state=season.state(day).value,
        metrics=rules.metrics(session),
        day_now=day,
    )


@ladder.get("", endpoint="index")
def index_of_levels() -> ResponseReturnValue:
    me = rewarded()
    session, day = current_session(), today(me.timezone)
    steps = levels(session)
    points = year_points(session, me.employee_id, day) if me.employee_id else 0
    reached, following = steps_around(steps, points)
    return render_template(
        "rewards/levels/index.html",
        levels=steps,
        points=points,
        reached=reached,
        following=following,
        year=day.year,
    )


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    app.register_blueprint(ladder)
