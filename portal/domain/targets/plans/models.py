"""Tables of a plan. Contents hang on a version, so that a later one leaves every earlier one readable."""

from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.domain.append_only import refuse
from portal.domain.base import Base, Id
from portal.domain.organisation.models import Employee, OrgUnit, Placement, Position
from portal.domain.periods import Period
from portal.domain.words import n_

LATE_DAYS = 14


class Approach(StrEnum):
    """Quantitative plans count; qualitative ones tell the expectation in words. Both are full citizens."""

    QUANTITATIVE = "quantitative"
    QUALITATIVE = "qualitative"


APPROACH_NAMES = {
    Approach.QUANTITATIVE: n_("Quantitative: indicators with a target number"),
    Approach.QUALITATIVE: n_("Qualitative: the expectation told in words"),
}


class PlanState(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    REVISION_REQUESTED = "revision_requested"
    AGREED = "agreed"
    ACTIVE = "active"
    CLOSED = "closed"


PLAN_STATE_NAMES = {
    PlanState.DRAFT: n_("Draft"),
    PlanState.SUBMITTED: n_("Waiting for agreement"),
    PlanState.REVISION_REQUESTED: n_("Revision requested"),
    PlanState.AGREED: n_("Agreed"),
    PlanState.ACTIVE: n_("Running"),
    PlanState.CLOSED: n_("Closed"),
}
EDITABLE = frozenset({PlanState.DRAFT, PlanState.REVISION_REQUESTED})
IN_FORCE = frozenset({PlanState.AGREED, PlanState.ACTIVE})


class PerformancePlan(Base):
    """One person in one position over one period, from `starts_on` until before `ends_on`.

    `version_number` is the version that is being written or is in force.
    """

    __tablename__ = "performance_plan"
    __table_args__ = (
        UniqueConstraint("employee_id", "starts_on"),
        Index(None, "evaluator_id", "state", "state_since"),
        Index(None, "state", "ends_on"),
        CheckConstraint("ends_on > starts_on", name="dates"),
        CheckConstraint("evaluator_id <> employee_id", name="not_own_evaluator"),
    )

    id: Mapped[Id]
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    placement_id: Mapped[int | None] = mapped_column(ForeignKey("placement.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("org_unit.id"))
    position_id: Mapped[int | None] = mapped_column(ForeignKey("position.id"))
    evaluator_id: Mapped[int | None] = mapped_column(ForeignKey("employee.id"))
    approach: Mapped[Approach] = mapped_column(default=Approach.QUANTITATIVE)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    state: Mapped[PlanState] = mapped_column(default=PlanState.DRAFT)
    state_since: Mapped[datetime]
    version_number: Mapped[int] = mapped_column(default=1)

    employee: Mapped[Employee] = relationship(foreign_keys=employee_id)
    evaluator: Mapped[Employee | None] = relationship(foreign_keys=evaluator_id)
    placement: Mapped[Placement | None] = relationship()
    unit: Mapped[OrgUnit] = relationship()
    position: Mapped[Position | None] = relationship()

    @property
    def period(self) -> Period:
        return Period(self.starts_on, self.ends_on)

    @property
    def last_day(self) -> date:
        return self.ends_on - timedelta(days=1)

    @property
    def timezone(self) -> str:
        return self.employee.agency.timezone

    @property
    def is_editable(self) -> bool:
        return self.state in EDITABLE

    @property
    def is_in_force(self) -> bool:
        return self.state in IN_FORCE

    def elapsed(self, day: date) -> float:
        """The share of the period that has passed before that day, 0 to 1."""
        whole = (self.ends_on - self.starts_on).days
        return min(1.0, max(0.0, (day - self.starts_on).days / whole))


class PlanVersion(Base):
    """What stood in the plan at one time. `agreed_at` is empty until both sides have agreed to it."""

    __tablename__ = "plan_version"
    __table_args__ = (UniqueConstraint("plan_id", "number"),)

    id: Mapped[Id]
    plan_id: Mapped[int] = mapped_column(ForeignKey("performance_plan.id"))
    number: Mapped[int] = mapped_column(default=1)
    reason: Mapped[str] = mapped_column(default="")
    opened_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    agreed_at: Mapped[datetime | None]
    agreed_by_id: Mapped[int | None] = mapped_column(ForeignKey("employee.id"))


class PlanStep(Base):
    """The plan went into this state: who did it, in whose place, why. Written once."""

    __tablename__ = "plan_step"
    __table_args__ = (Index(None, "plan_id", "id"),)

    id: Mapped[Id]
    plan_id: Mapped[int] = mapped_column(ForeignKey("performance_plan.id"))
    version_number: Mapped[int]
    state: Mapped[PlanState]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("employee.id"))
    for_id: Mapped[int | None] = mapped_column(ForeignKey("employee.id"))
    reason: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]

    by: Mapped[Employee | None] = relationship(foreign_keys=by_id)
    stood_in_for: Mapped[Employee | None] = relationship(foreign_keys=for_id)


refuse(PlanStep.__table__)  # type: ignore[arg-type]
