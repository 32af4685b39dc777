"""Tables of what leads from module to module: requirements, prerequisites, learning paths."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, PrimaryKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.domain.base import Base, Id
from portal.domain.learning.modules.models import Module
from portal.domain.organisation.models import OrgUnit


class RequiredModule(Base):
    """Everybody in a unit and below it, or only who evaluates somebody there, is to finish a module by a day.

    `told_at` and `reminded_at` note that the worker has told them, and reminded those who had not finished.
    """

    __tablename__ = "required_module"
    __table_args__ = (UniqueConstraint("module_id", "unit_id"), Index(None, "unit_id"), Index(None, "due_on"))

    id: Mapped[Id]
    module_id: Mapped[int] = mapped_column(ForeignKey("module.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("org_unit.id"))
    is_for_evaluators: Mapped[bool] = mapped_column(default=False)
    due_on: Mapped[date]
    why: Mapped[str]
    set_by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    set_at: Mapped[datetime]
    told_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]

    module: Mapped[Module] = relationship()
    unit: Mapped[OrgUnit] = relationship()


class Prerequisite(Base):
    """A module that has to be finished before another one opens."""

    __tablename__ = "module_prerequisite"
    __table_args__ = (
        PrimaryKeyConstraint("module_id", "needs_id"),
        Index(None, "needs_id"),
        CheckConstraint("module_id <> needs_id", name="other"),
        {"sqlite_with_rowid": False},
    )

    module_id: Mapped[int] = mapped_column(ForeignKey("module.id", ondelete="CASCADE"))
    needs_id: Mapped[int] = mapped_column(ForeignKey("module.id", ondelete="CASCADE"))

    needs: Mapped[Module] = relationship(foreign_keys=needs_id)


class LearningPath(Base):
    """Modules in an order that makes sense, under one title. Without an agency it is for all of them."""

    __tablename__ = "learning_path"
    __table_args__ = (Index(None, "agency_id", "is_shown"),)

    id: Mapped[Id]
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"))
    title: Mapped[str]
    summary: Mapped[str] = mapped_column(default="")
    is_shown: Mapped[bool] = mapped_column(default=False)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    created_at: Mapped[datetime]

    steps: Mapped[list[PathStep]] = relationship(
        back_populates="path", order_by="PathStep.number", cascade="all, delete-orphan"
    )


class PathStep(Base):
    __tablename__ = "learning_path_step"
    __table_args__ = (
        UniqueConstraint("path_id", "module_id"),
        Index(None, "module_id"),
        CheckConstraint("number > 0", name="number"),
    )

    id: Mapped[Id]
    path_id: Mapped[int] = mapped_column(ForeignKey("learning_path.id", ondelete="CASCADE"))
    module_id: Mapped[int] = mapped_column(ForeignKey("module.id", ondelete="CASCADE"))
    number: Mapped[int]

    path: Mapped[LearningPath] = relationship(back_populates="steps")
    module: Mapped[Module] = relationship()
