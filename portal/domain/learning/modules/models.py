"""Tables of modules. A published version never changes; who started one stays on it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.domain.base import Base, Id
from portal.domain.files import StoredFile
from portal.domain.organisation.models import Agency
from portal.domain.words import n_


class ModuleState(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    RETIRED = "retired"


MODULE_STATE_NAMES = {
    ModuleState.DRAFT: n_("Draft module"),
    ModuleState.PUBLISHED: n_("Published"),
    ModuleState.RETIRED: n_("No longer offered"),
}


class VersionState(StrEnum):
    DRAFT = "draft"
    IN_REVIEW = "in_review"
    PUBLISHED = "published"


VERSION_STATE_NAMES = {
    VersionState.DRAFT: n_("Draft version"),
    VersionState.IN_REVIEW: n_("Waiting for review"),
    VersionState.PUBLISHED: n_("Published"),
}


class LessonKind(StrEnum):
    TEXT = "text"
    QUIZ = "quiz"
    CASE = "case"
    SIMULATION = "simulation"
    REFLECTION = "reflection"
    ASSIGNMENT = "assignment"
    ATTESTATION = "attestation"


LESSON_KIND_NAMES = {
    LessonKind.TEXT: n_("Lesson"),
    LessonKind.QUIZ: n_("Quiz"),
    LessonKind.CASE: n_("Case study"),
    LessonKind.SIMULATION: n_("Simulation"),
    LessonKind.REFLECTION: n_("Reflection and commitment"),
    LessonKind.ASSIGNMENT: n_("Practical assignment"),
    LessonKind.ATTESTATION: n_("Attestation"),
}


class Module(Base):
    """Without an agency a module is for all of them. `live_version_id` is what a newcomer starts."""

    __tablename__ = "module"
    __table_args__ = (Index(None, "agency_id", "state"), Index(None, "state", "id"))

    id: Mapped[Id]
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"))
    code: Mapped[str] = mapped_column(unique=True)
    state: Mapped[ModuleState] = mapped_column(default=ModuleState.DRAFT)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    live_version_id: Mapped[int | None] = mapped_column(
        ForeignKey("module_version.id", use_alter=True, name="fk_module_live_version_id_module_version")
    )
    created_at: Mapped[datetime]

    agency: Mapped[Agency | None] = relationship()
    live_version: Mapped[ModuleVersion | None] = relationship(
        foreign_keys=live_version_id, post_update=True, viewonly=True
    )


class ModuleVersion(Base):
    """`theme` is a tag like those of courses; `minutes` is the time it takes; `icon` one of the portal's icons."""

    __tablename__ = "module_version"
    __table_args__ = (
        UniqueConstraint("module_id", "number"),
        CheckConstraint("learning_hours BETWEEN 0 AND 40", name="learning_hours"),
    )

    id: Mapped[Id]
    module_id: Mapped[int] = mapped_column(ForeignKey("module.id"))
    number: Mapped[int]
    state: Mapped[VersionState] = mapped_column(default=VersionState.DRAFT)
    title: Mapped[str]
    summary: Mapped[str] = mapped_column(default="")
    outcomes: Mapped[str] = mapped_column(default="")
    theme: Mapped[str] = mapped_column(default="")
    icon: Mapped[str] = mapped_column(default="book")
    group: Mapped[str] = mapped_column(default="sociocultural")
    minutes: Mapped[int] = mapped_column(default=30)
    learning_hours: Mapped[int] = mapped_column(default=1)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    reviewer_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    review_note: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]

    module: Mapped[Module] = relationship(foreign_keys=module_id)
    lessons: Mapped[list[Lesson]] = relationship(
        back_populates="version", order_by="Lesson.number, Lesson.id", cascade="all, delete-orphan"
    )


class Lesson(Base):
    """`content` is read by `contents.py`: one frozen type per kind, never HTML.

    `revision` counts the changes of a draft, so that two windows do not write over each other.
    """

    __tablename__ = "lesson"
    __table_args__ = (UniqueConstraint("version_id", "number"), CheckConstraint("number > 0", name="number"))

    id: Mapped[Id]
    version_id: Mapped[int] = mapped_column(ForeignKey("module_version.id", ondelete="CASCADE"))
    number: Mapped[int]
    kind: Mapped[LessonKind] = mapped_column(default=LessonKind.TEXT)
    title: Mapped[str]
    minutes: Mapped[int] = mapped_column(default=5)
    content: Mapped[dict[str, Any]] = mapped_column(default=dict)
    revision: Mapped[int] = mapped_column(default=0, server_default="0")

    version: Mapped[ModuleVersion] = relationship(back_populates="lessons")


class ModuleFile(Base):
    """A picture, document or video that lessons of one version show by `name`."""

    __tablename__ = "module_file"
    __table_args__ = (UniqueConstraint("version_id", "name"), Index(None, "file_id"))

    id: Mapped[Id]
    version_id: Mapped[int] = mapped_column(ForeignKey("module_version.id", ondelete="CASCADE"))
    name: Mapped[str]
    words: Mapped[str] = mapped_column(default="")
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))

    file: Mapped[StoredFile] = relationship()
