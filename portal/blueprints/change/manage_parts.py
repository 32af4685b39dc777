"""The parts of a campaign: steps, materials, change agents."""

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.change.blueprint import blueprint
from portal.blueprints.change.manage import refused_bench
from portal.blueprints.change.manage_forms import AgentForm, MaterialForm, StepForm, StepOutcomeForm
from portal.domain import files
from portal.domain.change.campaigns import keeping, parts, queries
from portal.domain.change.campaigns.models import StepKind
from portal.domain.change.scope import today_of
from portal.domain.errors import RuleBroken
from portal.domain.files import Prepared
from portal.domain.organisation.people.choosing import colleague
from portal.domain.words import n_
from portal.web.clock import now
from portal.web.people import current_viewer
from portal.web.responses import changed
from portal.web.transactions import current_session, settings


def _back(campaign_id: int, part: str, said: str) -> ResponseReturnValue:
    return changed(url_for(".bench", campaign_id=campaign_id, _anchor=part), said=said)


@blueprint.post("/manage/campaigns/<int:campaign_id>/steps")
def add_step(campaign_id: int) -> ResponseReturnValue:
    session, me, form = current_session(), current_viewer(), StepForm(prefix="step-")
    found = queries.campaign_to_run(session, me, campaign_id)
    if form.validate_on_submit():
        with form.catching():
            given = parts.StepInput(
                kind=StepKind(form.kind.data),
                on_day=form.on_day.data,
                hours=form.hours.data or "",
                place=form.place.data or "",
                title=form.title.data or "",
                words=form.words.data or "",
            )
            parts.add_step(session, found, given, by=me)
            return _back(campaign_id, "steps", _("The step is added."))
    return refused_bench(campaign_id, step_form=form)


@blueprint.post("/manage/campaigns/<int:campaign_id>/steps/<int:step_id>/remove")
def remove_step(campaign_id: int, step_id: int) -> ResponseReturnValue:
    session, me = current_session(), current_viewer()
    found = queries.campaign_to_run(session, me, campaign_id)
    parts.remove_step(session, found, queries.step_for(session, found, step_id), by=me)
    return _back(campaign_id, "steps", _("The step is gone."))


@blueprint.post("/manage/campaigns/<int:campaign_id>/steps/<int:step_id>/outcome")
def tell_step_outcome(campaign_id: int, step_id: int) -> ResponseReturnValue:
    session, me, form = current_session(), current_viewer(), StepOutcomeForm(prefix="told-")
    found = queries.campaign_to_run(session, me, campaign_id)
    step = queries.step_for(session, found, step_id)
    if form.validate_on_submit():
        with form.catching():
            today, outcome = today_of(me, now()), form.outcome.data or ""
            parts.tell_outcome(session, found, step, outcome, today=today, by=me)
            return _back(campaign_id, "steps", _("Kept. Everybody can read what came of it."))
    return refused_bench(campaign_id, outcome_form=form, told_step=step_id)


@blueprint.post("/manage/campaigns/<int:campaign_id>/materials")
def add_material(campaign_id: int) -> ResponseReturnValue:
    me, form = current_viewer(), MaterialForm(prefix="material-")
    if form.validate_on_submit():
        with form.catching():
            prepared = _prepared(form)
            session = current_session()
            found = queries.campaign_to_run(session, me, campaign_id)
            parts.add_material(
                session,
                found,
                form.title.data or "",
                link=form.link.data or "",
                prepared=prepared,
                by=me,
                at=now(),
            )
            return _back(campaign_id, "materials", _("The material is added."))
    return refused_bench(campaign_id, material_form=form)


def _prepared(form: MaterialForm) -> Prepared | None:
    """The file that was chosen, checked and written before the transaction begins."""
    chosen = form.file.data
    if not chosen or not chosen.filename:
        return None
    try:
        return files.prepare(settings().uploads, chosen.filename, chosen.read())
    except RuleBroken as broken:
        raise RuleBroken(broken.message, field="file", **broken.values) from broken


@blueprint.post("/manage/campaigns/<int:campaign_id>/materials/<int:material_id>/remove")
def remove_material(campaign_id: int, material_id: int) -> ResponseReturnValue:
    session, me = current_session(), current_viewer()
    found = queries.campaign_to_run(session, me, campaign_id)
    parts.remove_material(session, found, queries.material_for(session, found, material_id), by=me)
    return _back(campaign_id, "materials", _("The material is gone."))


@blueprint.post("/manage/campaigns/<int:campaign_id>/agents")
def name_agent(campaign_id: int) -> ResponseReturnValue:
    session, me, form = current_session(), current_viewer(), AgentForm(prefix="agent-")
    found = queries.campaign_to_run(session, me, campaign_id)
    form.offer(keeping.people_to_ask(session, found))
    if form.validate_on_submit():
        with form.catching():
            chosen = colleague(session, found.unit.agency_id, form.employee.data, form.nip.data or "", "nip")
            if chosen is None:
                raise RuleBroken(n_("Choose somebody."), field="employee")
            parts.name_agent(session, found, chosen, form.words.data or "", by=me, at=now())
            return _back(campaign_id, "agents", _("The change agent is named and has been told."))
    return refused_bench(campaign_id, agent_form=form)


@blueprint.post("/manage/campaigns/<int:campaign_id>/agents/<int:agent_id>/release")
def release_agent(campaign_id: int, agent_id: int) -> ResponseReturnValue:
    session, me = current_session(), current_viewer()
    found = queries.campaign_to_run(session, me, campaign_id)
    parts.release_agent(session, found, queries.agent_for(session, found, agent_id), by=me)
    return _back(campaign_id, "agents", _("No longer a change agent."))
