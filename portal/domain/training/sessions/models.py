"""Tables of sessions: days, rooms, who teaches, how seats are given."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, PrimaryKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.domain.base import Base, Fixed, Id
from portal.domain.files import StoredFile
from portal.domain.organisation.models import Agency, OrgUnit
from portal.domain.training.courses.models import Course, Trainer
from portal.domain.words import n_


class Mode(StrEnum):
    CLASSROOM = "classroom"
    ONLINE = "online"
    HYBRID = "hybrid"


MODE_NAMES = {
    Mode.CLASSROOM: n_("Classroom"),
    Mode.ONLINE: n_("Online"),
    Mode.HYBRID: n_("Classroom and online"),
}


class Selection(StrEnum):
    """FAIR: requests until a day, then seats by the fair rule. FIRST_COME: a seat at once while there are some."""

    FAIR = "fair"
    FIRST_COME = "first_come"


SELECTION_NAMES = {
    Selection.FAIR: n_("Fair: those with the fewest learning hours first"),
    Selection.FIRST_COME: n_("First come, first served"),
}


class SessionState(StrEnum):
    """PLANNED: open for requests. ALLOCATED: seats were given by the fair rule. FINISHED: attendance is settled."""

    DRAFT = "draft"
    PLANNED = "planned"
    ALLOCATED = "allocated"
    FINISHED = "finished"
    CANCELLED = "cancelled"


SESSION_STATE_NAMES = {
    SessionState.DRAFT: n_("Draft session"),
    SessionState.PLANNED: n_("Open for requests"),
    SessionState.ALLOCATED: n_("Seats are given"),
    SessionState.FINISHED: n_("Held"),
    SessionState.CANCELLED: n_("Called off"),
}


AHEAD = frozenset({SessionState.PLANNED, SessionState.ALLOCATED})
ANNOUNCED = AHEAD | {SessionState.FINISHED, SessionState.CANCELLED}


class Room(Base):
    __tablename__ = "room"
    __table_args__ = (Index(None, "agency_id", "name"), CheckConstraint("capacity > 0", name="capacity"))

    id: Mapped[Id]
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    name: Mapped[str]
    address: Mapped[str] = mapped_column(default="")
    capacity: Mapped[int]
    is_accessible: Mapped[bool] = mapped_column(default=True)
    is_active: Mapped[bool] = mapped_column(default=True)


class TrainingSession(Base):
    """A course held for one group. `starts_at` and `ends_at` repeat the first and the last day.

    `unit_id` is whom it is for, with everybody below (None: every agency); `unit_low`..`unit_high` repeat its keys.
    `revision` grows with every change that people must hear of (it is the SEQUENCE of the calendar entry);
    `series` joins the dates of a recurring one.
    """

    __tablename__ = "training_session"
    __table_args__ = (
        Index(None, "course_id", "starts_at"),
        Index(None, "state", "starts_at", "id"),
        Index(None, "agency_id", "starts_at"),
        Index(None, "state", "requests_until"),
        Index(None, "series"),
        Index(None, "unit_id"),
        CheckConstraint("capacity > 0", name="capacity"),
        CheckConstraint("ends_at > starts_at", name="days"),
        CheckConstraint("requests_until <= starts_at", name="requests"),
    )

    id: Mapped[Id]
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    mode: Mapped[Mode] = mapped_column(default=Mode.CLASSROOM)
    online_url: Mapped[str] = mapped_column(default="")
    capacity: Mapped[int]
    selection: Mapped[Selection] = mapped_column(default=Selection.FAIR)
    requests_until: Mapped[datetime]
    offer_hours: Mapped[int] = mapped_column(default=48)
    needs_approval: Mapped[bool] = mapped_column(default=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("org_unit.id"))
    unit_low: Mapped[int]
    unit_high: Mapped[int]
    budget: Mapped[Decimal | None] = mapped_column(Fixed(2))
    spent: Mapped[Decimal | None] = mapped_column(Fixed(2))
    words: Mapped[str] = mapped_column(default="")
    state: Mapped[SessionState] = mapped_column(default=SessionState.DRAFT)
    state_reason: Mapped[str] = mapped_column(default="")
    revision: Mapped[int] = mapped_column(default=0)
    series: Mapped[str | None]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    created_by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    created_at: Mapped[datetime]

    course: Mapped[Course] = relationship()
    agency: Mapped[Agency] = relationship()
    unit: Mapped[OrgUnit | None] = relationship()
    days: Mapped[list[SessionDay]] = relationship(
        back_populates="session", order_by="SessionDay.starts_at", cascade="all, delete-orphan"
    )
    trainers: Mapped[list[Trainer]] = relationship(
        secondary="session_trainer", order_by="Trainer.name, Trainer.id", viewonly=True
    )

    @property
    def timezone(self) -> str:
        return self.agency.timezone

    @property
    def is_ahead(self) -> bool:
        """Announced and not yet settled or called off."""
        return self.state in AHEAD


class SessionDay(Base):
    """One sitting. Without a room it is online."""

    __tablename__ = "session_day"
    __table_args__ = (
        Index(None, "session_id", "starts_at"),
        Index(None, "room_id", "starts_at"),
        CheckConstraint("ends_at > starts_at", name="hours"),
    )

    id: Mapped[Id]
    session_id: Mapped[int] = mapped_column(ForeignKey("training_session.id", ondelete="CASCADE"))
    room_id: Mapped[int | None] = mapped_column(ForeignKey("room.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    topic: Mapped[str] = mapped_column(default="")

    session: Mapped[TrainingSession] = relationship(back_populates="days")
    room: Mapped[Room | None] = relationship()


class SessionTrainer(Base):
    __tablename__ = "session_trainer"
    __table_args__ = (PrimaryKeyConstraint("session_id", "trainer_id"), Index(None, "trainer_id"))

    session_id: Mapped[int] = mapped_column(ForeignKey("training_session.id", ondelete="CASCADE"))
    trainer_id: Mapped[int] = mapped_column(ForeignKey("trainer.id"))

    trainer: Mapped[Trainer] = relationship()


class SessionMaterial(Base):
    """A file or a link for those who have a seat."""

    __tablename__ = "session_material"
    __table_args__ = (
        Index(None, "session_id", "id"),
        CheckConstraint("(file_id IS NULL) <> (url IS NULL)", name="file_or_link"),
    )

    id: Mapped[Id]
    session_id: Mapped[int] = mapped_column(ForeignKey("training_session.id", ondelete="CASCADE"))
    title: Mapped[str]
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    url: Mapped[str | None]

    file: Mapped[StoredFile | None] = relationship()


class CalendarFeed(Base):
    """A person's own calendar address. A new `version` makes the old address worthless."""

    __tablename__ = "calendar_feed"

    id: Mapped[Id]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), unique=True)
    version: Mapped[int] = mapped_column(default=1)
    made_at: Mapped[datetime]
