"""Tables of signs of gaming: what was noticed about whom, what people decided, what those concerned answered."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.domain.accounts.models import Account
from portal.domain.append_only import refuse
from portal.domain.base import Base, Id
from portal.domain.organisation.models import Employee
from portal.domain.words import n_


class FlagKind(StrEnum):
    QUICK = "quick_decisions"
    MUTUAL = "mutual_approvals"
    GENEROUS = "generous_slips"
    BURST = "burst"
    LAST_MINUTE = "last_minute"


FLAG_KIND_NAMES = {
    FlagKind.QUICK: n_("Decided unusually fast"),
    FlagKind.MUTUAL: n_("Approved each other"),
    FlagKind.GENEROUS: n_("Slips with only best marks"),
    FlagKind.BURST: n_("Unusually much at once"),
    FlagKind.LAST_MINUTE: n_("Nearly everything at the last minute"),
}


class FlagState(StrEnum):
    OPEN = "open"
    DISMISSED = "dismissed"
    CONFIRMED = "confirmed"


FLAG_STATE_NAMES = {
    FlagState.OPEN: n_("To be looked at"),
    FlagState.DISMISSED: n_("All in order"),
    FlagState.CONFIRMED: n_("Not in order"),
}


class Flag(Base):
    """Something unusual about one person, or two, in one quarter. `key` makes that once for each.

    While it is open the evidence is renewed every night; a decided one is left alone.
    """

    __tablename__ = "flag"
    __table_args__ = (
        Index(None, "state", "found_at"),
        Index(None, "subject_id", "state"),
        Index(None, "partner_id"),
        CheckConstraint("partner_id IS NULL OR partner_id <> subject_id", name="two_people"),
    )

    id: Mapped[Id]
    key: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[FlagKind]
    period_key: Mapped[int]
    subject_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    partner_id: Mapped[int | None] = mapped_column(ForeignKey("employee.id"))
    source_kind: Mapped[str]
    evidence: Mapped[dict[str, Any]]
    state: Mapped[FlagState] = mapped_column(default=FlagState.OPEN)
    found_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]

    subject: Mapped[Employee] = relationship(foreign_keys=subject_id)
    partner: Mapped[Employee | None] = relationship(foreign_keys=partner_id)
    decisions: Mapped[list[FlagDecision]] = relationship(order_by="FlagDecision.id")
    answers: Mapped[list[FlagAnswer]] = relationship(order_by="FlagAnswer.id")

    @property
    def people_ids(self) -> list[int]:
        return [self.subject_id] + ([self.partner_id] if self.partner_id else [])


class FlagDecision(Base):
    """What a person decided and why. Written once; a second look is a second row."""

    __tablename__ = "flag_decision"
    __table_args__ = (
        Index(None, "flag_id"),
        CheckConstraint("reason <> ''", name="reason"),
        CheckConstraint("verdict <> 'open'", name="verdict"),
    )

    id: Mapped[Id]
    flag_id: Mapped[int] = mapped_column(ForeignKey("flag.id", ondelete="CASCADE"))
    verdict: Mapped[FlagState]
    reason: Mapped[str]
    decided_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime]

    by: Mapped[Account] = relationship()


class FlagAnswer(Base):
    """What one of those concerned says to the decision."""

    __tablename__ = "flag_answer"
    __table_args__ = (UniqueConstraint("flag_id", "employee_id"),)

    id: Mapped[Id]
    flag_id: Mapped[int] = mapped_column(ForeignKey("flag.id", ondelete="CASCADE"))
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    words: Mapped[str]
    answered_at: Mapped[datetime]

    employee: Mapped[Employee] = relationship()


refuse(FlagDecision.__table__, "UPDATE")  # type: ignore[arg-type]
