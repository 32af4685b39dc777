"""Tables of proof. Feedback has no author and no time: who has given it is known, what they wrote is nobody's."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.domain.base import Base, Id
from portal.domain.organisation.models import Employee
from portal.domain.training.courses.models import Course
from portal.domain.training.seats.models import Enrolment
from portal.domain.words import n_

FEWEST = 5  # answers before anything anonymous is shown


class Feedback(Base):
    """One person's opinion, 1 to 4. The number is random, so that the order of rows tells nothing."""

    __tablename__ = "training_feedback"
    __table_args__ = (
        Index(None, "session_id"),
        CheckConstraint("relevance BETWEEN 1 AND 4", name="relevance"),
        CheckConstraint("clarity BETWEEN 1 AND 4", name="clarity"),
        CheckConstraint("usefulness BETWEEN 1 AND 4", name="usefulness"),
        CheckConstraint("organisation BETWEEN 1 AND 4", name="organisation"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    session_id: Mapped[int] = mapped_column(ForeignKey("training_session.id"))
    relevance: Mapped[int]
    clarity: Mapped[int]
    usefulness: Mapped[int]
    organisation: Mapped[int]
    words: Mapped[str] = mapped_column(default="")


class TrainerRating(Base):
    """One person's opinion of one trainer, 1 to 4."""

    __tablename__ = "trainer_rating"
    __table_args__ = (
        Index(None, "trainer_id", "score"),
        Index(None, "session_id"),
        CheckConstraint("score BETWEEN 1 AND 4", name="score"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    session_id: Mapped[int] = mapped_column(ForeignKey("training_session.id"))
    trainer_id: Mapped[int] = mapped_column(ForeignKey("trainer.id"))
    score: Mapped[int]


class FeedbackGiven(Base):
    """That somebody has given feedback: the certificate waits for it. Nothing leads to the answers."""

    __tablename__ = "training_feedback_given"

    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), primary_key=True)
    given_on: Mapped[date]


class CourseQuestion(Base):
    """A question of a course's test, asked before and after. `options` are texts; `right` counts from 0."""

    __tablename__ = "course_question"
    __table_args__ = (Index(None, "course_id", "id"), CheckConstraint('"right" >= 0', name="right"))

    id: Mapped[Id]
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    text: Mapped[str]
    options: Mapped[list[Any]]
    right: Mapped[int]
    retired_at: Mapped[datetime | None]


class Turn(StrEnum):
    BEFORE = "before"
    AFTER = "after"


TURN_NAMES = {Turn.BEFORE: n_("Test before"), Turn.AFTER: n_("Test after")}


class TakenTest(Base):
    """`asked` are the questions as they were, so that both tests of a person ask the same; `percent` of them right."""

    __tablename__ = "taken_test"
    __table_args__ = (
        UniqueConstraint("enrolment_id", "turn"),
        CheckConstraint("percent BETWEEN 0 AND 100", name="percent"),
    )

    id: Mapped[Id]
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    turn: Mapped[Turn]
    asked: Mapped[list[Any]]
    answers: Mapped[list[Any]]
    percent: Mapped[int]
    taken_at: Mapped[datetime]


class Side(StrEnum):
    SELF = "self"
    PEER = "peer"
    EVALUATOR = "evaluator"


SIDE_NAMES = {
    Side.SELF: n_("The participants themselves"),
    Side.PEER: n_("Colleagues"),
    Side.EVALUATOR: n_("Evaluators"),
}


class Obstacle(StrEnum):
    NONE = "none"
    TIME = "time"
    TOOLS = "tools"
    SUPPORT = "support"
    CHANCE = "chance"
    FIT = "fit"


OBSTACLE_NAMES = {
    Obstacle.NONE: n_("Nothing: it is being applied"),
    Obstacle.TIME: n_("No time for it yet"),
    Obstacle.TOOLS: n_("Tools or data are missing"),
    Obstacle.SUPPORT: n_("No support from others yet"),
    Obstacle.CHANCE: n_("There has been no occasion yet"),
    Obstacle.FIT: n_("It does not fit the work"),
}


class BehaviourCheck(Base):
    """Months later: how often what was learned is seen at work. `scores` 1 to 4, one for each statement.

    `percent` is their mean, from 0 (never) to 100 (always).
    """

    __tablename__ = "behaviour_check"
    __table_args__ = (
        UniqueConstraint("enrolment_id", "side"),
        Index(None, "rater_id", "answered_at", "due_on"),
        CheckConstraint("(answered_at IS NULL) = (percent IS NULL)", name="answered"),
    )

    id: Mapped[Id]
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    side: Mapped[Side]
    rater_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    statements: Mapped[list[Any]]
    asked_at: Mapped[datetime]
    due_on: Mapped[date]
    reminded_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    scores: Mapped[list[Any] | None]
    percent: Mapped[int | None]
    obstacle: Mapped[Obstacle | None]

    enrolment: Mapped[Enrolment] = relationship()
    rater: Mapped[Employee] = relationship()


class CourseMeasure(Base):
    """A figure of the portal that this course wants to move. `source` and `key` are read by whoever offers it."""

    __tablename__ = "course_measure"
    __table_args__ = (UniqueConstraint("course_id", "source", "key"),)

    id: Mapped[Id]
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    source: Mapped[str]
    key: Mapped[str]
    label: Mapped[str]
    added_by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    added_at: Mapped[datetime]

    course: Mapped[Course] = relationship()
