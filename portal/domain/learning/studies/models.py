"""Tables of studying. Progress is what was done, never how far somebody scrolled."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, PrimaryKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.domain.base import Base, Id
from portal.domain.learning.modules.models import Lesson, Module, ModuleVersion
from portal.domain.organisation.models import Employee


class Study(Base):
    """One person in one version of a module. `percent` repeats the share of finished lessons, 0 to 100.

    `finished_on` is the day in the agency's calendar on which `finished_at` falls.
    """

    __tablename__ = "study"
    __table_args__ = (
        UniqueConstraint("employee_id", "version_id"),
        Index(None, "employee_id", "finished_at"),
        Index(None, "module_id", "finished_at"),
        Index(None, "unit_key", "module_id"),
        Index(None, "version_id"),
        CheckConstraint("percent BETWEEN 0 AND 100", name="percent"),
        CheckConstraint("(finished_at IS NULL) = (finished_on IS NULL)", name="finished"),
    )

    id: Mapped[Id]
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    module_id: Mapped[int] = mapped_column(ForeignKey("module.id"))
    version_id: Mapped[int] = mapped_column(ForeignKey("module_version.id"))
    unit_key: Mapped[int]
    percent: Mapped[int] = mapped_column(default=0)
    last_lesson_id: Mapped[int | None] = mapped_column(ForeignKey("lesson.id"))
    due_on: Mapped[date | None]
    started_at: Mapped[datetime]
    touched_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    finished_on: Mapped[date | None]

    employee: Mapped[Employee] = relationship()
    module: Mapped[Module] = relationship()
    version: Mapped[ModuleVersion] = relationship()


class LessonDone(Base):
    """A lesson whose own condition is met: read to its check, quiz passed, ending reached, assignment accepted."""

    __tablename__ = "lesson_done"
    __table_args__ = (PrimaryKeyConstraint("study_id", "lesson_id"), {"sqlite_with_rowid": False})

    study_id: Mapped[int] = mapped_column(ForeignKey("study.id"))
    lesson_id: Mapped[int] = mapped_column(ForeignKey("lesson.id"))
    done_at: Mapped[datetime]


class QuizAttempt(Base):
    """`asked` are the drawn questions and the order of their options; `answers` the chosen keys. Score in percent.

    `handed_in_on` is the day in the agency's calendar.
    """

    __tablename__ = "quiz_attempt"
    __table_args__ = (
        UniqueConstraint("study_id", "lesson_id", "number"),
        CheckConstraint("score BETWEEN 0 AND 100", name="score"),
        CheckConstraint("number > 0", name="number"),
        CheckConstraint("(handed_in_at IS NULL) = (handed_in_on IS NULL)", name="handed_in"),
    )

    id: Mapped[Id]
    study_id: Mapped[int] = mapped_column(ForeignKey("study.id"))
    lesson_id: Mapped[int] = mapped_column(ForeignKey("lesson.id"))
    number: Mapped[int]
    asked: Mapped[list[Any]]
    answers: Mapped[dict[str, Any] | None]
    score: Mapped[int | None]
    is_passed: Mapped[bool] = mapped_column(default=False)
    started_at: Mapped[datetime]
    handed_in_at: Mapped[datetime | None]
    handed_in_on: Mapped[date | None]

    lesson: Mapped[Lesson] = relationship()


class SimulationRun(Base):
    """`path` are the choices so far, [scene, choice] in order; the meter and the scene follow from them."""

    __tablename__ = "simulation_run"
    __table_args__ = (
        UniqueConstraint("study_id", "lesson_id", "number"),
        CheckConstraint("trust BETWEEN 0 AND 100", name="trust"),
    )

    id: Mapped[Id]
    study_id: Mapped[int] = mapped_column(ForeignKey("study.id"))
    lesson_id: Mapped[int] = mapped_column(ForeignKey("lesson.id"))
    number: Mapped[int]
    path: Mapped[list[Any]] = mapped_column(default=list)
    scene: Mapped[str]
    trust: Mapped[int]
    ending: Mapped[str | None]
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
