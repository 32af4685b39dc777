"""What an agency chose to use besides badges and boards."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from portal.domain.base import Base


class RewardOptions(Base):
    """Without a row an agency uses everything."""

    __tablename__ = "reward_options"

    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), primary_key=True, autoincrement=False)
    has_incentives: Mapped[bool] = mapped_column(default=True)
    has_catalogue: Mapped[bool] = mapped_column(default=True)
    changed_at: Mapped[datetime]
