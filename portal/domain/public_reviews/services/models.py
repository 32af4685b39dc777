from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.domain.base import Base, Id
from portal.domain.organisation.models import Agency, OrgUnit
from portal.domain.public_reviews.elements import CODES
from portal.domain.public_reviews.satisfaction import WeightMode
from portal.domain.words import n_


class CounterKind(StrEnum):
    DESK = "desk"
    ONLINE = "online"
    MOBILE = "mobile"


COUNTER_KIND_NAMES = {
    CounterKind.DESK: n_("Counter in the office"),
    CounterKind.ONLINE: n_("Online service"),
    CounterKind.MOBILE: n_("Mobile service"),
}


class Service(Base):
    """What a unit does for people, with its published standard. `usual_per_day` is counted anew every night."""

    __tablename__ = "service"
    __table_args__ = (
        Index(None, "unit_key", "name", "id"),
        Index(None, "is_open", "name", "id"),
        Index(None, "agency_id", "name", "id"),
        CheckConstraint("standard_days IS NULL OR standard_days BETWEEN 0 AND 365", name="standard_days"),
    )

    id: Mapped[Id]
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("org_unit.id"))
    unit_key: Mapped[int]
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    description: Mapped[str] = mapped_column(default="")
    standard_days: Mapped[int | None]
    standard_fee: Mapped[str] = mapped_column(default="")
    requirements: Mapped[str] = mapped_column(default="")
    served_per_year: Mapped[int | None]
    usual_per_day: Mapped[int] = mapped_column(default=0)
    is_open: Mapped[bool] = mapped_column(default=True)

    agency: Mapped[Agency] = relationship()
    unit: Mapped[OrgUnit] = relationship()


class SatisfactionSurvey(Base):
    """How a service's index is computed from a day on. Figures of different weight modes never share a line."""

    __tablename__ = "satisfaction_survey"
    __table_args__ = (UniqueConstraint("service_id", "valid_from"),)

    id: Mapped[Id]
    service_id: Mapped[int] = mapped_column(ForeignKey("service.id"))
    valid_from: Mapped[date]
    weight_mode: Mapped[WeightMode] = mapped_column(default=WeightMode.ROUND3)
    elements: Mapped[list[Any]] = mapped_column(default=lambda: list(CODES))


class Counter(Base):
    """A place where people are asked. `code` is short enough to type and too long to guess."""

    __tablename__ = "counter"
    __table_args__ = (Index(None, "service_id", "name", "id"),)

    id: Mapped[Id]
    service_id: Mapped[int] = mapped_column(ForeignKey("service.id"))
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    kind: Mapped[CounterKind] = mapped_column(default=CounterKind.DESK)
    is_open: Mapped[bool] = mapped_column(default=True)

    service: Mapped[Service] = relationship()
