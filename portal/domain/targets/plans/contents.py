"""What a version of a plan says: work results and the indicators that measure them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.domain.base import Base, Id
from portal.domain.targets import achievement
from portal.domain.targets.achievement import Direction, Reading
from portal.domain.targets.plans.models import PlanVersion
from portal.domain.words import n_


class ResultKind(StrEnum):
    PRIMARY = "primary"
    ADDITIONAL = "additional"


RESULT_KIND_NAMES = {ResultKind.PRIMARY: n_("Primary"), ResultKind.ADDITIONAL: n_("Additional")}


class Perspective(StrEnum):
    """The balanced scorecard of leaders' plans."""

    RECIPIENT = "recipient"
    PROCESS = "process"
    INTERNAL = "internal"
    BUDGET = "budget"


PERSPECTIVE_NAMES = {
    Perspective.RECIPIENT: n_("Recipients of the service"),
    Perspective.PROCESS: n_("Process"),
    Perspective.INTERNAL: n_("Strengthening the organisation"),
    Perspective.BUDGET: n_("Budget"),
}


class Aspect(StrEnum):
    QUANTITY = "quantity"
    QUALITY = "quality"
    TIME = "time"
    COST = "cost"


ASPECT_NAMES = {
    Aspect.QUANTITY: n_("Quantity"),
    Aspect.QUALITY: n_("Quality"),
    Aspect.TIME: n_("Time"),
    Aspect.COST: n_("Costs"),
}
DIRECTION_NAMES = {
    Direction.HIGHER: n_("Higher is better"),
    Direction.LOWER: n_("Lower is better"),
    Direction.WITHIN: n_("Within a range"),
}
READING_NAMES = {
    Reading.SUM: n_("Check-ins add up (documents, people served)"),
    Reading.LATEST: n_("The latest check-in counts (coverage, share)"),
    Reading.AVERAGE: n_("The mean of all check-ins counts (days, scores)"),
}


class WorkResult(Base):
    """A result (RHK). It serves the superior's result, or one told in words while that plan is missing."""

    __tablename__ = "work_result"
    __table_args__ = (Index(None, "version_id", "number"), Index(None, "superior_result_id"))

    id: Mapped[Id]
    version_id: Mapped[int] = mapped_column(ForeignKey("plan_version.id"))
    number: Mapped[int]
    kind: Mapped[ResultKind] = mapped_column(default=ResultKind.PRIMARY)
    text: Mapped[str]
    superior_result_id: Mapped[int | None] = mapped_column(ForeignKey("work_result.id"))
    superior_text: Mapped[str] = mapped_column(default="")
    assigned_by: Mapped[str] = mapped_column(default="")
    perspective: Mapped[Perspective | None]

    version: Mapped[PlanVersion] = relationship()
    superior_result: Mapped[WorkResult | None] = relationship(remote_side="WorkResult.id")
    indicators: Mapped[list[Indicator]] = relationship(
        back_populates="result", order_by="Indicator.number, Indicator.id"
    )

    @property
    def is_tentative(self) -> bool:
        """The superior's result is only told in words so far."""
        return self.superior_result_id is None and bool(self.superior_text)

    @property
    def serves(self) -> str:
        return self.superior_result.text if self.superior_result else self.superior_text


class Indicator(Base):
    """One measure of a result, with one owner. In a later version `first_id` is the row with the check-ins.

    `target_low` is the target; `target_high` ends the range of a WITHIN indicator; both are empty when the
    expectation is in words. `realization`, `reported_on`, `achieved_on` repeat what approved check-ins say.
    """

    __tablename__ = "indicator"
    __table_args__ = (
        Index(None, "result_id", "number"),
        Index(None, "first_id"),
        Index(None, "owner_id"),
        CheckConstraint("target_low >= 0", name="target"),
        CheckConstraint("target_high > target_low", name="range"),
    )

    id: Mapped[Id]
    result_id: Mapped[int] = mapped_column(ForeignKey("work_result.id"))
    first_id: Mapped[int | None] = mapped_column(ForeignKey("indicator.id"))
    owner_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    number: Mapped[int]
    aspect: Mapped[Aspect]
    text: Mapped[str]
    unit: Mapped[str] = mapped_column(default="")
    direction: Mapped[Direction] = mapped_column(default=Direction.HIGHER)
    reading: Mapped[Reading] = mapped_column(default=Reading.SUM)
    baseline: Mapped[Decimal | None]
    target_low: Mapped[Decimal | None]
    target_high: Mapped[Decimal | None]
    due_on: Mapped[date]
    evidence_expected: Mapped[str] = mapped_column(default="")
    realization: Mapped[Decimal | None]
    reported_on: Mapped[date | None]
    achieved_on: Mapped[date | None]
    mark_count: Mapped[int] = mapped_column(default=0)

    result: Mapped[WorkResult] = relationship(back_populates="indicators")

    @property
    def is_in_words(self) -> bool:
        return self.target_low is None

    @property
    def percent(self) -> Decimal | None:
        """Achievement of the approved realization; empty in words or before the first approval."""
        return self.percent_at(self.realization)

    def percent_at(self, realization: Decimal | None) -> Decimal | None:
        if realization is None or self.target_low is None:
            return None
        return achievement.percent(realization, self.target_low, self.target_high, self.direction)

    @property
    def bar(self) -> Decimal:
        """What a bar of 100 shows."""
        return achievement.capped(self.percent)
