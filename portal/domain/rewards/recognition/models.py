"""Tables of recognition: posts on the wall, congratulations, written announcements."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.domain.base import Base, Id
from portal.domain.organisation.models import Agency, Employee, OrgUnit
from portal.domain.rewards.ledger.models import Award
from portal.domain.words import n_

LONGEST_WORDS = 240


class WallPost(Base):
    """An award with a badge, announced. Whether it is shown is asked anew each time: consent, state, switches.

    `ledger_id` is the booking that caused it: where the next round of announcing goes on.
    """

    __tablename__ = "wall_post"
    __table_args__ = (
        Index(None, "agency_id", "granted_at", "id"),
        Index(None, "employee_id", "granted_at"),
        Index(None, "ledger_id"),
    )

    id: Mapped[Id]
    award_id: Mapped[int] = mapped_column(ForeignKey("award.id"), unique=True)
    ledger_id: Mapped[int]
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    granted_at: Mapped[datetime]

    award: Mapped[Award] = relationship()
    employee: Mapped[Employee] = relationship()


class CongratulationState(StrEnum):
    """Taken back by its author, hidden by whom it is for, or removed by HR after a report."""

    SHOWN = "shown"
    TAKEN_BACK = "taken_back"
    HIDDEN = "hidden"
    REMOVED = "removed"


class Congratulation(Base):
    """One per colleague and post. Never earns points; nobody congratulates themselves."""

    __tablename__ = "congratulation"
    __table_args__ = (
        UniqueConstraint("post_id", "author_id"),
        Index(None, "author_id"),
        Index(None, "subject_id"),
        CheckConstraint("author_id <> subject_id", name="not_oneself"),
        CheckConstraint(f"length(words) <= {LONGEST_WORDS}", name="words"),
    )

    id: Mapped[Id]
    post_id: Mapped[int] = mapped_column(ForeignKey("wall_post.id", ondelete="CASCADE"))
    author_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    subject_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    words: Mapped[str] = mapped_column(default="")
    state: Mapped[CongratulationState] = mapped_column(default=CongratulationState.SHOWN)
    written_at: Mapped[datetime]

    post: Mapped[WallPost] = relationship()
    author: Mapped[Employee] = relationship(foreign_keys=author_id)
    subject: Mapped[Employee] = relationship(foreign_keys=subject_id)


class ReportOutcome(StrEnum):
    KEPT = "kept"
    REMOVED = "removed"


REPORT_OUTCOME_NAMES = {ReportOutcome.KEPT: n_("Left as it is"), ReportOutcome.REMOVED: n_("Words removed")}


class CongratulationReport(Base):
    """Somebody asks HR to look at a congratulation; one open or decided report each."""

    __tablename__ = "congratulation_report"
    __table_args__ = (Index(None, "decided_at", "id"),)

    id: Mapped[Id]
    congratulation_id: Mapped[int] = mapped_column(
        ForeignKey("congratulation.id", ondelete="CASCADE"), unique=True
    )
    reporter_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    reason: Mapped[str]
    reported_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    outcome: Mapped[ReportOutcome | None]

    congratulation: Mapped[Congratulation] = relationship()
    reporter: Mapped[Employee] = relationship()


class Announcement(Base):
    """Words of an HR administrator or a leader to a unit and everything below it, from a day until before another."""

    __tablename__ = "announcement"
    __table_args__ = (
        Index(None, "agency_id", "starts_on"),
        CheckConstraint("ends_on > starts_on", name="dates"),
    )

    id: Mapped[Id]
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("org_unit.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    author_name: Mapped[str]
    title: Mapped[str]
    words: Mapped[str]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    written_at: Mapped[datetime]

    agency: Mapped[Agency] = relationship()
    unit: Mapped[OrgUnit] = relationship()
