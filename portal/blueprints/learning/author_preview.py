"""A lesson as learners will see it. Nothing is stored: the way through a simulation stands in the address."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.blueprints.learning.blueprint import blueprint
from portal.domain.learning.modules import queries
from portal.domain.learning.modules.contents import SimulationContent
from portal.domain.learning.modules.models import Lesson
from portal.domain.learning.modules.reading import draft_from
from portal.domain.learning.modules.simulations import scenes_by_key, walked
from portal.domain.organisation.models import Role
from portal.web.people import current_viewer, only
from portal.web.transactions import current_session

LONGEST_WAY = 200


@blueprint.get("/author/lessons/<int:lesson_id>/preview")
@only(Role.TRAINER, Role.HR_ADMIN)
def preview_lesson(lesson_id: int) -> ResponseReturnValue:
    lesson = queries.lesson_to_see(current_session(), current_viewer(), lesson_id)
    content = draft_from(lesson.kind, lesson.content)
    play = _play(content) if isinstance(content, SimulationContent) else None
    return render_template(
        "learning/author/preview.html", lesson=lesson, content=content, play=play, **_around(lesson)
    )


def _around(lesson: Lesson) -> dict[str, Any]:
    lessons = lesson.version.lessons
    here = lessons.index(lesson)
    return {
        "version": lesson.version,
        "before": lessons[here - 1] if here else None,
        "following": lessons[here + 1] if here + 1 < len(lessons) else None,
        "folder": url_for(".author_file", version_id=lesson.version_id, name="-")[:-1],
    }


def _play(content: SimulationContent) -> dict[str, Any]:
    """`way`: the keys of the choices so far, with dots between; None before the conversation has begun."""
    asked = request.args.get("way")
    way = asked.split(".")[:LONGEST_WAY] if asked else []
    turns, scenes = walked(content, way), scenes_by_key(content)
    here = turns[-1].choice.to if turns else content.start
    return {
        "has_begun": asked is not None,
        "way": "".join(f"{key}." for key in way),
        "turns": turns,
        "scene": scenes.get(here),
        "trust": turns[-1].after if turns else content.trust,
    }
