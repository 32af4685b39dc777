"""Answering concerns, and the questions that were asked before."""

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.change.blueprint import blueprint
from portal.blueprints.change.forms import AnswerConcernForm, SetAsideForm
from portal.domain.change.concerns import actions, queries
from portal.domain.change.concerns.models import CONCERN_STATE_NAMES, Concern, ConcernState
from portal.domain.change.overview import keeps_something
from portal.domain.errors import NotFound, RuleBroken
from portal.domain.words import n_
from portal.web.clock import now
from portal.web.languages import say
from portal.web.numbers import whole
from portal.web.people import current_viewer
from portal.web.responses import changed, refused
from portal.web.transactions import current_session

PAGE = "change/manage/concern.html"


@blueprint.get("/manage/concerns")
def concerns_kept() -> ResponseReturnValue:
    session, me = current_session(), current_viewer()
    if not keeps_something(session, me):
        raise NotFound
    shown, known = request.args.get("show", ""), {one.value for one in ConcernState}
    state = ConcernState(shown) if shown in known else ConcernState.WAITING
    number = request.args.get("page", 1, type=whole)
    return render_template(
        "change/manage/concerns.html",
        page=queries.concerns_kept(session, me, state, number),
        state=state,
        tabs_=_tabs(state, queries.count_waiting(session, me)),
    )


def _tabs(shown: ConcernState, waiting: int) -> list[dict[str, Any]]:
    return [
        {
            "label": say(name),
            "url": url_for(".concerns_kept", show=one.value),
            "current": one is shown,
            "count": waiting if one is ConcernState.WAITING else None,
        }
        for one, name in CONCERN_STATE_NAMES.items()
    ]


@blueprint.get("/manage/concerns/<int:concern_id>")
def concern(concern_id: int) -> ResponseReturnValue:
    found = queries.concern_for(current_session(), current_viewer(), concern_id)
    return render_template(PAGE, **_page(found))


@blueprint.post("/manage/concerns/<int:concern_id>/answer")
def answer_concern(concern_id: int) -> ResponseReturnValue:
    session, me, form = current_session(), current_viewer(), AnswerConcernForm()
    found = queries.concern_for(session, me, concern_id)
    if form.validate_on_submit():
        with form.catching():
            if form.publishes.data and not form.question.data:
                raise RuleBroken(n_("Write the question as everybody will read it."), field="question")
            question = form.question.data if form.publishes.data else None
            actions.answer(session, found, form.answer.data or "", question, by=me, at=now())
            return changed(
                url_for(".concerns_kept"), said=_("Answered. Its writer can read it with the number.")
            )
    again = queries.concern_for(session, me, concern_id)
    return refused(PAGE, **_page(again) | {"form": form})


@blueprint.post("/manage/concerns/<int:concern_id>/set-aside")
def set_concern_aside(concern_id: int) -> ResponseReturnValue:
    session, me, form = current_session(), current_viewer(), SetAsideForm(prefix="aside-")
    found = queries.concern_for(session, me, concern_id)
    if form.validate_on_submit():
        with form.catching():
            actions.set_aside(session, found, form.answer.data or "", by=me, at=now())
            return changed(url_for(".concerns_kept"), said=_("Set aside. Its writer can read why."))
    again = queries.concern_for(session, me, concern_id)
    return refused(PAGE, **_page(again) | {"aside_form": form})


@blueprint.post("/manage/faq/<int:entry_id>/withdraw")
def withdraw_faq(entry_id: int) -> ResponseReturnValue:
    session, me = current_session(), current_viewer()
    actions.withdraw(session, queries.faq_entry_for(session, me, entry_id), by=me, at=now())
    return changed(url_for(".concerns"), said=_("Nobody sees it any more."))


def _page(found: Concern) -> dict[str, Any]:
    form = AnswerConcernForm(
        formdata=None, answer=found.answer, question=found.faq.question if found.faq else found.words
    )
    return {
        "concern": found,
        "form": form,
        "aside_form": SetAsideForm(formdata=None, prefix="aside-"),
    }
