"""Ideas: reading, liking, handing in, and saying what becomes of them."""

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.change.blueprint import blueprint
from portal.blueprints.change.forms import IdeaForm, MoveIdeaForm, move_form
from portal.domain.change.ideas import actions, queries
from portal.domain.change.ideas.models import NEXT, IdeaState
from portal.domain.change.policies import may_begin
from portal.domain.errors import NotFound
from portal.web.clock import now
from portal.web.numbers import whole
from portal.web.people import current_viewer
from portal.web.responses import changed, refused
from portal.web.transactions import current_session

PAGE, FORM_PAGE = "change/idea.html", "change/idea_form.html"


@blueprint.get("/ideas")
def ideas() -> ResponseReturnValue:
    session, me = current_session(), current_viewer()
    state, search = request.args.get("state", "")[:20], request.args.get("q", "").strip()[:80]
    is_own = request.args.get("whose") == "mine"
    known = {one.value for one in IdeaState}
    return render_template(
        "change/ideas.html",
        page=queries.ideas_for(
            session,
            me,
            state=IdeaState(state) if state in known else None,
            search=search,
            is_own=is_own,
            number=request.args.get("page", 1, type=whole),
        ),
        state=state,
        search=search,
        is_own=is_own,
    )


@blueprint.route("/ideas/new", methods=["GET", "POST"])
def new_idea() -> ResponseReturnValue:
    session, me, form = current_session(), current_viewer(), IdeaForm()
    if me.employee_id is None:
        raise NotFound
    if form.validate_on_submit():
        with form.catching():
            texts = [form[name].data or "" for name in ("title", "problem", "solution", "benefit")]
            made = actions.submit(session, *texts, by=me, at=now())
            return changed(
                url_for(".idea", idea_id=made.id),
                said=_("Thank you. Your unit's leader and HR have been told, and colleagues can like it."),
            )
    return refused(FORM_PAGE, form=form) if form.is_submitted() else render_template(FORM_PAGE, form=form)


@blueprint.get("/ideas/<int:idea_id>")
def idea(idea_id: int) -> ResponseReturnValue:
    return render_template(PAGE, **_page(idea_id, None))


@blueprint.post("/ideas/<int:idea_id>/like")
def like_idea(idea_id: int) -> ResponseReturnValue:
    session, me = current_session(), current_viewer()
    actions.like(session, queries.idea_for(session, me, idea_id).idea, by=me)
    return changed(url_for(".idea", idea_id=idea_id))


@blueprint.post("/ideas/<int:idea_id>/move")
def move_idea(idea_id: int) -> ResponseReturnValue:
    session, me = current_session(), current_viewer()
    found = queries.idea_for(session, me, idea_id).idea
    if not may_begin(me, found.unit):
        raise NotFound
    form = move_form(found)
    if form.validate_on_submit():
        with form.catching():
            words, effect = form.words.data or "", form.effect.data or ""
            actions.move(session, found, IdeaState(form.state.data), words, effect=effect, by=me, at=now())
            return changed(url_for(".idea", idea_id=idea_id), said=_("Kept. The author has been told."))
    return refused(PAGE, **_page(idea_id, form))


def _page(idea_id: int, form: MoveIdeaForm | None) -> dict[str, Any]:
    session, me = current_session(), current_viewer()
    found = queries.idea_for(session, me, idea_id)
    is_own = found.idea.author_id == me.employee_id
    may_move = may_begin(me, found.idea.unit) and not is_own and bool(NEXT[found.idea.state])
    return {
        "liked": found,
        "steps": queries.steps_of(session, found.idea),
        "is_own": is_own,
        "may_move": may_move,
        "form": form or move_form(found.idea),
    }
