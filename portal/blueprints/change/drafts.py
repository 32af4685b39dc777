"""Taking part in planning: drafts, proposals, support and votes."""

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.change.blueprint import blueprint
from portal.blueprints.change.forms import OutcomeForm, ProposalForm, VerdictForm, VoteForm
from portal.domain.change.planning import actions, queries
from portal.domain.change.planning.models import Choice, Draft
from portal.domain.change.policies import may_look_after
from portal.domain.change.scope import today_of
from portal.domain.organisation.viewers import Viewer
from portal.web.clock import now
from portal.web.numbers import whole
from portal.web.people import current_viewer
from portal.web.responses import changed, refused
from portal.web.transactions import current_session

PAGE = "change/draft.html"


@blueprint.get("/drafts")
def drafts() -> ResponseReturnValue:
    session, me = current_session(), current_viewer()
    return render_template(
        "change/drafts.html",
        page=queries.drafts_for(session, me, request.args.get("page", 1, type=whole)),
        today=today_of(me, now()),
    )


@blueprint.get("/drafts/<int:draft_id>")
def draft(draft_id: int) -> ResponseReturnValue:
    found = queries.draft_for(current_session(), current_viewer(), draft_id)
    return render_template(PAGE, **draft_page(found))


@blueprint.post("/drafts/<int:draft_id>/proposals")
def propose(draft_id: int) -> ResponseReturnValue:
    session, me, form = current_session(), current_viewer(), ProposalForm()
    found = queries.draft_for(session, me, draft_id)
    if form.validate_on_submit():
        with form.catching():
            actions.propose(session, found, form.words.data or "", by=me, at=now())
            return changed(
                url_for(".draft", draft_id=draft_id, _anchor="proposals"),
                said=_("Your proposal is there. It will be answered with a reason."),
            )
    found = queries.draft_for(session, me, draft_id)
    return refused(PAGE, **draft_page(found) | {"form": form})


@blueprint.post("/drafts/<int:draft_id>/vote")
def vote(draft_id: int) -> ResponseReturnValue:
    session, me, form = current_session(), current_viewer(), VoteForm()
    found = queries.draft_for(session, me, draft_id)
    if form.validate_on_submit():
        with form.catching():
            actions.vote(session, found, Choice(form.choice.data), by=me, at=now())
            return changed(url_for(".draft", draft_id=draft_id), said=_("Your voice counts."))
    found = queries.draft_for(session, me, draft_id)
    return refused(PAGE, **draft_page(found) | {"vote_form": form})


@blueprint.post("/drafts/<int:draft_id>/proposals/<int:proposal_id>/support")
def support(draft_id: int, proposal_id: int) -> ResponseReturnValue:
    session, me = current_session(), current_viewer()
    found = queries.draft_for(session, me, draft_id)
    actions.support(session, queries.proposal_for(session, me, found, proposal_id), by=me, at=now())
    return changed(url_for(".draft", draft_id=draft_id, _anchor=f"proposal-{proposal_id}"))


def draft_page(found: Draft) -> dict[str, Any]:
    """All that the page of a draft shows; a route that refuses puts its own form in."""
    session, me = current_session(), current_viewer()
    own = queries.own_vote(session, me, found)
    today = today_of(me, now())
    runs = may_look_after(me, found.unit, found.owner_id)
    return {
        "draft": found,
        "voices": queries.voices_of(session, me, found),
        "votes": queries.votes_of(session, found),
        "own_vote": own,
        "today": today,
        "is_open": found.decided_at is None and today <= found.closes_on,
        "takes_part": _takes_part(me, found),
        "runs": runs,
        "form": ProposalForm(formdata=None),
        "vote_form": VoteForm(formdata=None, choice=own),
        "verdict_forms": {},
        "new_verdict_form": blank_verdict_form,
        "outcome_form": OutcomeForm(formdata=None),
    }


def blank_verdict_form(proposal_id: int) -> VerdictForm:
    return VerdictForm(formdata=None, prefix=f"p{proposal_id}-")


def _takes_part(me: Viewer, found: Draft) -> bool:
    is_meant = found.unit.path_key <= (me.unit_key or 0) <= found.unit.path_end
    return is_meant and me.employee_id is not None
