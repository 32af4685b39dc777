"""Badges and levels as administrators define them. The picture is drawn from shape, tier and icon."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.domain.append_only import refuse
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


TIER_ORDER = {tier: place for place, tier in enumerate(Tier)}


@dataclass(frozen=True, slots=True)
class Look:
    """What a badge looked like and said under one version number. `lasts_months` None: it never runs out."""

    number: int
    name: str
    words: str
    criteria: str
    shape: Shape
    tier: Tier
    icon: str
    lasts_months: int | None


class Badge(Base):
    """`family` joins the tiers of one achievement, bronze to gold. `version` counts changes of what it shows."""

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
    criteria: Mapped[str] = mapped_column(default="", server_default="")
    lasts_months: Mapped[int | None]
    version: Mapped[int] = mapped_column(default=1, server_default="1")

    @property
    def look(self) -> Look:
        return Look(
            number=self.version,
            name=self.name,
            words=self.words,
            criteria=self.criteria,
            shape=self.shape,
            tier=self.tier,
            icon=self.icon,
            lasts_months=self.lasts_months,
        )


class FormerBadge(Base):
    """What a badge was under an earlier version, until `replaced_at`. What was issued under it stays so."""

    __tablename__ = "badge_former"
    __table_args__ = (UniqueConstraint("badge_id", "number"),)

    id: Mapped[Id]
    badge_id: Mapped[int] = mapped_column(ForeignKey("badge.id"))
    number: Mapped[int]
    name: Mapped[str]
    words: Mapped[str]
    criteria: Mapped[str]
    shape: Mapped[Shape]
    tier: Mapped[Tier]
    icon: Mapped[str]
    lasts_months: Mapped[int | None]
    replaced_at: Mapped[datetime]

    @property
    def look(self) -> Look:
        return Look(
            number=self.number,
            name=self.name,
            words=self.words,
            criteria=self.criteria,
            shape=self.shape,
            tier=self.tier,
            icon=self.icon,
            lasts_months=self.lasts_months,
        )


refuse(FormerBadge.__table__)  # type: ignore[arg-type]


class Level(Base):
    """A named step by the points of a year. `words`: what it opens, which is recognition, never a better seat."""

    __tablename__ = "level"
    __table_args__ = (CheckConstraint("points >= 0", name="points"),)

    id: Mapped[Id]
    points: Mapped[int] = mapped_column(unique=True)
    name: Mapped[str]
    icon: Mapped[str] = mapped_column(default="star")
    words: Mapped[str] = mapped_column(default="", server_default="")
