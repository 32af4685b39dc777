"""Tables of what learners write and declare, what trainers say about it, and what comes back later."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, PrimaryKeyConstraint, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.domain.base import Base, Id
from portal.domain.files import StoredFile
from portal.domain.learning.modules.models import Lesson
from portal.domain.learning.studies.models import Study


class CheckAnswer(Base):
    """The first answer to a knowledge check. It stays: feedback is there to learn from, not to try against."""

    __tablename__ = "check_answer"
    __table_args__ = (PrimaryKeyConstraint("study_id", "lesson_id", "question"), {"sqlite_with_rowid": False})

    study_id: Mapped[int] = mapped_column(ForeignKey("study.id"))
    lesson_id: Mapped[int] = mapped_column(ForeignKey("lesson.id"))
    question: Mapped[str]
    chosen: Mapped[list[Any]]
    is_right: Mapped[bool]
    answered_at: Mapped[datetime]


class Writing(Base):
    """Answers to a case or a reflection, one text a prompt. Nobody but the learner reads them.

    The commitment comes back as a notification at `remind_at`, once.
    """

    __tablename__ = "writing"
    __table_args__ = (
        PrimaryKeyConstraint("study_id", "lesson_id"),
        Index(
            "ix_writing_reminders",
            "remind_at",
            sqlite_where=text("remind_at IS NOT NULL AND reminded_at IS NULL"),
            postgresql_where=text("remind_at IS NOT NULL AND reminded_at IS NULL"),
        ),
        {"sqlite_with_rowid": False},
    )

    study_id: Mapped[int] = mapped_column(ForeignKey("study.id"))
    lesson_id: Mapped[int] = mapped_column(ForeignKey("lesson.id"))
    texts: Mapped[list[Any]]
    commitment: Mapped[str] = mapped_column(default="")
    written_at: Mapped[datetime]
    remind_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]

    study: Mapped[Study] = relationship()
    lesson: Mapped[Lesson] = relationship()


class Attestation(Base):
    """What somebody declared, in the words they saw, and when."""

    __tablename__ = "attestation"
    __table_args__ = (PrimaryKeyConstraint("study_id", "lesson_id"), {"sqlite_with_rowid": False})

    study_id: Mapped[int] = mapped_column(ForeignKey("study.id"))
    lesson_id: Mapped[int] = mapped_column(ForeignKey("lesson.id"))
    statement: Mapped[str]
    declared_at: Mapped[datetime]


class HandIn(Base):
    """Work on an assignment. `scores` are 0 to 100, one a criterion; `score` is their mean."""

    __tablename__ = "hand_in"
    __table_args__ = (
        UniqueConstraint("study_id", "lesson_id", "number"),
        CheckConstraint("score BETWEEN 0 AND 100", name="score"),
        CheckConstraint("(rated_at IS NULL) = (is_accepted IS NULL)", name="rated"),
        Index(
            "ix_hand_in_waiting",
            "handed_in_at",
            sqlite_where=text("rated_at IS NULL"),
            postgresql_where=text("rated_at IS NULL"),
        ),
        Index(None, "file_id"),
    )

    id: Mapped[Id]
    study_id: Mapped[int] = mapped_column(ForeignKey("study.id"))
    lesson_id: Mapped[int] = mapped_column(ForeignKey("lesson.id"))
    number: Mapped[int]
    text: Mapped[str]
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    handed_in_at: Mapped[datetime]
    rater_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    scores: Mapped[list[Any] | None]
    score: Mapped[int | None]
    is_accepted: Mapped[bool | None]
    comment: Mapped[str] = mapped_column(default="")
    rated_at: Mapped[datetime | None]

    study: Mapped[Study] = relationship()
    lesson: Mapped[Lesson] = relationship()
    file: Mapped[StoredFile | None] = relationship()


class ExtraAttempt(Base):
    """One more attempt at a quiz, given by a trainer to somebody who has used up theirs."""

    __tablename__ = "extra_attempt"
    __table_args__ = (Index(None, "study_id", "lesson_id"),)

    id: Mapped[Id]
    study_id: Mapped[int] = mapped_column(ForeignKey("study.id"))
    lesson_id: Mapped[int] = mapped_column(ForeignKey("lesson.id"))
    given_by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    given_at: Mapped[datetime]


class Booster(Base):
    """A question that comes back `days` after a module was finished, so that it is remembered."""

    __tablename__ = "booster"
    __table_args__ = (
        UniqueConstraint("study_id", "days"),
        CheckConstraint("days > 0", name="days"),
        Index(
            "ix_booster_waiting",
            "due_at",
            sqlite_where=text("notified_at IS NULL AND answered_at IS NULL"),
            postgresql_where=text("notified_at IS NULL AND answered_at IS NULL"),
        ),
    )

    id: Mapped[Id]
    study_id: Mapped[int] = mapped_column(ForeignKey("study.id"))
    lesson_id: Mapped[int] = mapped_column(ForeignKey("lesson.id"))
    question: Mapped[str]
    days: Mapped[int]
    due_at: Mapped[datetime]
    notified_at: Mapped[datetime | None]
    chosen: Mapped[list[Any] | None]
    is_right: Mapped[bool | None]
    answered_at: Mapped[datetime | None]

    study: Mapped[Study] = relationship()
    lesson: Mapped[Lesson] = relationship()
