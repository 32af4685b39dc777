"""Tables of the catalogue. What is redeemed stands in a book of its own: no score, board or level reads it."""

from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.domain.append_only import refuse
from portal.domain.base import Base, Id
from portal.domain.organisation.models import Agency, Employee
from portal.domain.words import n_


class CatalogueItem(Base):
    """`stock` is what is left: taken by a request, given back when it comes to nothing. `per_person` counts by year."""

    __tablename__ = "catalogue_item"
    __table_args__ = (
        Index(None, "agency_id", "is_open", "points"),
        CheckConstraint("points > 0", name="points"),
        CheckConstraint("stock >= 0", name="stock"),
        CheckConstraint("per_person IS NULL OR per_person > 0", name="per_person"),
        CheckConstraint("valid_to IS NULL OR valid_from IS NULL OR valid_to >= valid_from", name="dates"),
    )

    id: Mapped[Id]
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    name: Mapped[str]
    words: Mapped[str] = mapped_column(default="")
    icon: Mapped[str] = mapped_column(default="gift")
    picture_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    points: Mapped[int]
    stock: Mapped[int]
    per_person: Mapped[int | None]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    is_open: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]

    agency: Mapped[Agency] = relationship()

    def is_valid_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )


class RedemptionState(StrEnum):
    REQUESTED = "requested"
    APPROVED = "approved"
    PICKED_UP = "picked_up"
    REFUSED = "refused"
    CANCELLED = "cancelled"


REDEMPTION_STATE_NAMES = {
    RedemptionState.REQUESTED: n_("Waiting for a decision"),
    RedemptionState.APPROVED: n_("Ready to be picked up"),
    RedemptionState.PICKED_UP: n_("Picked up"),
    RedemptionState.REFUSED: n_("Not approved"),
    RedemptionState.CANCELLED: n_("Cancelled"),
}
PICK_UP_WITHIN = timedelta(days=30)  # after the approval
HOLDING = (RedemptionState.REQUESTED, RedemptionState.APPROVED, RedemptionState.PICKED_UP)


class Redemption(Base):
    """A request for one piece of an item. `year` is the year whose points pay; `code` opens the pick-up."""

    __tablename__ = "redemption"
    __table_args__ = (
        Index(None, "employee_id", "year", "state"),
        Index(None, "item_id", "employee_id", "year"),
        Index(None, "agency_id", "state", "id"),
        CheckConstraint("points > 0", name="points"),
    )

    id: Mapped[Id]
    item_id: Mapped[int] = mapped_column(ForeignKey("catalogue_item.id"))
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    year: Mapped[int]
    points: Mapped[int]
    state: Mapped[RedemptionState] = mapped_column(default=RedemptionState.REQUESTED)
    code: Mapped[str | None] = mapped_column(unique=True)
    reason: Mapped[str | None]
    requested_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    finished_at: Mapped[datetime | None]
    finished_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    item: Mapped[CatalogueItem] = relationship()
    employee: Mapped[Employee] = relationship()

    @property
    def pick_up_until(self) -> datetime | None:
        return self.decided_at + PICK_UP_WITHIN if self.decided_at else None

    @property
    def has_lapsed(self) -> bool:
        """Closed by nobody: it was not picked up in time."""
        return self.state is RedemptionState.CANCELLED and self.finished_by is None


class BookingKind(StrEnum):
    RESERVED = "reserved"
    RELEASED = "released"


class RedemptionBooking(Base):
    """Append-only: a request takes points (negative), one that comes to nothing gives them back."""

    __tablename__ = "redemption_booking"
    __table_args__ = (
        UniqueConstraint("redemption_id", "kind"),
        Index(None, "employee_id", "year"),
        CheckConstraint("(kind = 'reserved') = (points < 0) AND points <> 0", name="sign"),
    )

    id: Mapped[Id]
    redemption_id: Mapped[int] = mapped_column(ForeignKey("redemption.id"))
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    year: Mapped[int]
    kind: Mapped[BookingKind]
    points: Mapped[int]
    booked_at: Mapped[datetime]


refuse(RedemptionBooking.__table__)  # type: ignore[arg-type]
