"""Tables of what was won: awards, the ledger that only grows, and sums that can be rebuilt from it."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, PrimaryKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.domain.append_only import refuse
from portal.domain.base import Base, Id
from portal.domain.rewards.rules.models import Rule, RuleVersion
from portal.domain.words import n_


class AwardState(StrEnum):
    ON_COURSE = "on_course"
    GRANTED = "granted"
    REVOKED = "revoked"


class Award(Base):
    """One rule, one window, one person. `revision` counts grants and revocations; 0 means none yet.

    `unit_key` is where it was earned. `batch` marks the rows the current evaluation touched.
    """

    __tablename__ = "award"
    __table_args__ = (
        UniqueConstraint("rule_id", "window_key", "employee_id"),
        Index(None, "employee_id", "state", "window_key"),
        CheckConstraint("revision >= 0", name="revision"),
    )

    id: Mapped[Id]
    rule_id: Mapped[int] = mapped_column(ForeignKey("rule.id"))
    window_key: Mapped[int]
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    rule_version_id: Mapped[int] = mapped_column(ForeignKey("rule_version.id"))
    state: Mapped[AwardState]
    revision: Mapped[int] = mapped_column(default=0)
    unit_key: Mapped[int]
    points: Mapped[int] = mapped_column(default=0)
    evidence: Mapped[dict[str, Any] | None]
    reason: Mapped[str | None]
    batch: Mapped[int | None]
    changed_at: Mapped[datetime]

    rule: Mapped[Rule] = relationship()
    version: Mapped[RuleVersion] = relationship()


class LedgerReason(StrEnum):
    GRANTED = "granted"
    REVOKED = "revoked"
    MANUAL = "manual"


LEDGER_REASON_NAMES = {
    LedgerReason.GRANTED: n_("The rule was met"),
    LedgerReason.REVOKED: n_("The rule is no longer met"),
    LedgerReason.MANUAL: n_("Decided by a person"),
}


class LedgerEntry(Base):
    """Append-only: triggers refuse UPDATE and DELETE. Taking back is a row with negative points."""

    __tablename__ = "ledger"
    __table_args__ = (
        UniqueConstraint("employee_id", "award_id", "revision"),
        Index(None, "award_id"),  # a promise that goes asks whether anything was booked for it
        Index(None, "rule_id", "employee_id", "booked_on"),
    )

    id: Mapped[Id]
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    award_id: Mapped[int] = mapped_column(ForeignKey("award.id"))
    revision: Mapped[int]
    rule_id: Mapped[int]
    window_key: Mapped[int]
    unit_key: Mapped[int]
    points: Mapped[int]
    reason: Mapped[LedgerReason]
    booked_on: Mapped[date]
    booked_at: Mapped[datetime]

    award: Mapped[Award] = relationship()


refuse(LedgerEntry.__table__)  # type: ignore[arg-type]


class Score(Base):
    """A person's points in one period; the unit is where the person works now."""

    __tablename__ = "score"
    __table_args__ = (
        PrimaryKeyConstraint("period_key", "employee_id"),
        {"sqlite_with_rowid": False},
    )

    period_key: Mapped[int]
    employee_id: Mapped[int]
    unit_key: Mapped[int]
    points: Mapped[int]


Index("ix_score_points", Score.period_key, Score.points.desc(), Score.employee_id, Score.unit_key)
Index("ix_score_unit", Score.period_key, Score.unit_key, Score.points, Score.employee_id)


class UnitScore(Base):
    """What was earned in one unit (not its subtree) in one period: it stays there when people move on."""

    __tablename__ = "unit_score"
    __table_args__ = (
        PrimaryKeyConstraint("period_key", "unit_key"),
        {"sqlite_with_rowid": False},
    )

    period_key: Mapped[int]
    unit_key: Mapped[int]
    points: Mapped[int]


class ScoreHistogram(Base):
    """How many people of a large unit's subtree have so many points: ranks without counting heads."""

    __tablename__ = "score_histogram"
    __table_args__ = (
        PrimaryKeyConstraint("period_key", "unit_key", "points"),
        {"sqlite_with_rowid": False},
    )

    period_key: Mapped[int]
    unit_key: Mapped[int]
    points: Mapped[int]
    people: Mapped[int]
