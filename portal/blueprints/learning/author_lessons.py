"""One lesson as its author writes it: what it says as a whole, its parts in order, its place in the module."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.learning.author_forms import LessonForm, lesson_form, number_in, said_in
from portal.blueprints.learning.author_words import fault_of
from portal.blueprints.learning.blueprint import blueprint
from portal.blueprints.learning.scene_maps import scene_map
from portal.domain.learning.modules import lessons, queries
from portal.domain.learning.modules.contents import Content, SimulationContent
from portal.domain.learning.modules.editing import PARTS
from portal.domain.learning.modules.limits import MARKUP
from portal.domain.learning.modules.publishing import faults_of_lesson
from portal.domain.learning.modules.reading import draft_from
from portal.domain.organisation.models import Role
from portal.web.people import current_viewer, only
from portal.web.responses import changed, refused
from portal.web.transactions import current_session

LONGEST_LOOK = 20_000


@blueprint.get("/author/lessons/<int:lesson_id>")
@only(Role.TRAINER)
def edit_lesson(lesson_id: int) -> ResponseReturnValue:
    return render_template("learning/author/lesson.html", **page_of_lesson(lesson_id))


def page_of_lesson(lesson_id: int, form: LessonForm | None = None) -> dict[str, Any]:
    session, me = current_session(), current_viewer()
    lesson = queries.lesson_to_see(session, me, lesson_id)
    queries.check_open(me, lesson.version)
    content = draft_from(lesson.kind, lesson.content)
    names = {one.name for one in queries.files_of_version(session, lesson.version_id)}
    return {
        "lesson": lesson,
        "version": lesson.version,
        "content": content,
        "form": form or lesson_form(lesson, content),
        "part_name": next((name for name in PARTS if hasattr(content, name)), None),
        "faults": [fault_of(lesson, content, one) for one in faults_of_lesson(lesson, names)],
        "map": scene_map(content) if isinstance(content, SimulationContent) and content.scenes else None,
    }


@blueprint.post("/author/lessons/<int:lesson_id>")
@only(Role.TRAINER)
def change_lesson(lesson_id: int) -> ResponseReturnValue:
    session, me = current_session(), current_viewer()
    lesson = queries.lesson_to_write(session, me, lesson_id)
    content = draft_from(lesson.kind, lesson.content)
    form = lesson_form(lesson, content)
    if form.validate_on_submit():
        with form.catching():
            new = cast(Content, replace(cast(Any, content), **said_in(form)))
            lessons.keep_content(session, lesson, new, revision=number_in(form.revision))
            lessons.name_lesson(session, lesson, form.title.data or "", form.minutes.data or 0)
            return changed(url_for(".edit_lesson", lesson_id=lesson_id), said=_("Kept."))
    return refused("learning/author/lesson.html", **page_of_lesson(lesson_id, form))


@blueprint.post("/author/lessons/<int:lesson_id>/move")
@only(Role.TRAINER)
def move_lesson(lesson_id: int) -> ResponseReturnValue:
    session, me = current_session(), current_viewer()
    lesson = queries.lesson_to_write(session, me, lesson_id)
    lessons.move_lesson(session, lesson, direction())
    return changed(url_for(".show_version", version_id=lesson.version_id, _anchor="lessons"))


def direction() -> int:
    return -1 if request.form.get("by") == "-1" else 1


@blueprint.post("/author/lessons/<int:lesson_id>/remove")
@only(Role.TRAINER)
def remove_lesson(lesson_id: int) -> ResponseReturnValue:
    session, me = current_session(), current_viewer()
    lesson = queries.lesson_to_write(session, me, lesson_id)
    version_id = lesson.version_id
    lessons.remove_lesson(session, lesson)
    return changed(url_for(".show_version", version_id=version_id), said=_("The lesson is gone."))


@blueprint.post("/author/preview")
@only(Role.TRAINER)
def preview_text() -> ResponseReturnValue:
    """How a text in Markdown will look, while it is written. Nothing is stored."""
    words = next((value for name, value in request.form.items() if name != "csrf_token"), "")[:LONGEST_LOOK]
    return render_template("learning/author/_written.html", words=words, is_markup=bool(MARKUP.search(words)))
