from datetime import datetime
from typing import Any, cast

from sqlalchemy import Index, Table
from sqlalchemy.orm import Mapped, mapped_column

from portal.domain.append_only import refuse
from portal.domain.base import Base, Id


class AuditEntry(Base):
    """Append-only; triggers refuse UPDATE and DELETE. `seal` is the HMAC of the row and of the seal before it."""

    __tablename__ = "audit_entry"
    __table_args__ = (Index(None, "subject_type", "subject_id"), Index(None, "actor_id", "id"))

    id: Mapped[Id]
    at: Mapped[datetime]
    actor_id: Mapped[int | None]
    verb: Mapped[str]
    subject_type: Mapped[str]
    subject_id: Mapped[int | None]
    unit_key: Mapped[int | None]
    details: Mapped[dict[str, Any]]
    seal: Mapped[str | None] = mapped_column(unique=True)


refuse(cast(Table, AuditEntry.__table__))
