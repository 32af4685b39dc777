"""The honour roll: open to everybody, naming only people who consent."""

from datetime import datetime, timedelta

from flask import Blueprint, Flask, current_app, render_template, request
from flask.typing import ResponseReturnValue

from portal.database import Session
from portal.domain.rewards.recognition.honours import agencies_with_honours, honoured, ranking
from portal.web.clock import now, today
from portal.web.numbers import whole
from portal.web.people import public
from portal.web.transactions import current_session, settings

blueprint = Blueprint("recognition", __name__, url_prefix="/recognition")
YEARS = 3
FRESH = timedelta(seconds=60)


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
        page=honoured(
            session,
            _ranked(session, year, agency.id if agency else None),
            year,
            request.args.get("page", 1, type=whole),
        ),
        year=year,
        years=[(str(one), str(one)) for one in years],
        agency=agency,
        agencies=[(one.code, one.name) for one in agencies],
    )


def _ranked(session: Session, year: int, agency_id: int | None) -> list[int]:
    """The order of a whole year is counted once a minute; names and consent are read each time."""
    kept: dict[tuple[int, int | None], tuple[datetime, list[int]]] = current_app.extensions.setdefault(
        "roll", {}
    )
    made_at, ranked = kept.get((year, agency_id), (None, []))
    if made_at is None or now() - made_at > FRESH or current_app.testing:
        ranked = ranking(session, year, agency_id)
        kept[year, agency_id] = (now(), ranked)
    return ranked


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
