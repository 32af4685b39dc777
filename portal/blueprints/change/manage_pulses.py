"""How ready people are: planning pulses, and what closed ones say by part and over time."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
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
from portal.domain.change.pulses.models import MOMENT_NAMES, READINESS_NAMES, Pulse, PulseMoment
from portal.domain.change.scope import today_of
from portal.web.clock import now
from portal.web.filters import day
from portal.web.languages import say
from portal.web.numbers import whole
from portal.web.people import current_viewer
from portal.web.responses import changed, refused
from portal.web.transactions import current_session

PAGE = "change/manage/readiness.html"


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
                session,
                found,
                PulseMoment(form.moment.data),
                form.opens_on.data,
                form.closes_on.data,
                by=me,
                at=now(),
            )
            return changed(
                url_for(".readiness", campaign_id=campaign_id),
                said=_("The pulse is planned. Everybody is asked on its first day."),
            )
    return refused(PAGE, **_page(campaign_to_run(session, me, campaign_id), form))


def _page(found: Campaign, form: PulseForm) -> dict[str, Any]:
    session, me = current_session(), current_viewer()
    trend = results.trend_of(session, found)
    part = _chosen(trend, request.args.get("part", type=whole))
    return {
        "campaign": found,
        "form": form,
        "pulses": results.pulses_of(session, found),
        "trend": trend,
        "drawn": _drawn(trend, part),
        "part": part,
        "stages": _stages(part),
        "part_name": part_name,
        "pulse_label": pulse_label,
        "advice": ADVICE,
        "all_reached": ALL_REACHED,
        "least": LEAST,
        "today": today_of(me, now()),
    }


@dataclass(frozen=True, slots=True)
class Drawing:
    """What a chart takes: the labels of its axis, and lines or shapes with their names."""

    labels: list[str]
    series: list[tuple[str, Sequence[Decimal | float | None]]]


def _drawn(trend: results.Trend, part: results.Part) -> Drawing:
    """Everybody, the part asked for, the one that moved most, the one furthest behind: no more, to tell them apart."""
    known = [one for one in trend.parts if one.latest]
    most = sorted(known, key=lambda one: (-one.moved, one.unit.path_key))[:1]
    behind = sorted(known, key=lambda one: (one.latest and one.latest.overall, one.unit.path_key))[:1]
    lines = list({id(one): one for one in (trend.everybody, part, *most, *behind)}.values())
    return Drawing(
        _axis(trend.pulses),
        [(part_name(one, trend), one.over(trend.pulses)) for one in lines],
    )


def _axis(pulses: Sequence[Pulse]) -> list[str]:
    """`Sebelum`, `Sesudah`: short enough for a phone; months where there are two of a kind."""
    names = [say(MOMENT_NAMES[one.moment]) for one in pulses]
    return names if len(set(names)) == len(names) else [day(one.opens_on, "MMM y") for one in pulses]


def _stages(part: results.Part) -> Drawing:
    """The five stages of a part, the first time and the last."""
    shapes = [(_("The first time"), part.first), (_("Latest"), part.latest)]
    if len(part.scores) < 2:
        shapes = shapes[1:]
    return Drawing(
        [say(name) for name in READINESS_NAMES.values()],
        [(name, [float(score.means[one]) for one in READINESS_NAMES]) for name, score in shapes if score],
    )


def part_name(part: results.Part, trend: results.Trend) -> str:
    if part is trend.everybody:
        return _("Everybody")
    return _("All other units") if part.is_rest else part.unit.name


def pulse_label(pulse: Pulse) -> str:
    """`Sebelum, Jan 2026`"""
    return f"{say(MOMENT_NAMES[pulse.moment])}, {day(pulse.opens_on, 'MMM y')}"


def _chosen(trend: results.Trend, unit_id: int | None) -> results.Part:
    """The part asked for, else everybody."""
    return next((part for part in trend.parts if part.unit.id == unit_id and part.scores), trend.everybody)
