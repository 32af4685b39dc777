"""Tables of periods and of boards as they stood when a period closed."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, PrimaryKeyConstraint, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.domain.base import Base, Id
from portal.domain.organisation.models import Exposure
from portal.domain.periods import Period
from portal.domain.words import n_


class PeriodState(StrEnum):
    OPEN = "open"
    CLOSING = "closing"
    CLOSED = "closed"


PERIOD_STATE_NAMES = {
    PeriodState.OPEN: n_("Open"),
    PeriodState.CLOSING: n_("Closing: late facts still count"),
    PeriodState.CLOSED: n_("Closed"),
}


class RewardPeriod(Base):
    """A quarter of one agency. While it is closing late facts count; once closed they go to the next one.

    `edition` counts how often it was closed: a reopened period keeps both snapshots.
    `asked_at`: somebody asked to close it before its grace is over.
    """

    __tablename__ = "period"
    __table_args__ = (
        UniqueConstraint("agency_id", "start"),
        Index(None, "state", "agency_id"),
        CheckConstraint('"end" > start', name="days"),
    )

    id: Mapped[Id]
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    start: Mapped[date]
    end: Mapped[date]
    state: Mapped[PeriodState] = mapped_column(default=PeriodState.OPEN)
    edition: Mapped[int] = mapped_column(default=0)
    closing_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    asked_at: Mapped[datetime | None]

    @property
    def period(self) -> Period:
        return Period(self.start, self.end)


class BoardEdition(Base):
    """When an agency's boards of a period were frozen: once each time it closed."""

    __tablename__ = "board_edition"
    __table_args__ = (
        PrimaryKeyConstraint("agency_id", "period_key", "edition"),
        {"sqlite_with_rowid": False},
    )

    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    period_key: Mapped[int]
    edition: Mapped[int]
    frozen_at: Mapped[datetime]


class BoardSnapshot(Base):
    """One person's place on an agency's board when a period closed. Never changed."""

    __tablename__ = "board_snapshot"
    __table_args__ = (
        PrimaryKeyConstraint("agency_id", "period_key", "edition", "employee_id"),
        Index(None, "employee_id", "period_key"),
        {"sqlite_with_rowid": False},
    )

    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    period_key: Mapped[int]
    edition: Mapped[int]
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    unit_key: Mapped[int]
    points: Mapped[int]
    rank: Mapped[int]
    unit_rank: Mapped[int]


class UnitSnapshot(Base):
    """A unit's points, people and kind of work when a period closed. Never changed."""

    __tablename__ = "unit_snapshot"
    __table_args__ = (
        PrimaryKeyConstraint("agency_id", "period_key", "edition", "unit_key"),
        {"sqlite_with_rowid": False},
    )

    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    period_key: Mapped[int]
    edition: Mapped[int]
    unit_key: Mapped[int]
    exposure: Mapped[Exposure]
    points: Mapped[int]
    people: Mapped[int]


class UnitSize(Base):
    """How many people work in a unit's subtree: for the fastest way to a rank."""

    __tablename__ = "unit_size"
    __table_args__ = ({"sqlite_with_rowid": False},)

    unit_key: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    path_end: Mapped[int]
    people: Mapped[int]
    has_histogram: Mapped[bool] = mapped_column(default=False)


Index(
    "ix_unit_size_histogram",
    UnitSize.unit_key,
    UnitSize.path_end,
    sqlite_where=text("has_histogram"),
    postgresql_where=text("has_histogram"),
)
