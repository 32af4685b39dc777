"""The honour roll: open to everybody, naming only people who consent."""

from flask import Blueprint, Flask, render_template, request
from flask.typing import ResponseReturnValue

from portal.domain.rewards.recognition.honours import agencies_with_honours, honoured_in
from portal.web.clock import today
from portal.web.numbers import whole
from portal.web.people import public
from portal.web.transactions import current_session, settings

blueprint = Blueprint("recognition", __name__, url_prefix="/recognition")
YEARS = 3


@blueprint.get("")
@public
def index() -> ResponseReturnValue:
    session, this_year = current_session(), today(settings().timezone).year
    years = [this_year - back for back in range(YEARS)]
    agencies = agencies_with_honours(session)
    year = request.args.get("year", type=whole)
    agency = next((one for one in agencies if one.code == request.args.get("agency")), None)
    year = year if year in years else this_year
    return render_template(
        "rewards/recognition/honour_roll.html",
        page=honoured_in(
            session, year, agency.id if agency else None, request.args.get("page", 1, type=whole)
        ),
        year=year,
        years=[(str(one), str(one)) for one in years],
        agency=agency,
        agencies=[(one.code, one.name) for one in agencies],
    )


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
