"""Level 2, what people learned: the same questions before and after. N-gain = (after - before) / (100 - before)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, aliased

from portal.domain.errors import NotAllowed, NotFound, RuleBroken
from portal.domain.organisation.viewers import Viewer
from portal.domain.training.attendance.queries import Line, own_line
from portal.domain.training.courses.models import Course
from portal.domain.training.policies import may_edit
from portal.domain.training.proof.completion import complete_if_done
from portal.domain.training.proof.models import FEWEST, CourseQuestion, TakenTest, Turn
from portal.domain.training.seats.models import Enrolment, SeatState
from portal.domain.training.sessions.models import TrainingSession
from portal.domain.words import n_

MOST_QUESTIONS = 40
FEWEST_OPTIONS, MOST_OPTIONS = 2, 6
HIGH, MIDDLE = Decimal("0.7"), Decimal("0.3")  # Hake 1998


class GainLevel(StrEnum):
    HIGH = "high"
    MIDDLE = "middle"
    LOW = "low"


GAIN_LEVEL_NAMES = {
    GainLevel.HIGH: n_("high gain"),
    GainLevel.MIDDLE: n_("medium gain"),
    GainLevel.LOW: n_("low gain"),
}


def n_gain(before: Decimal | int, after: Decimal | int) -> Decimal | None:
    """The share of what could still be learned that was learned; scores from 0 to 100.

    None for who knew everything before. Two places; below zero when less was known afterwards.
    """
    if before >= 100:
        return None
    return ((Decimal(after) - before) / (100 - Decimal(before))).quantize(Decimal("0.01"))


def level_of(gain: Decimal) -> GainLevel:
    return GainLevel.HIGH if gain >= HIGH else GainLevel.MIDDLE if gain >= MIDDLE else GainLevel.LOW


def questions_of(session: Session, course_id: int) -> Sequence[CourseQuestion]:
    return session.scalars(
        select(CourseQuestion)
        .where(CourseQuestion.course_id == course_id, CourseQuestion.retired_at.is_(None))
        .order_by(CourseQuestion.id)
    ).all()


def add_question(
    session: Session,
    course: Course,
    text: str,
    options: Sequence[str],
    right: int,
    *,
    by: Viewer,
    at: datetime,
) -> CourseQuestion:
    """`right` counts the options from 0. From the first question on the course has a test."""
    if not may_edit(by, course):
        raise NotAllowed
    if not FEWEST_OPTIONS <= len(options) <= MOST_OPTIONS or len(set(options)) < len(options):
        raise RuleBroken(
            n_("Write two to six different answers, each on a line of its own."), field="options"
        )
    if not 0 <= right < len(options):
        raise RuleBroken(n_("Say which of the answers is right."), field="right")
    if len(questions_of(session, course.id)) >= MOST_QUESTIONS:
        raise RuleBroken(n_("A test has at most %(most)s questions."), most=MOST_QUESTIONS)
    new = CourseQuestion(course_id=course.id, text=text, options=list(options), right=right)
    course.has_tests = True
    session.add(new)
    session.flush()
    return new


def retire_question(session: Session, course: Course, question_id: int, *, by: Viewer, at: datetime) -> None:
    """No longer asked; who was asked before keeps the question for the test after."""
    if not may_edit(by, course):
        raise NotAllowed
    question = session.get(CourseQuestion, question_id)
    if question is None or question.course_id != course.id or question.retired_at:
        raise NotFound
    question.retired_at = at


@dataclass(frozen=True, slots=True)
class Paper:
    """A test as it is put before somebody: texts and options, with the right answers for the marking."""

    asked: list[Any]
    taken: TakenTest | None


def paper_for(session: Session, held: TrainingSession, turn: Turn, *, by: Viewer, at: datetime) -> Paper:
    """Refused in words at the wrong time; NotFound for people without a seat and courses without a test."""
    line = own_line(session, held, by)
    if line is None or not held.course.has_tests:
        raise NotFound
    taken = _taken(session, line.enrolment.id)
    if turn in taken:
        return Paper(list(taken[turn].asked), taken[turn])
    _open(held, line, turn, at)
    if turn is Turn.AFTER and Turn.BEFORE in taken:
        return Paper(list(taken[Turn.BEFORE].asked), None)
    asked = [
        {"text": one.text, "options": one.options, "right": one.right}
        for one in questions_of(session, held.course_id)
    ]
    if not asked:
        raise NotFound
    return Paper(asked, None)


def is_open(held: TrainingSession, state: SeatState, turn: Turn, at: datetime) -> bool:
    """Before: until the first sitting is over. After: once the last one has begun, for those not absent."""
    if turn is Turn.BEFORE:
        return held.is_ahead and state is SeatState.SEATED and at < held.days[0].ends_at
    return state in (SeatState.SEATED, SeatState.ATTENDED) and at >= held.days[-1].starts_at


def _open(held: TrainingSession, line: Line, turn: Turn, at: datetime) -> None:
    if not is_open(held, line.enrolment.state, turn, at):
        raise RuleBroken(
            n_("The test before the training is over: the training has begun.")
            if turn is Turn.BEFORE
            else n_("The test after the training opens with the last sitting, for those who attend.")
        )


def take(
    session: Session,
    held: TrainingSession,
    turn: Turn,
    answers: Sequence[int | None],
    *,
    by: Viewer,
    at: datetime,
) -> TakenTest:
    """Once. An unanswered question counts as wrong. The last thing that was missing brings the certificate."""
    paper = paper_for(session, held, turn, by=by, at=at)
    if paper.taken is not None:
        raise RuleBroken(n_("You have taken this test already."))
    line = own_line(session, held, by)
    if line is None or len(answers) != len(paper.asked):
        raise NotFound
    right = sum(answer == one["right"] for answer, one in zip(answers, paper.asked, strict=True))
    new = TakenTest(
        enrolment_id=line.enrolment.id, turn=turn, asked=paper.asked, answers=list(answers),
        percent=100 * right // len(paper.asked), taken_at=at,
    )  # fmt: skip
    try:
        with session.begin_nested():
            session.add(new)
    except IntegrityError as broken:
        raise RuleBroken(n_("You have taken this test already.")) from broken
    complete_if_done(session, held, line.enrolment, at=at)
    return new


def _taken(session: Session, enrolment_id: int) -> dict[Turn, TakenTest]:
    rows = session.scalars(select(TakenTest).where(TakenTest.enrolment_id == enrolment_id))
    return {one.turn: one for one in rows}


@dataclass(frozen=True, slots=True, kw_only=True)
class Learning:
    """Of those who took both tests: the means, and the gain of the group (Hake's: from the means)."""

    count: int
    before: Decimal
    after: Decimal

    @property
    def is_shown(self) -> bool:
        return self.count >= FEWEST

    @property
    def gain(self) -> Decimal | None:
        return n_gain(self.before, self.after) if self.is_shown else None

    @property
    def level(self) -> GainLevel | None:
        return None if self.gain is None else level_of(self.gain)


def learning(session: Session, held_ids: Select[int]) -> Learning:
    before, after = aliased(TakenTest), aliased(TakenTest)
    count, first, last = session.execute(
        select(func.count(), func.sum(before.percent), func.sum(after.percent))
        .select_from(before)
        .join(after, after.enrolment_id == before.enrolment_id)
        .join(Enrolment, Enrolment.id == before.enrolment_id)
        .where(before.turn == Turn.BEFORE, after.turn == Turn.AFTER, Enrolment.session_id.in_(held_ids))
    ).one()
    if count < FEWEST:
        return Learning(count=count, before=Decimal(), after=Decimal())
    tenth = Decimal("0.1")
    return Learning(
        count=count,
        before=(Decimal(first) / count).quantize(tenth),
        after=(Decimal(last) / count).quantize(tenth),
    )
