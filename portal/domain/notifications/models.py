from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.domain.base import Base, Id


class Notification(Base):
    """`message` is a msgid with `%(name)s` places; it is translated when it is read, not when it is written."""

    __tablename__ = "notification"
    __table_args__ = (Index(None, "account_id", "read_at"), Index(None, "account_id", "created_at", "id"))

    id: Mapped[Id]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    icon: Mapped[str]
    message: Mapped[str]
    values: Mapped[dict[str, Any]]
    link: Mapped[str]
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
