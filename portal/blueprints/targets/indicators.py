from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.targets.blueprint import blueprint
from portal.blueprints.targets.forms import IndicatorForm
from portal.domain.errors import NotAllowed
from portal.domain.targets.checkins.queries import history_of
from portal.domain.targets.overview.plan_page import line_of
from portal.domain.targets.plans import queries, writing
from portal.domain.targets.plans.contents import Indicator
from portal.domain.targets.plans.hints import hints_for_indicator
from portal.domain.targets.plans.models import PerformancePlan
from portal.domain.targets.policies import may_report, may_write
from portal.domain.training.courses.why import courses_about
from portal.web.clock import now
from portal.web.languages import say
from portal.web.people import current_viewer
from portal.web.responses import changed, refused
from portal.web.transactions import current_session


@blueprint.get("/indicators/<int:indicator_id>")
def show_indicator(indicator_id: int) -> ResponseReturnValue:
    """The line of an indicator against its target, and every check-in behind it."""
    session, me, at = current_session(), current_viewer(), now()
    plan, indicator = queries.indicator_for(session, me, indicator_id, at)
    days, values = line_of(session, indicator)
    return render_template(
        "targets/indicator.html",
        courses=courses_about(session, me, indicator.text, f"{indicator.text} {indicator.result.text}"),
        plan=plan,
        indicator=indicator,
        days=days,
        values=values,
        entries=history_of(session, indicator),
        today=queries.today_of(me, at),
        may_report=may_report(me, plan),
        may_write=may_write(me, plan),
    )


@blueprint.get("/results/<int:result_id>/indicators/new")
def new_indicator(result_id: int) -> ResponseReturnValue:
    plan, result = queries.result_for(current_session(), current_viewer(), result_id, now())
    _need_writer(plan)
    form = IndicatorForm(due_on=plan.last_day)
    return render_template("targets/indicator_form.html", form=form, plan=plan, result=result, indicator=None)


@blueprint.post("/results/<int:result_id>/indicators")
def create_indicator(result_id: int) -> ResponseReturnValue:
    session, me, form = current_session(), current_viewer(), IndicatorForm()
    plan, result = queries.result_for(session, me, result_id, now())
    _need_writer(plan)
    if form.validate_on_submit():
        with form.catching():
            indicator = writing.add_indicator(session, plan, result, form.to_input(), by=me)
            there = url_for(".show", plan_id=plan.id)
            return changed(there, said=_with_hints(_("Indicator added."), indicator))
    return refused("targets/indicator_form.html", form=form, plan=plan, result=result, indicator=None)


@blueprint.get("/indicators/<int:indicator_id>/edit")
def edit_indicator(indicator_id: int) -> ResponseReturnValue:
    plan, indicator = _writable(indicator_id)
    form = IndicatorForm(obj=indicator)
    return render_template(
        "targets/indicator_form.html", form=form, plan=plan, result=indicator.result, indicator=indicator
    )


@blueprint.post("/indicators/<int:indicator_id>")
def update_indicator(indicator_id: int) -> ResponseReturnValue:
    plan, indicator = _writable(indicator_id)
    form = IndicatorForm()
    if form.validate_on_submit():
        with form.catching():
            writing.change_indicator(current_session(), plan, indicator, form.to_input(), by=current_viewer())
            there = url_for(".show", plan_id=plan.id)
            return changed(there, said=_with_hints(_("Indicator changed."), indicator))
    return refused(
        "targets/indicator_form.html", form=form, plan=plan, result=indicator.result, indicator=indicator
    )


@blueprint.post("/indicators/<int:indicator_id>/remove")
def remove_indicator(indicator_id: int) -> ResponseReturnValue:
    plan, indicator = _writable(indicator_id)
    writing.remove_indicator(current_session(), plan, indicator, by=current_viewer())
    return changed(url_for(".show", plan_id=plan.id), said=_("Indicator removed."))


def _writable(indicator_id: int) -> tuple[PerformancePlan, Indicator]:
    plan, indicator = queries.indicator_for(current_session(), current_viewer(), indicator_id, now())
    _need_writer(plan)
    return plan, indicator


def _need_writer(plan: PerformancePlan) -> None:
    if not may_write(current_viewer(), plan):
        raise NotAllowed


def _with_hints(said: str, indicator: Indicator) -> str:
    hints = hints_for_indicator(indicator.text, indicator.unit, indicator.baseline is not None)
    return " ".join([said, *(say(hint) for hint in hints[:1])])
