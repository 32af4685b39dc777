"""Tables of learning hours: the ledger, what counts how much from which day, written assignments, who was told."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, PrimaryKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.domain.append_only import refuse
from portal.domain.base import Base, Id
from portal.domain.files import StoredFile
from portal.domain.organisation.models import Agency, Employee, Employment
from portal.domain.training.courses.models import CourseKind


class HoursEntry(Base):
    """Append-only. Hours of one activity (source_type, source_id) for one person, counted once in each revision.

    Even revisions book, odd ones take the booking before them back with the negated hours and a reason.
    `held` are the hours of the activity, `hours` what the table of that day makes of them. `unit_key` is the
    person's unit of `day`; `year` is the year of `day`, so that a year's sum is read from one index.
    """

    __tablename__ = "hours_entry"
    __table_args__ = (
        UniqueConstraint("source_type", "source_id", "employee_id", "revision"),
        Index(None, "employee_id", "year", "hours"),
        Index(None, "year", "employee_id", "hours"),
        CheckConstraint("hours <> 0", name="hours"),
        CheckConstraint("revision >= 0", name="revision"),
        CheckConstraint("(hours < 0) = (revision % 2 = 1)", name="sign"),
    )

    id: Mapped[Id]
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    unit_key: Mapped[int]
    year: Mapped[int]
    day: Mapped[date]
    kind: Mapped[CourseKind]
    title: Mapped[str]
    provider: Mapped[str] = mapped_column(default="")
    held: Mapped[int]
    hours: Mapped[int]
    source_type: Mapped[str]
    source_id: Mapped[int]
    revision: Mapped[int] = mapped_column(default=0)
    reason: Mapped[str] = mapped_column(default="")
    booked_by: Mapped[int | None]  # an account; no reference, for nothing here ever changes
    booked_at: Mapped[datetime]

    employee: Mapped[Employee] = relationship()


class HoursTag(Base):
    """Which competences an activity was about: what somebody can is the sum of the hours behind a tag."""

    __tablename__ = "hours_tag"
    __table_args__ = (
        PrimaryKeyConstraint("tag", "employee_id", "entry_id"),
        Index(None, "entry_id"),
        {"sqlite_with_rowid": False},
    )

    tag: Mapped[str]
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    entry_id: Mapped[int] = mapped_column(ForeignKey("hours_entry.id"))
    hours: Mapped[int]


refuse(HoursEntry.__table__)  # type: ignore[arg-type]
refuse(HoursTag.__table__)  # type: ignore[arg-type]


class TaughtHours(Base):
    """Append-only: who held a session that took place. Teaching is no learning; it stands beside it."""

    __tablename__ = "taught_hours"
    __table_args__ = (
        UniqueConstraint("session_id", "employee_id"),
        Index(None, "employee_id", "day"),
        CheckConstraint("hours > 0", name="hours"),
    )

    id: Mapped[Id]
    session_id: Mapped[int] = mapped_column(ForeignKey("training_session.id"))
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    day: Mapped[date]
    title: Mapped[str]
    hours: Mapped[int]
    booked_at: Mapped[datetime]


refuse(TaughtHours.__table__)  # type: ignore[arg-type]


class Counting(StrEnum):
    PROGRAMME = "programme"
    ACTIVITY = "activity"


class HoursRate(Base):
    """From `valid_from` on, a kind counts by its programme (at most `hours` when given), or `hours` an activity."""

    __tablename__ = "hours_rate"
    __table_args__ = (
        UniqueConstraint("kind", "valid_from"),
        CheckConstraint("hours > 0", name="hours"),
        CheckConstraint("counting = 'programme' OR hours IS NOT NULL", name="activity"),
    )

    id: Mapped[Id]
    kind: Mapped[CourseKind]
    valid_from: Mapped[date]
    counting: Mapped[Counting]
    hours: Mapped[int | None]
    basis: Mapped[str] = mapped_column(default="")
    set_by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    set_at: Mapped[datetime]


class HoursDuty(Base):
    """From `valid_from` on, people of that employment need at least, or get at most, so many hours a year."""

    __tablename__ = "hours_duty"
    __table_args__ = (
        UniqueConstraint("employment", "valid_from"),
        CheckConstraint("least IS NOT NULL OR most IS NOT NULL", name="something"),
        CheckConstraint("least > 0 AND most > 0", name="positive"),
    )

    id: Mapped[Id]
    employment: Mapped[Employment]
    valid_from: Mapped[date]
    least: Mapped[int | None]
    most: Mapped[int | None]
    needs_assignment: Mapped[bool] = mapped_column(default=False)
    basis: Mapped[str] = mapped_column(default="")
    set_by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    set_at: Mapped[datetime]


class Assignment(Base):
    """A written assignment to develop one's competence, from `starts_on` until before `ends_on`."""

    __tablename__ = "hours_assignment"
    __table_args__ = (
        UniqueConstraint("employee_id", "number"),
        Index(None, "employee_id", "starts_on"),
        CheckConstraint("ends_on > starts_on", name="days"),
    )

    id: Mapped[Id]
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    number: Mapped[str]
    purpose: Mapped[str]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    given_by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    given_at: Mapped[datetime]

    employee: Mapped[Employee] = relationship()
    file: Mapped[StoredFile | None] = relationship()

    @property
    def last_day(self) -> date:
        return self.ends_on - timedelta(days=1)


class HoursWarning(Base):
    """On which occasion of a year the people of an agency were told that hours are missing."""

    __tablename__ = "hours_warning"
    __table_args__ = (PrimaryKeyConstraint("agency_id", "year", "month"), {"sqlite_with_rowid": False})

    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    year: Mapped[int]
    month: Mapped[int]
    people: Mapped[int]
    told_at: Mapped[datetime]

    agency: Mapped[Agency] = relationship()
