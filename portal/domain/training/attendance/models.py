"""Tables of attendance: one line a person and sitting, and the devices that were used."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, PrimaryKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.domain.base import Base
from portal.domain.training.seats.models import Enrolment
from portal.domain.training.sessions.models import SessionDay
from portal.domain.words import n_


class Way(StrEnum):
    """How it came to be known. TRAINER and SHEET are people's word and stand in the audit log."""

    QR = "qr"
    TRAINER = "trainer"
    SHEET = "sheet"


WAY_NAMES = {
    Way.QR: n_("Code on the screen"),
    Way.TRAINER: n_("Noted by a trainer"),
    Way.SHEET: n_("From a spreadsheet"),
}


class Attendance(Base):
    """That somebody was there in one sitting, or by correction was not. `at`: when it was noted."""

    __tablename__ = "attendance"
    __table_args__ = (PrimaryKeyConstraint("enrolment_id", "day_id"), Index(None, "day_id"))

    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    day_id: Mapped[int] = mapped_column(ForeignKey("session_day.id"))
    is_present: Mapped[bool]
    way: Mapped[Way]
    at: Mapped[datetime]
    by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    reason: Mapped[str] = mapped_column(default="")

    enrolment: Mapped[Enrolment] = relationship()
    day: Mapped[SessionDay] = relationship()


class AttendanceDevice(Base):
    """A device notes one person in a session: the key forbids a second. `device` is a keyed hash."""

    __tablename__ = "attendance_device"
    __table_args__ = (
        PrimaryKeyConstraint("session_id", "device"),
        Index(None, "enrolment_id"),
        Index(None, "used_at"),
        {"sqlite_with_rowid": False},
    )

    session_id: Mapped[int] = mapped_column(ForeignKey("training_session.id"))
    device: Mapped[str]
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    used_at: Mapped[datetime]
