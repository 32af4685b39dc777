"""Badges and levels as administrators define them. The picture is drawn from shape, tier and icon."""

from enum import StrEnum

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.domain.base import Base, Id
from portal.domain.words import n_


class Shape(StrEnum):
    HEX = "hex"
    OCT = "oct"
    SEAL = "seal"
    SHIELD = "shield"
    CIRCLE = "circle"


class Tier(StrEnum):
    BRONZE = "bronze"
    SILVER = "silver"
    GOLD = "gold"


TIER_NAMES = {Tier.BRONZE: n_("Bronze"), Tier.SILVER: n_("Silver"), Tier.GOLD: n_("Gold")}


class Badge(Base):
    """`family` joins the tiers of one achievement, bronze to gold."""

    __tablename__ = "badge"
    __table_args__ = (Index(None, "family", "id"),)

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(unique=True)
    family: Mapped[str] = mapped_column(default="")
    name: Mapped[str]
    words: Mapped[str] = mapped_column(default="")
    shape: Mapped[Shape] = mapped_column(default=Shape.HEX)
    tier: Mapped[Tier] = mapped_column(default=Tier.BRONZE)
    icon: Mapped[str] = mapped_column(default="award")


class Level(Base):
    """A named step by the points of a year. What it `opens` is recognition, never a better seat."""

    __tablename__ = "level"
    __table_args__ = (CheckConstraint("points >= 0", name="points"),)

    id: Mapped[Id]
    points: Mapped[int] = mapped_column(unique=True)
    name: Mapped[str]
    icon: Mapped[str] = mapped_column(default="star")
    opens: Mapped[str] = mapped_column(default="", server_default="")
