"""Tables of decisions about points, and of objections to them."""

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.domain.base import Base, Id
from portal.domain.organisation.models import Employee
from portal.domain.rewards.ledger.models import Award
from portal.domain.rewards.rules.models import Rule, RuleKind, RuleVersion
from portal.domain.words import n_

DAYS_TO_OBJECT = 14


class DecisionState(StrEnum):
    PROPOSED = "proposed"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    TAKEN_BACK = "taken_back"


DECISION_STATE_NAMES = {
    DecisionState.PROPOSED: n_("Waits for a second person"),
    DecisionState.APPROVED: n_("Approved"),
    DecisionState.REFUSED: n_("Refused"),
    DecisionState.WITHDRAWN: n_("Withdrawn"),
    DecisionState.TAKEN_BACK: n_("Taken back after an objection"),
}
IN_FORCE = "state IN ('proposed', 'approved')"


class ManualAward(Base):
    """A manual rule applied to one person by two others. `points` are always positive; the rule says give or take.

    `subject_id` is the account of the person it is about, so that the database itself keeps the three apart.
    """

    __tablename__ = "manual_award"
    __table_args__ = (
        CheckConstraint("points > 0", name="points"),
        CheckConstraint("author_id <> subject_id", name="not_about_oneself"),
        CheckConstraint("decided_by <> author_id", name="another_approver"),
        CheckConstraint("decided_by <> subject_id", name="not_decided_by_oneself"),
        Index(
            "uq_manual_award_in_force",
            "rule_id",
            "window_key",
            "employee_id",
            unique=True,
            sqlite_where=text(IN_FORCE),
            postgresql_where=text(IN_FORCE),
        ),
        Index(None, "employee_id", "state"),
        Index(None, "award_id"),
        Index(None, "rule_version_id"),
    )

    id: Mapped[Id]
    rule_id: Mapped[int] = mapped_column(ForeignKey("rule.id"))
    rule_version_id: Mapped[int] = mapped_column(ForeignKey("rule_version.id"))
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    window_key: Mapped[int]
    points: Mapped[int]
    reason: Mapped[str]
    state: Mapped[DecisionState] = mapped_column(default=DecisionState.PROPOSED)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    subject_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    proposed_at: Mapped[datetime]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    decided_at: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(default="")
    award_id: Mapped[int | None] = mapped_column(ForeignKey("award.id"))

    rule: Mapped[Rule] = relationship()
    version: Mapped[RuleVersion] = relationship()
    employee: Mapped[Employee] = relationship()
    award: Mapped[Award | None] = relationship()
    objection: Mapped["Objection | None"] = relationship(back_populates="about")

    @property
    def signed_points(self) -> int:
        return -self.points if self.rule.kind is RuleKind.DEDUCTION else self.points

    @property
    def object_until(self) -> datetime | None:
        """From this moment on it is too late to object; None while nothing was approved."""
        if self.decided_at is None or self.state not in (DecisionState.APPROVED, DecisionState.TAKEN_BACK):
            return None
        return self.decided_at + timedelta(days=DAYS_TO_OBJECT)


class Objection(Base):
    """What the person says against a decision, once, and what a third official answers."""

    __tablename__ = "manual_objection"

    id: Mapped[Id]
    manual_award_id: Mapped[int] = mapped_column(
        ForeignKey("manual_award.id", ondelete="CASCADE"), unique=True
    )
    words: Mapped[str]
    objected_at: Mapped[datetime]
    is_upheld: Mapped[bool | None]
    answer: Mapped[str] = mapped_column(default="")
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    answered_at: Mapped[datetime | None]

    about: Mapped[ManualAward] = relationship(back_populates="objection")
