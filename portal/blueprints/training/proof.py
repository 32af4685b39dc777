"""A participant's way from the seat to the certificate: steps, tests, feedback, and the questions months later."""

from __future__ import annotations

from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.training.blueprint import blueprint
from portal.blueprints.training.proof_forms import (
    answers_of,
    behaviour_form,
    behaviour_of,
    feedback_form,
    opinion_of,
    test_form,
)
from portal.domain.errors import RuleBroken
from portal.domain.training.proof import behaviour, feedback, knowledge
from portal.domain.training.proof.models import Turn
from portal.domain.training.proof.steps import way_of
from portal.domain.training.sessions.models import TrainingSession
from portal.domain.training.sessions.queries import session_for
from portal.web.clock import now
from portal.web.languages import in_words
from portal.web.people import current_viewer
from portal.web.responses import changed, refused
from portal.web.transactions import current_session


def _held(session_id: int) -> TrainingSession:
    return session_for(current_session(), current_viewer(), session_id)


@blueprint.get("/sessions/<int:session_id>/steps")
def my_steps(session_id: int) -> ResponseReturnValue:
    way = way_of(current_session(), _held(session_id), current_viewer(), at=now())
    return render_template("training/steps.html", way=way, held=way.held, at=now())


@blueprint.route("/sessions/<int:session_id>/feedback", methods=["GET", "POST"])
def give_feedback(session_id: int) -> ResponseReturnValue:
    held = _held(session_id)
    form = feedback_form(held.trainers)
    if form.validate_on_submit():
        with form.catching():
            done = feedback.give(current_session(), held, opinion_of(form), by=current_viewer(), at=now())
            thanks = _("Thank you. Your certificate is ready.") if done else _("Thank you for your feedback.")
            return changed(url_for(".my_steps", session_id=session_id), said=thanks)
    context: dict[str, Any] = {"held": _held(session_id), "form": form}
    way_of(current_session(), context["held"], current_viewer(), at=now())
    page = "training/feedback.html"
    return refused(page, **context) if form.is_submitted() else render_template(page, **context)


@blueprint.route("/sessions/<int:session_id>/test-<any(before, after):turn>", methods=["GET", "POST"])
def take_test(session_id: int, turn: str) -> ResponseReturnValue:
    """Once taken, the same address shows the result; after the training also what was right."""
    session, me, when = current_session(), current_viewer(), Turn(turn)
    held = _held(session_id)
    try:
        paper = knowledge.paper_for(session, held, when, by=me, at=now())
    except RuleBroken as broken:
        return refused("training/test_closed.html", held=_held(session_id), problem=in_words(broken))
    form = test_form(paper.asked)
    if form.validate_on_submit():
        with form.catching():
            knowledge.take(session, held, when, answers_of(form, paper.asked), by=me, at=now())
            return changed(url_for(".my_steps", session_id=session_id), said=_("Your answers are handed in."))
    if form.is_submitted():
        held = _held(session_id)
        paper = knowledge.paper_for(current_session(), held, when, by=me, at=now())
    context: dict[str, Any] = {"held": held, "turn": when, "paper": paper, "form": form}
    page = "training/test_result.html" if paper.taken else "training/test.html"
    return refused(page, **context) if form.is_submitted() else render_template(page, **context)


@blueprint.get("/behaviour")
def behaviour_checks() -> ResponseReturnValue:
    checks = behaviour.checks_waiting(current_session(), current_viewer(), now())
    return render_template("training/behaviour_checks.html", checks=checks)


@blueprint.route("/behaviour/<int:check_id>", methods=["GET", "POST"])
def answer_behaviour(check_id: int) -> ResponseReturnValue:
    check = behaviour.check_for(current_session(), current_viewer(), check_id)
    form = behaviour_form(check.statements)
    if form.validate_on_submit():
        with form.catching():
            scores, obstacle = behaviour_of(form, check.statements)
            behaviour.answer(current_session(), check, scores, obstacle, by=current_viewer(), at=now())
            return changed(url_for(".behaviour_checks"), said=_("Thank you. It counts in the means only."))
    check = behaviour.check_for(current_session(), current_viewer(), check_id)
    context: dict[str, Any] = {"check": check, "form": form, "at": now()}
    page = "training/behaviour_check.html"
    return refused(page, **context) if form.is_submitted() else render_template(page, **context)
