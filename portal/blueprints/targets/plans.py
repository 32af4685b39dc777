from datetime import date

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.targets.blueprint import blueprint
from portal.blueprints.targets.forms import PlanForm, ReasonForm
from portal.domain.errors import NotAllowed
from portal.domain.organisation.viewers import Viewer
from portal.domain.targets.overview.plan_page import PlanPage, plan_page
from portal.domain.targets.plans import actions, queries
from portal.web.clock import now
from portal.web.people import current_viewer
from portal.web.responses import changed, refused
from portal.web.transactions import current_session


@blueprint.get("")
def index() -> ResponseReturnValue:
    """One's own plan of today, or how to make the first."""
    session, me, at = current_session(), current_viewer(), now()
    plans = queries.plans_of(session, me.employee_id) if me.employee_id is not None else ()
    plan = queries.current_of(plans, queries.today_of(me, at))
    if plan is None:
        return render_template("targets/empty.html", is_employee=me.employee_id is not None)
    return render_template("targets/show.html", view=plan_page(session, me, plan, at), form=ReasonForm())


@blueprint.get("/plans/new")
def new() -> ResponseReturnValue:
    me = _employee()
    today = queries.today_of(me, now())
    form = PlanForm(starts_on=date(today.year, 1, 1), last_day=date(today.year, 12, 31))
    return render_template("targets/new.html", form=form.offer(has_last=_has_plans(me)))


@blueprint.post("/plans")
def create() -> ResponseReturnValue:
    me, form = _employee(), PlanForm()
    if form.offer(has_last=_has_plans(me)).validate_on_submit():
        with form.catching():
            plan = actions.open_plan(current_session(), form.to_input(), by=me, at=now())
            there = url_for(".show", plan_id=plan.id)
            return changed(there, said=_("Your draft is ready. Now add results and indicators."))
    return refused("targets/new.html", form=form)


@blueprint.get("/plans/<int:plan_id>")
def show(plan_id: int) -> ResponseReturnValue:
    return render_template("targets/show.html", view=_page(plan_id), form=ReasonForm())


@blueprint.get("/plans/<int:plan_id>/check")
def check(plan_id: int) -> ResponseReturnValue:
    """The last look before both sides are asked."""
    page = _page(plan_id)
    if not page.may_write:
        raise NotAllowed
    return render_template("targets/check.html", view=page)


@blueprint.get("/plans/<int:plan_id>/print")
def print_plan(plan_id: int) -> ResponseReturnValue:
    return render_template("targets/print.html", view=_page(plan_id))


@blueprint.post("/plans/<int:plan_id>/submit")
def submit(plan_id: int) -> ResponseReturnValue:
    session, me, at = current_session(), current_viewer(), now()
    plan = queries.plan_for(session, me, plan_id, at)
    actions.submit(session, plan, by=me, at=at)
    there = url_for(".show", plan_id=plan_id)
    return changed(there, said=_("Submitted. Your evaluator agrees or asks for a revision next."))


@blueprint.post("/plans/<int:plan_id>/withdraw")
def withdraw(plan_id: int) -> ResponseReturnValue:
    session, me, at = current_session(), current_viewer(), now()
    plan = queries.plan_for(session, me, plan_id, at)
    actions.withdraw(session, plan, by=me, at=at)
    there = url_for(".show", plan_id=plan_id)
    return changed(there, said=_("Taken back. The plan is a draft again; submit it when it is ready."))


@blueprint.post("/plans/<int:plan_id>/agree")
def agree(plan_id: int) -> ResponseReturnValue:
    session, me, at = current_session(), current_viewer(), now()
    plan = queries.plan_for(session, me, plan_id, at)
    actions.agree(session, plan, by=me, at=at)
    there = url_for(".show", plan_id=plan_id)
    return changed(there, said=_("Agreed. The indicators are fixed and progress can be reported."))


@blueprint.post("/plans/<int:plan_id>/revise")
def request_revision(plan_id: int) -> ResponseReturnValue:
    session, me, at, form = current_session(), current_viewer(), now(), ReasonForm()
    plan = queries.plan_for(session, me, plan_id, at)
    if form.validate_on_submit():
        with form.catching():
            actions.request_revision(session, plan, form.reason.data or "", by=me, at=at)
            there = url_for(".show", plan_id=plan_id)
            return changed(there, said=_("Sent back for revision with your reason."))
    page = _page(plan_id)
    if not page.may_decide:
        raise NotAllowed
    return refused("targets/show.html", view=page, form=form)


def _page(plan_id: int) -> PlanPage:
    session, me, at = current_session(), current_viewer(), now()
    return plan_page(session, me, queries.plan_for(session, me, plan_id, at), at)


def _employee() -> Viewer:
    viewer = current_viewer()
    if viewer.employee_id is None:
        raise NotAllowed
    return viewer


def _has_plans(viewer: Viewer) -> bool:
    return bool(queries.plans_of(current_session(), viewer.employee_id or 0))
