"""Knowledge checks within texts: which there are, and what was answered."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.errors import RuleBroken
from portal.domain.learning.modules.contents import Content, Question
from portal.domain.learning.studies.records import CheckAnswer
from portal.domain.words import n_


def questions_of(content: Content) -> tuple[Question, ...]:
    return tuple(block.question for block in getattr(content, "blocks", ()) if block.question)


def answered_checks(session: Session, study_id: int, lesson_id: int) -> Mapping[str, CheckAnswer]:
    """By the question's key."""
    rows = session.scalars(
        select(CheckAnswer).where(CheckAnswer.study_id == study_id, CheckAnswer.lesson_id == lesson_id)
    )
    return {row.question: row for row in rows}


def known_options(question: Question, chosen: list[str]) -> list[str]:
    """The chosen keys in the order of the question. Refuses none, and more than one where one is asked."""
    keys = [option.key for option in question.options if option.key in chosen]
    if not keys:
        raise RuleBroken(n_("Choose an answer."), field=f"q_{question.key}")
    if len(keys) > 1 and not question.is_multiple:
        raise RuleBroken(n_("Choose only one answer."), field=f"q_{question.key}")
    return keys


def right_of(question: Question) -> set[str]:
    return {option.key for option in question.options if option.is_right}
