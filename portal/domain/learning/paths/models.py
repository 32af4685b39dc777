"""The table of required modules."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
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
