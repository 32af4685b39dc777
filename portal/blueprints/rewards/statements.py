"""Statements of points, of a year: one's own, and those of the people an HR administrator looks after."""

from flask import Blueprint, Flask, abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.rewards.routes import blueprint, own_number
from portal.blueprints.rewards.statement_files import FILE_TYPES, written
from portal.domain.organisation.models import Role
from portal.domain.rewards.ledger.reading import points_in_all
from portal.domain.rewards.ledger.statement import Statement, statement_seen
from portal.web.clock import now, today
from portal.web.numbers import whole
from portal.web.people import current_viewer, only
from portal.web.responses import download
from portal.web.transactions import current_session

others = Blueprint("rewards_statements", __name__, url_prefix="/admin/rewards/people")
YEARS = range(2000, 2200)


def _asked(employee_id: int, year: int | None = None) -> Statement:
    """The year asked for, or the present one."""
    me = current_viewer()
    wanted = year or request.args.get("year", type=whole) or today(me.timezone).year
    if wanted not in YEARS:
        abort(404)
    return statement_seen(current_session(), me, employee_id, wanted)


def _page(found: Statement) -> str:
    return render_template(
        "rewards/ledger.html",
        statement=found,
        in_all=points_in_all(current_session(), found.person.id),
    )


def _file(found: Statement, kind: str) -> ResponseReturnValue:
    name = f"{_('points')}-{found.year}.{kind}"
    return download(written(found, kind, now()), name, FILE_TYPES[kind])


@blueprint.get("/ledger")
def statement() -> ResponseReturnValue:
    return _page(_asked(own_number(current_viewer())))


@blueprint.get("/ledger/<int:year>.<any(pdf, xlsx):kind>")
def statement_file(year: int, kind: str) -> ResponseReturnValue:
    return _file(_asked(own_number(current_viewer()), year), kind)


@others.get("/<int:employee_id>/ledger")
@only(Role.HR_ADMIN)
def person(employee_id: int) -> ResponseReturnValue:
    return _page(_asked(employee_id))


@others.get("/<int:employee_id>/ledger/<int:year>.<any(pdf, xlsx):kind>")
@only(Role.HR_ADMIN)
def person_file(employee_id: int, year: int, kind: str) -> ResponseReturnValue:
    return _file(_asked(employee_id, year), kind)


def init_app(app: Flask) -> None:
    app.register_blueprint(others)
