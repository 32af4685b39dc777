"""Tables of long runs, which can be stopped and taken up again."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.domain.base import Base, Id
from portal.domain.rewards.boards.models import RewardPeriod
from portal.domain.rewards.rules.models import RuleVersion


class RunState(StrEnum):
    RUNNING = "running"
    PAUSED = "paused"
    DONE = "done"
    CANCELLED = "cancelled"


class RunKind(StrEnum):
    BACKFILL = "backfill"
    CLOSING = "closing"


class EvaluationRun(Base):
    """A rule version applied to everybody for one window, in chunks; goes on at `next_employee_id`.

    What a closing did is written down afterwards, with the period and its edition.
    """

    __tablename__ = "evaluation_run"
    __table_args__ = (
        Index(None, "state", "id"),
        Index(None, "rule_version_id", "id"),
        Index(None, "period_id", "edition"),
    )

    id: Mapped[Id]
    rule_version_id: Mapped[int] = mapped_column(ForeignKey("rule_version.id"))
    window_key: Mapped[int]
    kind: Mapped[RunKind]
    state: Mapped[RunState] = mapped_column(default=RunState.RUNNING)
    next_employee_id: Mapped[int] = mapped_column(default=1)
    last_employee_id: Mapped[int]
    granted: Mapped[int] = mapped_column(default=0)
    revoked: Mapped[int] = mapped_column(default=0)
    on_course: Mapped[int] = mapped_column(default=0)
    started_by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    period_id: Mapped[int | None] = mapped_column(ForeignKey("period.id"))
    edition: Mapped[int | None]

    version: Mapped[RuleVersion] = relationship()
    period: Mapped[RewardPeriod | None] = relationship()

    @property
    def share_done(self) -> int:
        """Percent, rounded down."""
        if self.state is RunState.DONE:
            return 100
        return min(self.next_employee_id - 1, self.last_employee_id) * 100 // max(self.last_employee_id, 1)
