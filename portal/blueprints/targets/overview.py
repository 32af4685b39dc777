from collections.abc import Sequence

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.targets.blueprint import blueprint
from portal.blueprints.targets.sheets import sheet
from portal.domain.errors import NotFound
from portal.domain.targets.overview.exporting import rows_of
from portal.domain.targets.overview.queries import people_of, plans_in_scope
from portal.domain.targets.plans.models import PerformancePlan
from portal.domain.targets.plans.queries import plan_for, today_of
from portal.web.clock import now
from portal.web.numbers import whole
from portal.web.people import current_viewer
from portal.web.responses import download
from portal.web.spreadsheets import MEDIA_TYPES
from portal.web.transactions import current_session


@blueprint.get("/people")
def people() -> ResponseReturnValue:
    """Whom one evaluates or reads about, with the progress of this period's plan."""
    session, me, at = current_session(), current_viewer(), now()
    search = request.args.get("q", "").strip()[:80]
    number = request.args.get("page", 1, type=whole)
    today = today_of(me, at)
    found = people_of(session, me, at, day=today, search=search, number=number)
    return render_template("targets/people.html", page=found, search=search, year=today.year)


@blueprint.get("/people/export.<kind>")
def export_people(kind: str) -> ResponseReturnValue:
    session, me, at = current_session(), current_viewer(), now()
    plans = plans_in_scope(session, me, at, today_of(me, at))
    return _sheet(plans, kind, _("targets"))


@blueprint.get("/plans/<int:plan_id>/export.<kind>")
def export_plan(plan_id: int, kind: str) -> ResponseReturnValue:
    plan = plan_for(current_session(), current_viewer(), plan_id, now())
    return _sheet([plan], kind, _("target-%(year)s", year=plan.starts_on.year))


def _sheet(plans: Sequence[PerformancePlan], kind: str, name: str) -> ResponseReturnValue:
    if kind not in MEDIA_TYPES:
        raise NotFound
    rows = rows_of(current_session(), plans)
    return download(sheet(rows, kind), f"{name}.{kind}", MEDIA_TYPES[kind])
