"""How ready people are: planning pulses, and what closed ones say by part and over time."""

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.change.blueprint import blueprint
from portal.blueprints.change.manage_forms import PulseForm
from portal.domain.change.campaigns.models import Campaign
from portal.domain.change.campaigns.queries import campaign_to_run
from portal.domain.change.pulses import actions, results
from portal.domain.change.pulses.advice import ADVICE, ALL_REACHED
from portal.domain.change.pulses.groups import LEAST
from portal.domain.change.scope import today_of
from portal.web.clock import now
from portal.web.numbers import whole
from portal.web.people import current_viewer
from portal.web.responses import changed, refused
from portal.web.transactions import current_session

PAGE = "change/manage/readiness.html"
MOST_LINES = 5


@blueprint.get("/manage/campaigns/<int:campaign_id>/readiness")
def readiness(campaign_id: int) -> ResponseReturnValue:
    found = campaign_to_run(current_session(), current_viewer(), campaign_id)
    return render_template(PAGE, **_page(found, PulseForm(formdata=None)))


@blueprint.post("/manage/campaigns/<int:campaign_id>/pulses")
def plan_pulse(campaign_id: int) -> ResponseReturnValue:
    session, me, form = current_session(), current_viewer(), PulseForm()
    found = campaign_to_run(session, me, campaign_id)
    if form.validate_on_submit():
        with form.catching():
            actions.plan(
                session, found, form.moment.data, form.opens_on.data, form.closes_on.data, by=me, at=now()
            )
            return changed(
                url_for(".readiness", campaign_id=campaign_id),
                said=_("The pulse is planned. Everybody is asked on its first day."),
            )
    return refused(PAGE, **_page(campaign_to_run(session, me, campaign_id), form))


def _page(found: Campaign, form: PulseForm) -> dict[str, Any]:
    session, me = current_session(), current_viewer()
    trend = results.trend_of(session, found)
    return {
        "campaign": found,
        "form": form,
        "pulses": results.pulses_of(session, found),
        "trend": trend,
        "drawn": _drawn(trend),
        "part": _chosen(trend, request.args.get("part", type=whole)),
        "advice": ADVICE,
        "all_reached": ALL_REACHED,
        "least": LEAST,
        "today": today_of(me, now()),
    }


def _drawn(trend: results.Trend) -> list[results.Part]:
    """The parts that have moved most; more lines could not be told apart."""
    known = [part for part in trend.parts if part.scores]
    return sorted(known, key=lambda part: (-part.moved, part.unit.path_key))[:MOST_LINES]


def _chosen(trend: results.Trend, unit_id: int | None) -> results.Part:
    """The part asked for, else everybody."""
    return next((part for part in trend.parts if part.unit.id == unit_id and part.scores), trend.everybody)
