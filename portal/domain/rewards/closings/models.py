"""Table of periods that were opened again."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.domain.accounts.models import Account
from portal.domain.append_only import refuse
from portal.domain.base import Base, Id


class PeriodReopening(Base):
    """Who opened a closed period again and why. Append-only.

    `edition` and `closed_at` are of the closing that was undone; its boards stay.
    `called_back`: facts that had gone to the next period and count here after all.
    """

    __tablename__ = "period_reopening"
    __table_args__ = (
        UniqueConstraint("period_id", "edition"),
        CheckConstraint("reason <> ''", name="reason"),
    )

    id: Mapped[Id]
    period_id: Mapped[int] = mapped_column(ForeignKey("period.id"))
    edition: Mapped[int]
    closed_at: Mapped[datetime]
    called_back: Mapped[int]
    reason: Mapped[str]
    reopened_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    reopened_at: Mapped[datetime]

    by: Mapped[Account] = relationship()


refuse(PeriodReopening.__table__)  # type: ignore[arg-type]
