from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.targets.blueprint import blueprint
from portal.blueprints.targets.forms import ResultForm
from portal.domain.errors import NotAllowed
from portal.domain.targets.plans import queries, writing
from portal.domain.targets.plans.contents import WorkResult
from portal.domain.targets.plans.hints import hints_for_result
from portal.domain.targets.plans.models import PerformancePlan
from portal.domain.targets.policies import may_write
from portal.web.clock import now
from portal.web.languages import say
from portal.web.people import current_viewer
from portal.web.responses import changed, refused
from portal.web.transactions import current_session


@blueprint.get("/plans/<int:plan_id>/results/new")
def new_result(plan_id: int) -> ResponseReturnValue:
    plan = _writable(plan_id)
    return _page(plan, _offer(plan, ResultForm()))


@blueprint.post("/plans/<int:plan_id>/results")
def create_result(plan_id: int) -> ResponseReturnValue:
    plan = _writable(plan_id)
    form = _offer(plan, ResultForm())
    if form.validate_on_submit():
        with form.catching():
            result = writing.add_result(current_session(), plan, form.to_input(), by=current_viewer())
            there = url_for(".new_indicator", result_id=result.id)
            return changed(there, said=_with_hints(_("Result added. How will it be measured?"), result))
    return refused("targets/result.html", form=form, plan=plan, result=None)


@blueprint.get("/results/<int:result_id>/edit")
def edit_result(result_id: int) -> ResponseReturnValue:
    plan, result = _writable_result(result_id)
    return _page(plan, _offer(plan, ResultForm(obj=result)), result)


@blueprint.post("/results/<int:result_id>")
def update_result(result_id: int) -> ResponseReturnValue:
    plan, result = _writable_result(result_id)
    form = _offer(plan, ResultForm())
    if form.validate_on_submit():
        with form.catching():
            writing.change_result(current_session(), plan, result, form.to_input(), by=current_viewer())
            there = url_for(".show", plan_id=plan.id)
            return changed(there, said=_with_hints(_("Result changed."), result))
    return refused("targets/result.html", form=form, plan=plan, result=result)


@blueprint.post("/results/<int:result_id>/remove")
def remove_result(result_id: int) -> ResponseReturnValue:
    plan, result = _writable_result(result_id)
    writing.remove_result(current_session(), plan, result, by=current_viewer())
    return changed(url_for(".show", plan_id=plan.id), said=_("Result removed."))


def _writable(plan_id: int) -> PerformancePlan:
    plan = queries.plan_for(current_session(), current_viewer(), plan_id, now())
    if not may_write(current_viewer(), plan):
        raise NotAllowed
    return plan


def _writable_result(result_id: int) -> tuple[PerformancePlan, WorkResult]:
    plan, result = queries.result_for(current_session(), current_viewer(), result_id, now())
    if not may_write(current_viewer(), plan):
        raise NotAllowed
    return plan, result


def _offer(plan: PerformancePlan, form: ResultForm) -> ResultForm:
    return form.offer(queries.superior_results(current_session(), plan))


def _page(plan: PerformancePlan, form: ResultForm, result: WorkResult | None = None) -> str:
    return render_template("targets/result.html", form=form, plan=plan, result=result)


def _with_hints(said: str, result: WorkResult) -> str:
    return " ".join([said, *(say(hint) for hint in hints_for_result(result.text)[:1])])
