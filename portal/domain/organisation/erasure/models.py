"""Tables of erasure: who asked, and what was carried out. Numbers only: nothing here names anybody."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.domain.base import Base, Id
from portal.domain.organisation.models import Employee

OPEN = "withdrawn_at IS NULL AND settled_at IS NULL"


class ErasureRequest(Base):
    """Somebody asks to be erased; it may be asked while in service and is carried out afterwards."""

    __tablename__ = "erasure_request"
    __table_args__ = (
        Index(
            "uq_erasure_request_open",
            "employee_id",
            unique=True,
            sqlite_where=text(OPEN),
            postgresql_where=text(OPEN),
        ),
        Index("ix_erasure_request_waiting", "asked_at", sqlite_where=text(OPEN), postgresql_where=text(OPEN)),
    )

    id: Mapped[Id]
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    asked_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]

    employee: Mapped[Employee] = relationship()


class Erasure(Base):
    """Carried out. `nip_mark` is a keyed hash of the NIP, by which a restored backup is recognised."""

    __tablename__ = "erasure"

    id: Mapped[Id]
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"), unique=True)
    account_id: Mapped[int | None]
    nip_mark: Mapped[str]
    reason: Mapped[str]
    erased_by: Mapped[int]
    erased_at: Mapped[datetime]
