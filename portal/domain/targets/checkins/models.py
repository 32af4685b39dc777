"""Tables of check-ins. A correction is a new entry; decisions and marks are written once."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.domain.append_only import refuse
from portal.domain.base import Base, Id
from portal.domain.files import StoredFile
from portal.domain.organisation.models import Employee
from portal.domain.targets.plans.contents import Indicator
from portal.domain.targets.plans.models import PerformancePlan
from portal.domain.words import n_


class EntryState(StrEnum):
    """REPLACED: was in force until a correction was approved. WITHDRAWN: corrected before anybody decided."""

    SUBMITTED = "submitted"
    APPROVED = "approved"
    RETURNED = "returned"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"


ENTRY_STATE_NAMES = {
    EntryState.SUBMITTED: n_("Waiting for approval"),
    EntryState.APPROVED: n_("Approved"),
    EntryState.RETURNED: n_("Returned"),
    EntryState.REPLACED: n_("Replaced by a correction"),
    EntryState.WITHDRAWN: n_("Withdrawn"),
}


class Verdict(StrEnum):
    APPROVED = "approved"
    RETURNED = "returned"
    VOIDED = "voided"
    REPLACED = "replaced"
    RESTORED = "restored"


VERDICT_NAMES = {
    Verdict.APPROVED: n_("Approved"),
    Verdict.RETURNED: n_("Returned"),
    Verdict.VOIDED: n_("Approval taken back"),
    Verdict.REPLACED: n_("Replaced by a correction"),
    Verdict.RESTORED: n_("Counts again"),
}
EFFECTS = {
    Verdict.APPROVED: 1,
    Verdict.RETURNED: 0,
    Verdict.VOIDED: -1,
    Verdict.REPLACED: -1,
    Verdict.RESTORED: 1,
}


class ProgressEntry(Base):
    """A check-in: what was reached (`value` in the indicator's unit) as of a day, with a note and evidence.

    How values become one realization is the indicator's `reading`. `value` is empty for words.
    """

    __tablename__ = "progress_entry"
    __table_args__ = (
        UniqueConstraint("supersedes_id"),
        Index(None, "indicator_id", "as_of_on", "id"),
        Index(None, "plan_id", "state", "submitted_at"),
        CheckConstraint("value >= 0", name="value"),
    )

    id: Mapped[Id]
    plan_id: Mapped[int] = mapped_column(ForeignKey("performance_plan.id"))
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicator.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    supersedes_id: Mapped[int | None] = mapped_column(ForeignKey("progress_entry.id"))
    value: Mapped[Decimal | None]
    note: Mapped[str] = mapped_column(default="")
    as_of_on: Mapped[date]
    state: Mapped[EntryState] = mapped_column(default=EntryState.SUBMITTED)
    is_late: Mapped[bool] = mapped_column(default=False)
    submitted_at: Mapped[datetime]

    plan: Mapped[PerformancePlan] = relationship()
    indicator: Mapped[Indicator] = relationship()
    author: Mapped[Employee] = relationship()
    supersedes: Mapped[ProgressEntry | None] = relationship(remote_side="ProgressEntry.id")
    evidence: Mapped[list[Evidence]] = relationship(order_by="Evidence.id")
    decisions: Mapped[list[Decision]] = relationship(order_by="Decision.number", back_populates="entry")


class Evidence(Base):
    """A file or a link, never both."""

    __tablename__ = "evidence"
    __table_args__ = (
        Index(None, "entry_id"),
        Index(None, "file_id"),
        CheckConstraint("(file_id IS NULL) <> (link IS NULL)", name="one"),
    )

    id: Mapped[Id]
    entry_id: Mapped[int] = mapped_column(ForeignKey("progress_entry.id"))
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    link: Mapped[str | None]

    file: Mapped[StoredFile | None] = relationship()

    @property
    def is_erased(self) -> bool:
        """Whether its author asked for it; that there was evidence stays visible."""
        return self.file.erased_at is not None if self.file else not self.link


class Decision(Base):
    """What became of a check-in; `effect` is what it adds to the number of approved ones. Written once."""

    __tablename__ = "progress_decision"
    __table_args__ = (
        UniqueConstraint("entry_id", "number"),
        CheckConstraint("by_id <> author_id", name="not_self"),
        CheckConstraint("effect BETWEEN -1 AND 1", name="effect"),
    )

    id: Mapped[Id]
    entry_id: Mapped[int] = mapped_column(ForeignKey("progress_entry.id"))
    number: Mapped[int]
    verdict: Mapped[Verdict]
    effect: Mapped[int]
    reason: Mapped[str] = mapped_column(default="")
    author_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    for_id: Mapped[int | None] = mapped_column(ForeignKey("employee.id"))
    at: Mapped[datetime]

    entry: Mapped[ProgressEntry] = relationship(back_populates="decisions")
    by: Mapped[Employee] = relationship(foreign_keys=by_id)
    stood_in_for: Mapped[Employee | None] = relationship(foreign_keys=for_id)


class AchievementMark(Base):
    """A decision made an indicator achieved (`sign` 1) or undid that (-1), on the as-of day. Written once."""

    __tablename__ = "achievement_mark"
    __table_args__ = (
        UniqueConstraint("indicator_id", "number"),
        Index(None, "decision_id"),
        CheckConstraint("sign IN (-1, 1)", name="sign"),
    )

    id: Mapped[Id]
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicator.id"))
    number: Mapped[int]
    decision_id: Mapped[int] = mapped_column(ForeignKey("progress_decision.id"))
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    day: Mapped[date]
    sign: Mapped[int]
    is_on_time: Mapped[bool]


refuse(Decision.__table__)  # type: ignore[arg-type]
refuse(AchievementMark.__table__)  # type: ignore[arg-type]
