"""What a unit's people should be able to do, in the words that courses and modules are tagged with."""

from __future__ import annotations

from datetime import datetime
from enum import IntEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.domain.base import Base, Id
from portal.domain.organisation.models import OrgUnit, PositionKind
from portal.domain.words import n_


class Level(IntEnum):
    """How much learning stands behind a competence."""

    BASIC = 1
    ABLE = 2
    EXPERT = 3


LEVEL_NAMES = {Level.BASIC: n_("Basic"), Level.ABLE: n_("Able"), Level.EXPERT: n_("Expert")}
LEVEL_HOURS = {Level.BASIC: 1, Level.ABLE: 8, Level.EXPERT: 24}  # JP with proof behind the tag


class CompetenceNeed(Base):
    """It counts in the unit and below it, for everybody or for one kind of position."""

    __tablename__ = "competence_need"
    __table_args__ = (Index(None, "unit_id", "tag"), CheckConstraint("level BETWEEN 1 AND 3", name="level"))

    id: Mapped[Id]
    unit_id: Mapped[int] = mapped_column(ForeignKey("org_unit.id"))
    position_kind: Mapped[PositionKind | None]
    tag: Mapped[str]
    level: Mapped[int] = mapped_column(SmallInteger)
    why: Mapped[str] = mapped_column(default="")
    set_by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    set_at: Mapped[datetime]

    unit: Mapped[OrgUnit] = relationship()

    @property
    def hours(self) -> int:
        """JP behind the tag that the level asks for."""
        return LEVEL_HOURS[Level(self.level)]
