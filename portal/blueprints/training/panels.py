"""Parts of the session's and the course's page that other modules of training bring along.

A part is asked for its data with the viewer and the thing shown; the templates find it by its name in `panels`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from portal.domain.organisation.viewers import Viewer
from portal.domain.training.courses.models import Course
from portal.domain.training.sessions.models import TrainingSession

SessionPart: TypeAlias = Callable[[TrainingSession, Viewer], Any]
CoursePart: TypeAlias = Callable[[Course, Viewer], Any]
ON_SESSION: dict[str, SessionPart] = {}
ON_COURSE: dict[str, CoursePart] = {}


def on_session(name: str) -> Callable[[SessionPart], SessionPart]:
    """`@on_session("seat")`: what the function returns is `panels.seat` on the session's page, None for nothing."""

    def keep(part: SessionPart) -> SessionPart:
        ON_SESSION[name] = part
        return part

    return keep


def on_course(name: str) -> Callable[[CoursePart], CoursePart]:
    def keep(part: CoursePart) -> CoursePart:
        ON_COURSE[name] = part
        return part

    return keep


def of_session(held: TrainingSession, viewer: Viewer) -> dict[str, Any]:
    return {name: part(held, viewer) for name, part in ON_SESSION.items()}


def of_course(course: Course, viewer: Viewer) -> dict[str, Any]:
    return {name: part(course, viewer) for name, part in ON_COURSE.items()}
