"""Questions that come back after 2, 7 and 30 days, so that what was learnt is remembered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import cycle, islice
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager, joinedload

from portal.domain.errors import NotFound
from portal.domain.learning.modules.contents import Question, QuizContent
from portal.domain.learning.modules.models import Lesson
from portal.domain.learning.modules.reading import draft_from
from portal.domain.learning.studies.checks import known_options, questions_of, right_of
from portal.domain.learning.studies.models import QuizAttempt, Study
from portal.domain.learning.studies.records import Booster
from portal.domain.organisation.viewers import Viewer

AFTER_DAYS = (2, 7, 30)


def plan_boosters(session: Session, study: Study, *, at: datetime) -> None:
    """What was answered wrongly in a quiz comes first. A module without questions has none."""
    lessons = session.scalars(
        select(Lesson).where(Lesson.version_id == study.version_id).order_by(Lesson.number)
    )
    asked = [(lesson.id, question) for lesson in lessons for question in _all_questions(lesson)]
    Random(study.id).shuffle(asked)
    missed = _missed(session, study.id)
    asked.sort(key=lambda pair: (pair[0], pair[1].key) not in missed)
    for days, (lesson_id, question) in zip(AFTER_DAYS, islice(cycle(asked), len(AFTER_DAYS)), strict=False):
        session.add(
            Booster(
                study_id=study.id,
                lesson_id=lesson_id,
                question=question.key,
                days=days,
                due_at=at + timedelta(days=days),
            )
        )
    session.flush()


def _all_questions(lesson: Lesson) -> Sequence[Question]:
    content = draft_from(lesson.kind, lesson.content)
    return content.questions if isinstance(content, QuizContent) else questions_of(content)


def _missed(session: Session, study_id: int) -> set[tuple[int, str]]:
    attempts = session.scalars(
        select(QuizAttempt)
        .where(QuizAttempt.study_id == study_id, QuizAttempt.handed_in_at.is_not(None))
        .options(joinedload(QuizAttempt.lesson))
    )
    return {(attempt.lesson_id, key) for attempt in attempts for key in _wrong_of(attempt)}


def _wrong_of(attempt: QuizAttempt) -> Iterator[str]:
    for question in _all_questions(attempt.lesson):
        given = (attempt.answers or {}).get(question.key)
        if given is not None and set(given) != right_of(question):
            yield question.key


def booster_for(
    session: Session, viewer: Viewer, booster_id: int, *, at: datetime
) -> tuple[Booster, Question]:
    """Only one's own, and not before its day."""
    found = session.scalar(
        select(Booster)
        .join(Study)
        .where(Booster.id == booster_id, Study.employee_id == (viewer.employee_id or 0), Booster.due_at <= at)
        .options(contains_eager(Booster.study).joinedload(Study.version), joinedload(Booster.lesson))
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound
    return found, next(one for one in _all_questions(found.lesson) if one.key == found.question)


def answer_booster(
    session: Session, booster_id: int, chosen: list[str], *, by: Viewer, at: datetime
) -> Booster:
    """The first answer stays."""
    session.execute(select(Booster.id).where(Booster.id == booster_id).with_for_update())
    booster, question = booster_for(session, by, booster_id, at=at)
    if booster.answered_at is not None:
        return booster
    booster.chosen, booster.answered_at = known_options(question, chosen), at
    booster.is_right = set(booster.chosen) == right_of(question)
    return booster
