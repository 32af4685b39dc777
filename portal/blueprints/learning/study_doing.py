"""Quizzes and simulations: every attempt, every choice is a form of its own."""

from random import SystemRandom

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.learning.blueprint import blueprint
from portal.blueprints.learning.study_forms import question_form
from portal.blueprints.learning.study_lessons import still_in
from portal.domain.errors import NotFound
from portal.domain.learning.modules.models import LessonKind
from portal.domain.learning.studies import actions, quizzes, runs
from portal.web.clock import now
from portal.web.forms import Form
from portal.web.numbers import whole
from portal.web.people import current_viewer
from portal.web.responses import changed
from portal.web.transactions import current_session


@blueprint.post("/studies/<int:study_id>/lessons/<int:number>/attempts")
def begin_attempt(study_id: int, number: int) -> ResponseReturnValue:
    session, me = current_session(), current_viewer()
    quizzes.begin_attempt(session, study_id, number, by=me, at=now(), random=SystemRandom())
    return changed(url_for(".lesson", study_id=study_id, number=number))


@blueprint.post("/studies/<int:study_id>/lessons/<int:number>/attempts/<int:attempt>")
def hand_in_attempt(study_id: int, number: int, attempt: int) -> ResponseReturnValue:
    """Feedback comes on the same page once it is handed in."""
    session, me = current_session(), current_viewer()
    _walk, _step, lesson = actions.open_lesson(session, study_id, number, LessonKind.QUIZ, by=me)
    view = quizzes.quiz_view(session, study_id, lesson)
    if view.latest is None:
        raise NotFound
    asked = quizzes.asked_in(view.content, view.latest)
    form = question_form([one.question for one in asked], [one.options for one in asked])
    answers = {one.question.key: request.form.getlist(f"q_{one.question.key}")[:20] for one in asked}
    if form.validate_on_submit():
        with form.catching():
            quizzes.hand_in_attempt(session, study_id, number, attempt, answers, by=me, at=now())
            return changed(url_for(".lesson", study_id=study_id, number=number))
    return still_in(study_id, number, form)


@blueprint.post("/studies/<int:study_id>/lessons/<int:number>/runs")
def begin_run(study_id: int, number: int) -> ResponseReturnValue:
    runs.begin_run(current_session(), study_id, number, by=current_viewer(), at=now())
    return changed(url_for(".lesson", study_id=study_id, number=number))


@blueprint.post("/studies/<int:study_id>/lessons/<int:number>/runs/<int:run>")
def choose(study_id: int, number: int, run: int) -> ResponseReturnValue:
    session, me, form = current_session(), current_viewer(), Form()
    if form.validate_on_submit():
        with form.catching():
            is_moved = runs.choose(
                session,
                study_id,
                number,
                run_number=run,
                turn=request.form.get("turn", -1, type=whole),
                choice_key=request.form.get("choice", ""),
                by=me,
                at=now(),
            )
            if not is_moved:
                flash(_("That moment has passed. The conversation goes on here."), "info")
            return changed(url_for(".lesson", study_id=study_id, number=number, _anchor="scene"))
    actions.open_lesson(session, study_id, number, by=me)
    return still_in(study_id, number, form)
