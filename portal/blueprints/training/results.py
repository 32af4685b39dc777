"""What a training did, and what those who keep a course set up for it: its test and the figures it wants to move."""

from __future__ import annotations

from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]

from portal.blueprints.training.blueprint import blueprint
from portal.blueprints.training.proof_forms import QuestionForm
from portal.domain.training.courses.models import Course
from portal.domain.training.courses.queries import course_for, course_to_edit
from portal.domain.training.policies import may_edit, may_run
from portal.domain.training.proof import effects, knowledge, measures
from portal.domain.training.sessions.queries import session_for
from portal.web.clock import now
from portal.web.fields import needed
from portal.web.forms import Form
from portal.web.languages import say
from portal.web.people import current_viewer
from portal.web.responses import changed, refused
from portal.web.transactions import current_session
from portal.wiring import TRAINING_YARDSTICKS


class FigureForm(Form):
    figure = SelectField(_l("Figure"), [needed(_l("Choose one of the figures."))])


@blueprint.get("/sessions/<int:session_id>/results")
def session_results(session_id: int) -> ResponseReturnValue:
    session, me, at = current_session(), current_viewer(), now()
    held = session_for(session, me, session_id)
    return render_template(
        "training/results.html",
        course=held.course,
        held=held,
        effects=effects.of_session(session, held, TRAINING_YARDSTICKS, at=at),
        sees_words=may_run(me, held),
        may_edit=may_edit(me, held.course),
    )


@blueprint.get("/courses/<int:course_id>/results")
def course_results(course_id: int) -> ResponseReturnValue:
    session, me, at = current_session(), current_viewer(), now()
    course = course_for(session, me, course_id)
    return render_template(
        "training/results.html",
        course=course,
        held=None,
        effects=effects.of_course(session, course, TRAINING_YARDSTICKS, agency_id=me.agency_id, at=at),
        sees_words=may_edit(me, course),
        may_edit=may_edit(me, course),
    )


def _figure_form() -> FigureForm:
    form = FigureForm()
    form.figure.choices = [
        SelectChoice(f"{code}:{one.key}", f"{say(source.name)}: {say(one.label)}")
        for code, source in TRAINING_YARDSTICKS.items()
        for one in source.choices(current_session(), current_viewer())
    ]
    return form


def _course(course_id: int) -> Course:
    return course_to_edit(current_session(), current_viewer(), course_id)


def _context(course_id: int) -> dict[str, Any]:
    course = _course(course_id)
    return {
        "course": course,
        "questions": knowledge.questions_of(current_session(), course.id),
        "measures": measures.measures_of(current_session(), course.id),
    }


@blueprint.get("/courses/<int:course_id>/proof")
def proof_setup(course_id: int) -> ResponseReturnValue:
    """How this course will show what it did."""
    context = _context(course_id)
    return render_template("training/setup.html", **context, form=QuestionForm(), figure_form=_figure_form())


@blueprint.post("/courses/<int:course_id>/questions")
def add_question(course_id: int) -> ResponseReturnValue:
    form = QuestionForm()
    if form.validate_on_submit():
        with form.catching():
            knowledge.add_question(
                current_session(), _course(course_id), form.text.data or "", form.lines(),
                (form.right.data or 0) - 1, by=current_viewer(), at=now(),
            )  # fmt: skip
            return changed(url_for(".proof_setup", course_id=course_id), said=_("The question is added."))
    context = _context(course_id)
    return refused("training/setup.html", **context, form=form, figure_form=_figure_form())


@blueprint.post("/courses/<int:course_id>/questions/<int:question_id>/retire")
def retire_question(course_id: int, question_id: int) -> ResponseReturnValue:
    course = _course(course_id)
    knowledge.retire_question(current_session(), course, question_id, by=current_viewer(), at=now())
    return changed(url_for(".proof_setup", course_id=course_id), said=_("The question is no longer asked."))


@blueprint.post("/courses/<int:course_id>/figures")
def link_figure(course_id: int) -> ResponseReturnValue:
    form = _figure_form()
    if form.validate_on_submit():
        with form.catching():
            source, _colon, key = form.figure.data.partition(":")
            measures.link(
                current_session(),
                _course(course_id),
                source,
                key,
                TRAINING_YARDSTICKS,
                by=current_viewer(),
                at=now(),
            )
            return changed(url_for(".proof_setup", course_id=course_id), said=_("The figure is watched now."))
    context = _context(course_id)
    return refused("training/setup.html", **context, form=QuestionForm(None), figure_form=form)


@blueprint.post("/courses/<int:course_id>/figures/<int:measure_id>/remove")
def unlink_figure(course_id: int, measure_id: int) -> ResponseReturnValue:
    measures.unlink(current_session(), _course(course_id), measure_id, by=current_viewer())
    return changed(url_for(".proof_setup", course_id=course_id), said=_("The figure is no longer watched."))
