"""Beginning a module, finishing its lessons in order, and with the last one the module."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.domain.errors import NotAllowed, NotFound, RuleBroken
from portal.domain.events import announce
from portal.domain.learning.events import ModuleFinished
from portal.domain.learning.modules.models import Lesson, LessonKind
from portal.domain.learning.paths.queries import due_on
from portal.domain.learning.paths.sequences import missing_for
from portal.domain.learning.studies.boosters import plan_boosters
from portal.domain.learning.studies.checks import answered_checks, known_options, questions_of, right_of
from portal.domain.learning.studies.models import LessonDone, Study
from portal.domain.learning.studies.offers import study_of, version_for
from portal.domain.learning.studies.policies import may_study
from portal.domain.learning.studies.queries import Step, Walk, content_of, walk_for
from portal.domain.learning.studies.records import CheckAnswer
from portal.domain.organisation.viewers import Viewer
from portal.domain.periods import local_day
from portal.domain.words import n_


def start(session: Session, module_id: int, *, by: Viewer, at: datetime) -> Study:
    """Begin the live version. Who has begun stays on that version; who has finished the live one gets it back.

    Refused until what has to come before it is finished.
    """
    version = version_for(session, by, module_id)
    if not may_study(by):
        raise NotAllowed
    begun = study_of(session, by, module_id)
    if begun is not None and (begun.finished_at is None or begun.version_id == version.id):
        return begun
    if begun is None and (missing := missing_for(session, by, module_id)):
        first = missing[0].live_version
        raise RuleBroken(
            n_("This module is still locked. Finish “%(title)s” first."), title=first.title if first else ""
        )
    study = Study(
        employee_id=by.employee_id,
        module_id=module_id,
        version_id=version.id,
        unit_key=by.unit_key,
        due_on=due_on(session, by, module_id),
        started_at=at,
        touched_at=at,
    )
    try:
        with session.begin_nested():
            session.add(study)
    except IntegrityError:  # the same person in another window, this very moment
        begun = study_of(session, by, module_id)
        if begun is None:
            raise
        return begun
    return study


def open_lesson(
    session: Session, study_id: int, number: int, *kinds: LessonKind, by: Viewer
) -> tuple[Walk, Step, Lesson]:
    """The lesson to act on, held until the end of the transaction. Refuses a locked one."""
    walk = walk_for(session, by, study_id, to_change=True)
    step = walk.step(number)
    if kinds and step.kind not in kinds:
        raise NotFound
    if not step.is_open:
        raise RuleBroken(
            n_("This lesson is still locked. Finish “%(title)s” first."), title=walk.current.title
        )
    return walk, step, session.get_one(Lesson, step.id)


def answer_check(
    session: Session, study_id: int, number: int, key: str, chosen: list[str], *, by: Viewer, at: datetime
) -> None:
    """The first answer stays; asking again changes nothing."""
    walk, _step, lesson = open_lesson(session, study_id, number, by=by)
    question = next((one for one in questions_of(content_of(lesson)) if one.key == key), None)
    if question is None:
        raise NotFound
    if session.get(CheckAnswer, (walk.study.id, lesson.id, key)) is not None:
        return
    keys = known_options(question, chosen)
    session.add(
        CheckAnswer(
            study_id=walk.study.id,
            lesson_id=lesson.id,
            question=key,
            chosen=keys,
            is_right=set(keys) == right_of(question),
            answered_at=at,
        )
    )
    walk.study.touched_at, walk.study.last_lesson_id = at, lesson.id


def finish_reading(session: Session, study_id: int, number: int, *, by: Viewer, at: datetime) -> Walk:
    """A text is done when each of its checks has been answered, right or wrong."""
    walk, step, lesson = open_lesson(session, study_id, number, LessonKind.TEXT, by=by)
    asked = questions_of(content_of(lesson))
    missing = len(asked) - len(answered_checks(session, walk.study.id, lesson.id)) if asked else 0
    if missing > 0:
        raise RuleBroken(n_("Answer the questions of this lesson first: %(count)s to go."), count=missing)
    mark_done(session, walk, step, at=at)
    return walk


def mark_done(session: Session, walk: Walk, step: Step, *, at: datetime) -> None:
    """Once. With the last lesson the module is finished, on the agency's day; questions to remember it are planned."""
    study = walk.study
    study.touched_at, study.last_lesson_id = at, step.id
    if step.is_done:
        return
    session.add(LessonDone(study_id=study.id, lesson_id=step.id, done_at=at))
    done = walk.done + 1
    study.percent = 100 * done // len(walk.steps)
    if done == len(walk.steps) and study.finished_at is None:
        study.finished_at, study.finished_on = at, local_day(at, walk.timezone)
        session.flush()
        plan_boosters(session, study, at=at)
        announce(session, ModuleFinished(employee_id=study.employee_id, study_id=study.id, at=at))
