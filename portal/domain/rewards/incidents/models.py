"""Table of sums that disagreed."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from portal.domain.base import Base, Id


class Incident(Base):
    """`what` names the two that disagreed, `key` says where, `by` how much the first had more.

    `mended_at`: the sum was built anew, or the difference is gone.
    """

    __tablename__ = "reward_incident"
    __table_args__ = (Index(None, "mended_at", "found_at"),)

    id: Mapped[Id]
    what: Mapped[str]
    key: Mapped[list[Any]]
    by: Mapped[int]
    found_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    mended_at: Mapped[datetime | None]
