"""How far a unit's people have it to where trainings are usually held, as HR declares it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.domain.base import Base
from portal.domain.organisation.models import OrgUnit
from portal.domain.words import n_


class Band(StrEnum):
    HERE = "here"
    NEAR = "near"
    FAR = "far"
    REMOTE = "remote"


BAND_NAMES = {
    Band.HERE: n_("In the same place"),
    Band.NEAR: n_("Up to 10 km"),
    Band.FAR: n_("10 to 50 km"),
    Band.REMOTE: n_("Over 50 km, or only by boat"),
}


class UnitDistance(Base):
    """It counts for the unit and all below it, until one of those has its own."""

    __tablename__ = "unit_distance"

    unit_id: Mapped[int] = mapped_column(ForeignKey("org_unit.id"), primary_key=True, autoincrement=False)
    band: Mapped[Band]
    declared_by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    declared_at: Mapped[datetime]

    unit: Mapped[OrgUnit] = relationship()
