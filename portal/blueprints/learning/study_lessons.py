"""One lesson on the page, whatever its kind, and what belongs to every kind: files, checks, going on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.learning.blueprint import blueprint
from portal.blueprints.learning.files import shown
from portal.blueprints.learning.study import after
from portal.blueprints.learning.study_forms import (
    AttestForm,
    WorkForm,
    case_form,
    question_form,
    reflection_form,
)
from portal.database import Session
from portal.domain.learning.modules.models import Lesson, LessonKind
from portal.domain.learning.studies import actions, queries, quizzes, runs, writing
from portal.domain.learning.studies.assignments import works_on
from portal.domain.learning.studies.checks import answered_checks, questions_of
from portal.web.clock import now
from portal.web.forms import Form
from portal.web.people import current_viewer
from portal.web.responses import changed, refused
from portal.web.transactions import current_session


@blueprint.get("/studies/<int:study_id>/lessons/<int:number>")
def lesson(study_id: int, number: int) -> ResponseReturnValue:
    walk = queries.walk_for(current_session(), current_viewer(), study_id)
    if not walk.step(number).is_open:
        flash(_("Finish “%(title)s” first; then this lesson opens.", title=walk.current.title), "info")
        return redirect(url_for(".lesson", study_id=study_id, number=walk.current.number))
    return render_template("learning/lesson.html", **page_of_lesson(walk, number))


def still_in(study_id: int, number: int, form: Form) -> ResponseReturnValue:
    """The lesson again, with what was typed and why it was refused."""
    walk = queries.walk_for(current_session(), current_viewer(), study_id)
    return refused("learning/lesson.html", **page_of_lesson(walk, number, form))


def page_of_lesson(walk: queries.Walk, number: int, form: Form | None = None) -> dict[str, Any]:
    session, step = current_session(), walk.step(number)
    found = session.get_one(Lesson, step.id)
    content = queries.content_of(found)
    checks = questions_of(content)
    return {
        "walk": walk,
        "step": step,
        "lesson": found,
        "content": content,
        "following": walk.after(step),
        "before": walk.before(step),
        "checks": answered_checks(session, walk.study.id, found.id) if checks else {},
        "check_forms": {one.key: _check_form(one, form) for one in checks},
        "form": form,
        **PARTS[step.kind](session, walk, found, content, form),
    }


def _check_form(question: Any, form: Form | None) -> Form:
    """The refused form when it is that question's, else an empty one."""
    return form if form is not None and f"q_{question.key}" in form else question_form([question])


def _nothing_more(
    _session: Session, _walk: queries.Walk, _lesson: Lesson, _content: Any, _form: Any
) -> dict[str, Any]:
    return {}


def _quiz(
    session: Session, walk: queries.Walk, found: Lesson, content: Any, form: Form | None
) -> dict[str, Any]:
    view = quizzes.quiz_view(session, walk.study.id, found)
    asked = quizzes.asked_in(content, view.latest) if view.latest else []
    if view.open and form is None:
        form = question_form([one.question for one in asked], [one.options for one in asked])
    return {"quiz": view, "asked": asked, "form": form}


def _simulation(
    session: Session, walk: queries.Walk, found: Lesson, _content: Any, _form: Any
) -> dict[str, Any]:
    return {"view": runs.run_view(session, walk.study.id, found)}


def _case(
    session: Session, walk: queries.Walk, found: Lesson, content: Any, form: Form | None
) -> dict[str, Any]:
    written = writing.writing_on(session, walk.study.id, found.id)
    return {"written": written, "form": form or case_form(content)}


def _reflection(
    session: Session, walk: queries.Walk, found: Lesson, content: Any, form: Form | None
) -> dict[str, Any]:
    written = writing.writing_on(session, walk.study.id, found.id)
    return {"written": written, "form": form or reflection_form(content, written)}


def _attestation(
    session: Session, walk: queries.Walk, found: Lesson, _content: Any, form: Any
) -> dict[str, Any]:
    return {
        "declared": writing.attestation_on(session, walk.study.id, found.id),
        "form": form or AttestForm(),
    }


def _assignment(
    session: Session, walk: queries.Walk, found: Lesson, _content: Any, form: Any
) -> dict[str, Any]:
    return {"works": works_on(session, walk.study.id, found.id), "form": form or WorkForm()}


PARTS: dict[LessonKind, Callable[..., dict[str, Any]]] = {
    LessonKind.TEXT: _nothing_more,
    LessonKind.QUIZ: _quiz,
    LessonKind.SIMULATION: _simulation,
    LessonKind.CASE: _case,
    LessonKind.REFLECTION: _reflection,
    LessonKind.ATTESTATION: _attestation,
    LessonKind.ASSIGNMENT: _assignment,
}


@blueprint.post("/studies/<int:study_id>/lessons/<int:number>/checks/<key>")
def answer_check(study_id: int, number: int, key: str) -> ResponseReturnValue:
    session, me = current_session(), current_viewer()
    _walk, _step, found = actions.open_lesson(session, study_id, number, by=me)
    form = question_form([one for one in questions_of(queries.content_of(found)) if one.key == key])
    if form.validate_on_submit():
        with form.catching():
            chosen = request.form.getlist(f"q_{key}")[:20]
            actions.answer_check(session, study_id, number, key, chosen, by=me, at=now())
            return changed(url_for(".lesson", study_id=study_id, number=number, _anchor=f"check-{key}"))
    return still_in(study_id, number, form)


@blueprint.post("/studies/<int:study_id>/lessons/<int:number>/finish")
def finish_reading(study_id: int, number: int) -> ResponseReturnValue:
    session, me = current_session(), current_viewer()
    form = Form()
    if form.validate_on_submit():
        with form.catching():
            walk = actions.finish_reading(session, study_id, number, by=me, at=now())
            return after(walk, walk.step(number))
    return still_in_if_open(study_id, number, form)


def still_in_if_open(study_id: int, number: int, form: Form) -> ResponseReturnValue:
    """A locked lesson is never shown, not even with an error on it: the sentence alone says why."""
    actions.open_lesson(current_session(), study_id, number, by=current_viewer())
    return still_in(study_id, number, form)


@blueprint.get("/studies/<int:study_id>/files/<name>")
def study_file(study_id: int, name: str) -> ResponseReturnValue:
    found = queries.file_for(current_session(), current_viewer(), study_id, name)
    return shown(found)
