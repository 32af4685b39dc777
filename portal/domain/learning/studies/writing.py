"""What a learner writes for themselves: cases, reflections with a commitment, declarations."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from portal.domain.errors import NotFound, RuleBroken
from portal.domain.learning.modules.contents import (
    AttestationContent,
    CaseContent,
    Content,
    ReflectionContent,
)
from portal.domain.learning.modules.models import LessonKind
from portal.domain.learning.studies.actions import mark_done, open_lesson
from portal.domain.learning.studies.queries import Walk, content_of
from portal.domain.learning.studies.records import Attestation, Writing
from portal.domain.organisation.viewers import Viewer
from portal.domain.words import n_


def writing_on(session: Session, study_id: int, lesson_id: int) -> Writing | None:
    return session.get(Writing, (study_id, lesson_id))


def attestation_on(session: Session, study_id: int, lesson_id: int) -> Attestation | None:
    return session.get(Attestation, (study_id, lesson_id))


def answer_case(
    session: Session, study_id: int, number: int, texts: Sequence[str], *, by: Viewer, at: datetime
) -> None:
    """Every question needs an answer of one's own; only then is the model answer shown, and the first answer stays."""
    walk, step, lesson = open_lesson(session, study_id, number, LessonKind.CASE, by=by)
    if writing_on(session, study_id, lesson.id) is not None:
        return
    content = content_of(lesson)
    if not isinstance(content, CaseContent):
        raise NotFound
    kept = _one_each(content, texts)
    for place, text in enumerate(kept):
        if not text:
            raise RuleBroken(n_("Write down what you think, in a sentence or two."), field=f"prompt_{place}")
    session.add(Writing(study_id=study_id, lesson_id=lesson.id, texts=kept, written_at=at))
    mark_done(session, walk, step, at=at)


def _one_each(content: CaseContent | ReflectionContent, texts: Sequence[str]) -> list[str]:
    return [*texts, *[""] * len(content.prompts)][: len(content.prompts)]


def reflect(
    session: Session,
    study_id: int,
    number: int,
    texts: Sequence[str],
    commitment: str,
    *,
    by: Viewer,
    at: datetime,
) -> Writing:
    """May be written again at any time; the reminder stays on its day."""
    walk, step, lesson = open_lesson(session, study_id, number, LessonKind.REFLECTION, by=by)
    content = content_of(lesson)
    if not isinstance(content, ReflectionContent):
        raise NotFound
    kept = _one_each(content, texts)
    _something_is_said(content, kept, commitment)
    writing = writing_on(session, study_id, lesson.id)
    if writing is None:
        writing = Writing(study_id=study_id, lesson_id=lesson.id)
        if content.asks_commitment and content.remind_days:
            writing.remind_at = at + timedelta(days=content.remind_days)
        session.add(writing)
    writing.texts, writing.written_at = kept, at
    writing.commitment = commitment if content.asks_commitment else ""
    mark_done(session, walk, step, at=at)
    return writing


def _something_is_said(content: ReflectionContent, texts: Sequence[str], commitment: str) -> None:
    if content.asks_commitment and not commitment:
        raise RuleBroken(n_("Name one thing that you will do."), field="commitment")
    if not content.asks_commitment and not any(texts):
        raise RuleBroken(n_("Write down at least one thought."), field="prompt_0")


def attest(
    session: Session, study_id: int, number: int, is_ticked: bool, *, by: Viewer, at: datetime
) -> Walk:
    """Keeps the words that were declared. Declaring again changes nothing."""
    walk, step, lesson = open_lesson(session, study_id, number, LessonKind.ATTESTATION, by=by)
    content: Content = content_of(lesson)
    if not isinstance(content, AttestationContent):
        raise NotFound
    if attestation_on(session, study_id, lesson.id) is not None:
        return walk
    if not is_ticked:
        raise RuleBroken(n_("Tick the box if you declare this."), field="declares")
    session.add(
        Attestation(study_id=study_id, lesson_id=lesson.id, statement=content.statement, declared_at=at)
    )
    mark_done(session, walk, step, at=at)
    return walk
