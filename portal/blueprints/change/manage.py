"""Looking after changes: what waits, one's campaigns, writing one, letting it out and ending it."""

from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.change.blueprint import blueprint
from portal.blueprints.change.manage_forms import (
    AgentForm,
    CampaignForm,
    CloseForm,
    EditCampaignForm,
    MaterialForm,
    StepForm,
    StepOutcomeForm,
)
from portal.blueprints.change.owners import owner_named
from portal.domain.change.campaigns import actions, keeping, queries
from portal.domain.change.campaigns.models import Campaign
from portal.domain.change.overview import keeps_something, waiting_for
from portal.domain.change.scope import RUNNERS, today_of
from portal.domain.errors import NotFound
from portal.domain.organisation.people.choosing import upper_units
from portal.web.clock import now
from portal.web.fields import unit_choices
from portal.web.people import current_viewer, only
from portal.web.responses import changed, refused
from portal.web.transactions import current_session

BENCH, FORM_PAGE = "change/manage/campaign.html", "change/manage/campaign_form.html"


@blueprint.get("/manage")
def manage() -> ResponseReturnValue:
    session, me = current_session(), current_viewer()
    if not keeps_something(session, me):
        raise NotFound
    return render_template(
        "change/manage/index.html",
        kept=keeping.campaigns_kept(session, me),
        waiting=waiting_for(session, me),
        may_begin=bool(me.spans(*RUNNERS)),
    )


@blueprint.route("/manage/campaigns/new", methods=["GET", "POST"])
@only(*RUNNERS)
def new_campaign() -> ResponseReturnValue:
    session, me, form = current_session(), current_viewer(), CampaignForm()
    form.unit.choices = unit_choices(upper_units(session, me, *RUNNERS))
    if form.validate_on_submit():
        with form.catching():
            unit_id = form.unit.data or 0
            owner = owner_named(form.owner_nip.data or "", unit_id)
            made = actions.draft(session, unit_id, owner, _input(form), by=me, at=now())
            return changed(
                url_for(".bench", campaign_id=made.id),
                said=_("The draft is kept. Add steps, then let it out."),
            )
    shown: dict[str, Any] = {"form": form, "campaign": None}
    return refused(FORM_PAGE, **shown) if form.is_submitted() else render_template(FORM_PAGE, **shown)


@blueprint.route("/manage/campaigns/<int:campaign_id>/edit", methods=["GET", "POST"])
def edit_campaign(campaign_id: int) -> ResponseReturnValue:
    session, me = current_session(), current_viewer()
    found = queries.campaign_to_run(session, me, campaign_id)
    form = EditCampaignForm(obj=found)
    if form.validate_on_submit():
        with form.catching():
            nip = form.owner_nip.data or ""
            owner = owner_named(nip, found.unit_id) if nip else found.owner
            actions.change(session, found, owner, _input(form), by=me)
            return changed(url_for(".bench", campaign_id=campaign_id), said=_("The campaign is changed."))
    shown: dict[str, Any] = {"form": form, "campaign": queries.campaign_to_run(session, me, campaign_id)}
    return refused(FORM_PAGE, **shown) if form.is_submitted() else render_template(FORM_PAGE, **shown)


def _input(form: EditCampaignForm) -> actions.CampaignInput:
    return actions.CampaignInput(
        title=form.title.data or "",
        summary=form.summary.data or "",
        story=form.story.data or "",
        for_me=form.for_me.data or "",
        for_citizens=form.for_citizens.data or "",
        starts_on=form.starts_on.data,
        ends_on=form.ends_on.data,
    )


@blueprint.get("/manage/campaigns/<int:campaign_id>")
def bench(campaign_id: int) -> ResponseReturnValue:
    found = queries.campaign_to_run(current_session(), current_viewer(), campaign_id)
    return render_template(BENCH, **bench_page(found))


@blueprint.post("/manage/campaigns/<int:campaign_id>/publish")
def publish_campaign(campaign_id: int) -> ResponseReturnValue:
    session, me = current_session(), current_viewer()
    actions.publish(session, queries.campaign_to_run(session, me, campaign_id), by=me, at=now())
    return changed(
        url_for(".bench", campaign_id=campaign_id),
        said=_("The campaign is out. Everybody it is for is told within the hour."),
    )


@blueprint.post("/manage/campaigns/<int:campaign_id>/close")
def close_campaign(campaign_id: int) -> ResponseReturnValue:
    session, me, form = current_session(), current_viewer(), CloseForm(prefix="close-")
    found = queries.campaign_to_run(session, me, campaign_id)
    if form.validate_on_submit():
        with form.catching():
            actions.close(session, found, form.result.data or "", by=me, at=now())
            return changed(url_for(".bench", campaign_id=campaign_id), said=_("The campaign has ended."))
    return refused_bench(campaign_id, close_form=form)


def bench_page(found: Campaign) -> dict[str, Any]:
    """All that the workbench of a campaign shows; a route that refuses puts its own form in."""
    session, me = current_session(), current_viewer()
    agent_form = AgentForm(formdata=None, prefix="agent-")
    agent_form.offer(keeping.people_to_ask(session, found))
    return {
        "campaign": found,
        "steps": queries.steps_of(session, found),
        "materials": queries.materials_of(session, found),
        "agents": queries.agents_of(session, found),
        "reach": keeping.reach_of(session, found),
        "today": today_of(me, now()),
        "step_form": StepForm(formdata=None, prefix="step-"),
        "outcome_form": StepOutcomeForm(formdata=None, prefix="told-"),
        "material_form": MaterialForm(formdata=None, prefix="material-"),
        "agent_form": agent_form,
        "close_form": CloseForm(formdata=None, prefix="close-"),
        "told_step": None,
    }


def refused_bench(campaign_id: int, **forms: Any) -> ResponseReturnValue:
    found = queries.campaign_to_run(current_session(), current_viewer(), campaign_id)
    return refused(BENCH, **bench_page(found) | forms)
