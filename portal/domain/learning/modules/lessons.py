"""Lessons of a draft: added, written, put in order, removed. Every one counts its changes."""

from __future__ import annotations

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from portal.domain.errors import RuleBroken
from portal.domain.learning.modules import queries
from portal.domain.learning.modules.contents import Content
from portal.domain.learning.modules.limits import MARKUP, MOST_LESSONS
from portal.domain.learning.modules.models import Lesson, LessonKind, ModuleVersion
from portal.domain.learning.modules.reading import TYPES, draft_from, to_json
from portal.domain.organisation.viewers import Viewer
from portal.domain.words import n_

LONGEST_TITLE, LONGEST_LESSON = 200, 240
ASIDE = 1000


def add_lesson(session: Session, version_id: int, kind: LessonKind, title: str, *, by: Viewer) -> Lesson:
    version = queries.draft_to_write(session, by, version_id)
    if len(version.lessons) >= MOST_LESSONS:
        raise RuleBroken(n_("A module has at most %(most)s lessons."), most=MOST_LESSONS)
    lesson = Lesson(
        version_id=version.id,
        number=len(version.lessons) + 1,
        kind=kind,
        title=checked_title(title),
        minutes=5,
        content=to_json(draft_from(kind, {})),
    )
    session.add(lesson)
    session.flush()
    _count_minutes(session, version)
    return lesson


def checked_title(title: str) -> str:
    title = " ".join(title.split())
    if not title:
        raise RuleBroken(n_("Give the lesson a title."), field="title")
    if len(title) > LONGEST_TITLE or MARKUP.search(title):
        raise RuleBroken(n_("A title is one line of plain text, at most 200 characters."), field="title")
    return title


def checked_minutes(minutes: int) -> int:
    if not 1 <= minutes <= LONGEST_LESSON:
        raise RuleBroken(n_("A lesson takes 1 to %(most)s minutes."), field="minutes", most=LONGEST_LESSON)
    return minutes


def name_lesson(session: Session, lesson: Lesson, title: str, minutes: int) -> None:
    lesson.title, lesson.minutes = checked_title(title), checked_minutes(minutes)
    session.flush()
    _count_minutes(session, lesson.version)


def keep_content(session: Session, lesson: Lesson, content: Content, *, revision: int) -> None:
    """Half-written is fine; what is misshapen or markup is not. Refuses what another window changed meanwhile."""
    if lesson.revision != revision:
        raise RuleBroken(n_("This lesson was changed in another window meanwhile. Open it again."))
    if not isinstance(content, TYPES[lesson.kind]):
        raise TypeError(f"{type(content).__name__} in a lesson of the kind {lesson.kind}")
    lesson.content = to_json(draft_from(lesson.kind, to_json(content)))
    lesson.revision += 1
    session.flush()


def move_lesson(session: Session, lesson: Lesson, by: int) -> None:
    """One place up (-1) or down (1)."""
    here, there = lesson.number, lesson.number + by
    other = next((one for one in lesson.version.lessons if one.number == there), None)
    if other is None:
        return
    for one, number in ((lesson, ASIDE + here), (other, here), (lesson, there)):
        one.number = number
        session.flush()


def remove_lesson(session: Session, lesson: Lesson) -> None:
    """Those behind it move up, in two steps, for no two lessons may have one number even for a moment."""
    version, number = lesson.version, lesson.number
    session.delete(lesson)
    session.flush()
    later = update(Lesson).where(Lesson.version_id == version.id, Lesson.number > number)
    session.execute(later.values(number=Lesson.number + ASIDE))
    session.execute(later.values(number=Lesson.number - ASIDE - 1))
    session.expire(version, ["lessons"])
    _count_minutes(session, version)


def _count_minutes(session: Session, version: ModuleVersion) -> None:
    minutes = session.scalar(select(func.sum(Lesson.minutes)).where(Lesson.version_id == version.id))
    version.minutes = int(minutes or 0)
    session.expire(version, ["lessons"])
