"""Attempts at a quiz: drawn and shuffled when they begin, fixed from then on, counted by a constraint."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.domain.errors import NotFound, RuleBroken
from portal.domain.events import announce
from portal.domain.learning.events import QuizHandedIn
from portal.domain.learning.modules.contents import Option, Question, QuizContent
from portal.domain.learning.modules.models import Lesson, LessonKind
from portal.domain.learning.studies.actions import mark_done, open_lesson
from portal.domain.learning.studies.checks import known_options, right_of
from portal.domain.learning.studies.models import QuizAttempt
from portal.domain.learning.studies.queries import content_of
from portal.domain.learning.studies.records import ExtraAttempt
from portal.domain.organisation.viewers import Viewer
from portal.domain.periods import local_day
from portal.domain.words import n_


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as this attempt shows it: its options in their order, and what was chosen."""

    question: Question
    options: tuple[Option, ...]
    chosen: frozenset[str]

    @property
    def is_right(self) -> bool:
        return self.chosen == right_of(self.question)


@dataclass(frozen=True, slots=True)
class QuizView:
    """`allowed` 0 means as many as one likes."""

    content: QuizContent
    attempts: Sequence[QuizAttempt]
    allowed: int

    @property
    def latest(self) -> QuizAttempt | None:
        return self.attempts[-1] if self.attempts else None

    @property
    def open(self) -> QuizAttempt | None:
        return self.latest if self.latest is not None and self.latest.handed_in_at is None else None

    @property
    def is_passed(self) -> bool:
        return any(attempt.is_passed for attempt in self.attempts)

    @property
    def left(self) -> int | None:
        """How many attempts may still begin; None without a limit."""
        return max(0, self.allowed - len(self.attempts)) if self.allowed else None

    @property
    def is_used_up(self) -> bool:
        return self.left == 0 and not self.is_passed and self.open is None

    @property
    def asks(self) -> int:
        """How many questions an attempt has."""
        return self.content.draw or len(self.content.questions)


def quiz_view(session: Session, study_id: int, lesson: Lesson) -> QuizView:
    content = content_of(lesson)
    if not isinstance(content, QuizContent):
        raise NotFound
    attempts = session.scalars(
        select(QuizAttempt)
        .where(QuizAttempt.study_id == study_id, QuizAttempt.lesson_id == lesson.id)
        .order_by(QuizAttempt.number)
    ).all()
    return QuizView(
        content, attempts, content.attempts and content.attempts + _extra(session, study_id, lesson.id)
    )


def _extra(session: Session, study_id: int, lesson_id: int) -> int:
    given = select(func.count(ExtraAttempt.id)).where(
        ExtraAttempt.study_id == study_id, ExtraAttempt.lesson_id == lesson_id
    )
    return session.scalar(given) or 0


def asked_in(content: QuizContent, attempt: QuizAttempt) -> list[Asked]:
    """The questions of an attempt in its own order."""
    known = {question.key: question for question in content.questions}
    answers = attempt.answers or {}
    return [_asked(known[key], shown, answers.get(key, ())) for key, shown in attempt.asked]


def _asked(question: Question, shown: Sequence[str], chosen: Sequence[str]) -> Asked:
    options = {option.key: option for option in question.options}
    return Asked(question, tuple(options[key] for key in shown), frozenset(chosen))


def begin_attempt(
    session: Session, study_id: int, number: int, *, by: Viewer, at: datetime, random: Random
) -> QuizAttempt:
    """The open attempt if there is one. A fourth of three is refused; so is any after passing."""
    walk, step, lesson = open_lesson(session, study_id, number, LessonKind.QUIZ, by=by)
    view = quiz_view(session, study_id, lesson)
    if view.open is not None:
        return view.open
    if step.is_done or view.is_passed:
        raise RuleBroken(n_("You have passed this quiz already."))
    if view.is_used_up:
        raise RuleBroken(
            n_("All %(count)s attempts are used. A trainer can give you another one."), count=view.allowed
        )
    attempt = QuizAttempt(
        study_id=study_id,
        lesson_id=lesson.id,
        number=len(view.attempts) + 1,
        asked=drawn(view.content, random),
        started_at=at,
    )
    try:
        with session.begin_nested():
            session.add(attempt)
    except IntegrityError as twin:
        raise RuleBroken(n_("This attempt has begun in another window. Open the page again.")) from twin
    walk.study.touched_at, walk.study.last_lesson_id = at, lesson.id
    return attempt


def drawn(content: QuizContent, random: Random) -> list[list[object]]:
    """[question, [options in order]]: every topic in turn until enough are drawn."""
    questions = list(content.questions)
    if content.draw or content.is_shuffled:
        random.shuffle(questions)
    if content.draw:
        seen: dict[str, int] = {}
        turn = {one.key: _count(seen, one.topic) for one in questions}
        questions = sorted(questions, key=lambda one: turn[one.key])[: content.draw]
    return [[one.key, _order(one, content, random)] for one in questions]


def _count(seen: dict[str, int], topic: str) -> int:
    seen[topic] = seen.get(topic, 0) + 1
    return seen[topic]


def _order(question: Question, content: QuizContent, random: Random) -> list[str]:
    keys = [option.key for option in question.options]
    return random.sample(keys, len(keys)) if content.is_shuffled else keys


def hand_in_attempt(
    session: Session,
    study_id: int,
    number: int,
    attempt_number: int,
    answers: Mapping[str, list[str]],
    *,
    by: Viewer,
    at: datetime,
) -> QuizAttempt:
    """Handing in again changes nothing. Every question needs an answer; the score is the share of right ones."""
    walk, step, lesson = open_lesson(session, study_id, number, LessonKind.QUIZ, by=by)
    view = quiz_view(session, study_id, lesson)
    attempt = next((one for one in view.attempts if one.number == attempt_number), None)
    if attempt is None:
        raise NotFound
    if attempt.handed_in_at is not None:
        return attempt
    asked = asked_in(view.content, attempt)
    chosen = {
        one.question.key: known_options(one.question, answers.get(one.question.key, [])) for one in asked
    }
    right = sum(set(chosen[one.question.key]) == right_of(one.question) for one in asked)
    attempt.answers, attempt.score = chosen, 100 * right // len(asked)
    attempt.is_passed = attempt.score >= view.content.pass_percent
    attempt.handed_in_at, attempt.handed_in_on = at, local_day(at, walk.timezone)
    walk.study.touched_at, walk.study.last_lesson_id = at, lesson.id
    announce(session, QuizHandedIn(employee_id=walk.study.employee_id, attempt_id=attempt.id, at=at))
    if attempt.is_passed:
        mark_done(session, walk, step, at=at)
    return attempt
