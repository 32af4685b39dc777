"""What the owner of a draft does: open it, answer each proposal, say what was decided."""

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]

from portal.blueprints.change.blueprint import blueprint
from portal.blueprints.change.drafts import PAGE, draft_page
from portal.blueprints.change.forms import OutcomeForm, verdict_form
from portal.blueprints.change.manage_forms import DraftForm
from portal.blueprints.change.owners import owner_named
from portal.domain.change.planning import actions, queries
from portal.domain.change.planning.models import DraftKind, Verdict
from portal.domain.change.scope import RUNNERS
from portal.domain.organisation.people.choosing import upper_units
from portal.web.clock import now
from portal.web.fields import unit_choices
from portal.web.numbers import whole
from portal.web.people import current_viewer, only
from portal.web.responses import changed, refused
from portal.web.transactions import current_session

FORM_PAGE = "change/manage/draft_form.html"


@blueprint.route("/manage/drafts/new", methods=["GET", "POST"])
@only(*RUNNERS)
def new_draft() -> ResponseReturnValue:
    session, me, form = current_session(), current_viewer(), _form()
    if form.validate_on_submit():
        with form.catching():
            unit_id = form.unit.data or 0
            owner = owner_named(form.owner_nip.data or "", unit_id)
            made = actions.open_draft(session, unit_id, owner, _input(form), by=me, at=now())
            return changed(
                url_for(".draft", draft_id=made.id),
                said=_("The draft is open. Everybody concerned is told within the hour."),
            )
    shown: dict[str, Any] = {"form": form}
    return refused(FORM_PAGE, **shown) if form.is_submitted() else render_template(FORM_PAGE, **shown)


def _form() -> DraftForm:
    session, me = current_session(), current_viewer()
    form = DraftForm(campaign=request.args.get("campaign", type=whole))
    form.unit.choices = unit_choices(upper_units(session, me, *RUNNERS))
    form.campaign.choices = [
        SelectChoice("", _("None")),
        *(SelectChoice(one.id, one.title) for one in queries.campaigns_to_join(session, me)),
    ]
    return form


def _input(form: DraftForm) -> actions.DraftInput:
    return actions.DraftInput(
        kind=DraftKind(form.kind.data),
        title=form.title.data or "",
        text=form.text.data or "",
        why=form.why.data or "",
        closes_on=form.closes_on.data,
        answer_by=form.answer_by.data,
        campaign_id=form.campaign.data,
    )


@blueprint.post("/drafts/<int:draft_id>/proposals/<int:proposal_id>/answer")
def answer_proposal(draft_id: int, proposal_id: int) -> ResponseReturnValue:
    session, me, form = current_session(), current_viewer(), verdict_form(proposal_id)
    found = queries.draft_to_run(session, me, draft_id)
    proposal = queries.proposal_for(session, me, found, proposal_id)
    if form.validate_on_submit():
        with form.catching():
            actions.answer(
                session, proposal, Verdict(form.verdict.data), form.because.data or "", by=me, at=now()
            )
            return changed(
                url_for(".draft", draft_id=draft_id, _anchor=f"proposal-{proposal_id}"),
                said=_("The answer is sent."),
            )
    found = queries.draft_to_run(session, me, draft_id)
    return refused(PAGE, **draft_page(found) | {"verdict_forms": {proposal_id: form}})


@blueprint.post("/drafts/<int:draft_id>/decide")
def decide_draft(draft_id: int) -> ResponseReturnValue:
    session, me, form = current_session(), current_viewer(), OutcomeForm()
    found = queries.draft_to_run(session, me, draft_id)
    if form.validate_on_submit():
        with form.catching():
            actions.decide(session, found, form.outcome.data or "", by=me, at=now())
            return changed(
                url_for(".draft", draft_id=draft_id), said=_("Decided. Everybody concerned has been told.")
            )
    found = queries.draft_to_run(session, me, draft_id)
    return refused(PAGE, **draft_page(found) | {"outcome_form": form})
