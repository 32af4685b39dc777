"""Blocks, questions and scenes: each written on a page of its own, put in order on the lesson's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.learning.author_block_forms import PlaceForm, block_data, block_form
from portal.blueprints.learning.author_fields import AuthorForm
from portal.blueprints.learning.author_lessons import direction
from portal.blueprints.learning.author_question_forms import question_data, question_form
from portal.blueprints.learning.author_scene_forms import scene_data, scene_form
from portal.blueprints.learning.blueprint import blueprint
from portal.domain import files
from portal.domain.errors import NotFound, RuleBroken
from portal.domain.files import Prepared
from portal.domain.learning.modules import editing, lessons, library, queries
from portal.domain.learning.modules.contents import Block, Content, SimulationContent
from portal.domain.learning.modules.limits import BLOCK_KINDS
from portal.domain.learning.modules.models import Lesson, ModuleVersion
from portal.domain.learning.modules.reading import draft_from
from portal.domain.organisation.models import Role
from portal.domain.words import n_
from portal.web.clock import now
from portal.web.people import current_viewer, only
from portal.web.responses import changed, refused
from portal.web.transactions import current_session, settings, short_read
from portal.web.uploads import takes_up_to

NEW = "/author/lessons/<int:lesson_id>/<any(blocks, questions, scenes):name>/new"
ONE = "/author/lessons/<int:lesson_id>/<any(blocks, questions, scenes):name>/<int:place>"


@dataclass(frozen=True, slots=True)
class Desk:
    """What one needs to write a part: read before the transaction, because an upload is checked before it too."""

    version: ModuleVersion
    lesson: Lesson
    content: Content
    name: str
    place: int | None
    part: Any
    kind: str
    form: AuthorForm
    place_form: PlaceForm | None


def desk(lesson_id: int, name: str, place: int | None) -> Desk:
    me = current_viewer()
    with short_read() as session:
        lesson = queries.lesson_to_see(session, me, lesson_id)
        version = lesson.version
        queries.check_open(me, version)
        present = queries.files_of_version(session, version.id)
    content = draft_from(lesson.kind, lesson.content)
    editing.parts_of(content, name)
    part = editing.part_at(content, name, place) if place is not None else None
    kind = part.kind if isinstance(part, Block) else request.args.get("kind", "text")
    if kind not in BLOCK_KINDS:
        raise NotFound
    if name == "blocks":
        form = block_form(kind, part or Block(kind=kind), present)
    elif name == "questions":
        form = question_form(part, has_topic=True)
    elif isinstance(content, SimulationContent):
        form = scene_form(content, part)
    is_placed = place is None and name != "scenes" and bool(editing.parts_of(content, name))
    place_form = PlaceForm(editing.parts_of(content, name)) if is_placed else None
    return Desk(version, lesson, content, name, place, part, kind, form, place_form)


@blueprint.get(NEW)
@only(Role.TRAINER)
def new_part(lesson_id: int, name: str) -> ResponseReturnValue:
    return render_template("learning/author/part.html", desk=desk(lesson_id, name, None))


@blueprint.get(ONE)
@only(Role.TRAINER)
def edit_part(lesson_id: int, name: str, place: int) -> ResponseReturnValue:
    return render_template("learning/author/part.html", desk=desk(lesson_id, name, place))


@blueprint.post(NEW)
@only(Role.TRAINER)
@takes_up_to(files.LARGEST_VIDEO + 2**21)
def add_part(lesson_id: int, name: str) -> ResponseReturnValue:
    return _kept(desk(lesson_id, name, None))


@blueprint.post(ONE)
@only(Role.TRAINER)
@takes_up_to(files.LARGEST_VIDEO + 2**21)
def change_part(lesson_id: int, name: str, place: int) -> ResponseReturnValue:
    return _kept(desk(lesson_id, name, place))


def _kept(at: Desk) -> ResponseReturnValue:
    """`more` only asks for room for further options or choices; what was typed stays."""
    if "more" in request.form:
        return render_template("learning/author/part.html", desk=at)
    if at.form.validate_on_submit():
        with at.form.catching():
            number = _keep(at)
            there = url_for(".edit_lesson", lesson_id=at.lesson.id, _anchor=f"{at.name}-{number}")
            return changed(there, said=_("Kept."))
    return refused("learning/author/part.html", desk=at)


def _keep(at: Desk) -> int:
    """At which place it stands now."""
    upload, session, me = _prepared(at), current_session(), current_viewer()
    lesson = queries.lesson_to_write(session, me, at.lesson.id)
    data = _data(at)
    if upload is not None:
        data["file"] = library.add_file(session, lesson.version, upload, by=me, at=now()).name
        data.pop("url", None)
    new = editing.with_part(at.content, at.name, at.place, data)
    place = at.place if at.place is not None else len(editing.parts_of(at.content, at.name))
    if at.place_form is not None and at.place_form.at.data is not None:
        place = at.place_form.at.data
        new = editing.brought_forward(new, at.name, place)
    lessons.keep_content(session, lesson, new, revision=request.form.get("revision", -1, type=int))
    return place


def _data(at: Desk) -> dict[str, Any]:
    if at.name == "scenes":
        keys = [scene.key for scene in editing.parts_of(at.content, "scenes")]
        return scene_data(at.form, at.part.key if at.part else editing.fresh_key("s", keys))
    asked = at.part.question if isinstance(at.part, Block) else at.part
    key = asked.key if asked else editing.fresh_key("q", editing.question_keys(at.content))
    return question_data(at.form, key) if at.name == "questions" else block_data(at.kind, at.form, key)


def _prepared(at: Desk) -> Prepared | None:
    upload = at.form["upload"].data if "upload" in at.form else None
    if not upload or not upload.filename:
        return None
    root = settings().uploads
    try:
        if at.kind == "video":
            return files.prepare_video(root, upload.filename, upload.stream)
        prepared = files.prepare(root, upload.filename, upload.read(), pictures_only=at.kind == "picture")
        if at.kind == "file" and prepared.media_type not in library.DOCUMENTS:
            raise RuleBroken(n_("Choose a PDF file."))
    except RuleBroken as broken:
        raise RuleBroken(broken.message, field="upload", **broken.values) from broken
    return prepared


@blueprint.post(f"{ONE}/move")
@only(Role.TRAINER)
def move_part(lesson_id: int, name: str, place: int) -> ResponseReturnValue:
    session, me, by = current_session(), current_viewer(), direction()
    lesson = queries.lesson_to_write(session, me, lesson_id)
    new = editing.moved_part(draft_from(lesson.kind, lesson.content), name, place, by)
    lessons.keep_content(session, lesson, new, revision=request.form.get("revision", -1, type=int))
    return changed(url_for(".edit_lesson", lesson_id=lesson_id, _anchor=f"{name}-{max(place + by, 0)}"))


@blueprint.post(f"{ONE}/remove")
@only(Role.TRAINER)
def remove_part(lesson_id: int, name: str, place: int) -> ResponseReturnValue:
    session, me = current_session(), current_viewer()
    lesson = queries.lesson_to_write(session, me, lesson_id)
    new = editing.without_part(draft_from(lesson.kind, lesson.content), name, place)
    lessons.keep_content(session, lesson, new, revision=request.form.get("revision", -1, type=int))
    return changed(url_for(".edit_lesson", lesson_id=lesson_id), said=_("It is gone."))
