"""Tables of seats. Every change of a request is also a row that stays."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.domain.append_only import refuse
from portal.domain.base import Base, Id
from portal.domain.organisation.models import Employee
from portal.domain.training.sessions.models import TrainingSession
from portal.domain.words import n_


class SeatState(StrEnum):
    """REQUESTED waits for the evaluator, APPROVED for the allocation; OFFERED is a freed seat with a deadline.

    EXPIRED let an offer run out; UNSEATED waited until the session began and no seat became free.
    """

    REQUESTED = "requested"
    APPROVED = "approved"
    REFUSED = "refused"
    SEATED = "seated"
    WAITING = "waiting"
    OFFERED = "offered"
    EXPIRED = "expired"
    UNSEATED = "unseated"
    WITHDRAWN = "withdrawn"
    ATTENDED = "attended"
    ABSENT = "absent"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


SEAT_STATE_NAMES = {
    SeatState.REQUESTED: n_("Waiting for the evaluator"),
    SeatState.APPROVED: n_("Waiting for the allocation"),
    SeatState.REFUSED: n_("Not approved"),
    SeatState.SEATED: n_("You have a seat"),
    SeatState.WAITING: n_("On the waiting list"),
    SeatState.OFFERED: n_("A seat is offered"),
    SeatState.EXPIRED: n_("The offer has run out"),
    SeatState.UNSEATED: n_("No seat became free"),
    SeatState.WITHDRAWN: n_("Seat given back"),
    SeatState.ATTENDED: n_("Attended"),
    SeatState.ABSENT: n_("Was absent"),
    SeatState.COMPLETED: n_("Completed"),
    SeatState.CANCELLED: n_("Session called off"),
}
# Who holds one of the seats of a session.
HOLDS_A_SEAT = (
    SeatState.SEATED,
    SeatState.OFFERED,
    SeatState.ATTENDED,
    SeatState.ABSENT,
    SeatState.COMPLETED,
)
# Who may still come to a seat, or give one back.
OPEN = (
    SeatState.REQUESTED,
    SeatState.APPROVED,
    SeatState.WAITING,
    SeatState.OFFERED,
    SeatState.SEATED,
)


class Enrolment(Base):
    """One person's way through one session. `seat` is a number from 1 to the session's capacity: two can't hold it.

    `place` is the person's place in the one total order of the allocation, or of the waiting list's arrivals;
    `basis` keeps the numbers that order was made from (hours this year, gap, time): the reason shown to the
    person. `reminded_at`: when the evaluator was asked again.
    """

    __tablename__ = "enrolment"
    __table_args__ = (
        UniqueConstraint("session_id", "employee_id"),
        UniqueConstraint("session_id", "seat"),
        UniqueConstraint("session_id", "place"),
        Index(None, "employee_id", "state"),
        Index(None, "session_id", "state", "place"),
        Index(None, "state", "offered_until"),
        Index(None, "unit_key"),
        CheckConstraint("seat > 0", name="seat"),
        CheckConstraint("place > 0", name="place"),
    )

    id: Mapped[Id]
    session_id: Mapped[int] = mapped_column(ForeignKey("training_session.id"))
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    unit_key: Mapped[int]
    state: Mapped[SeatState] = mapped_column(default=SeatState.REQUESTED)
    seat: Mapped[int | None]
    place: Mapped[int | None]
    motive: Mapped[str] = mapped_column(default="")
    basis: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    requested_at: Mapped[datetime]
    reminded_at: Mapped[datetime | None]
    approved_by: Mapped[int | None] = mapped_column(ForeignKey("employee.id"))
    offered_until: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(default="")
    changed_at: Mapped[datetime]

    session: Mapped[TrainingSession] = relationship()
    employee: Mapped[Employee] = relationship(foreign_keys=employee_id)


class SeatChange(Base):
    """Append-only: what became of a request, when, by whom (nobody: the portal itself), why."""

    __tablename__ = "seat_change"
    __table_args__ = (Index(None, "enrolment_id", "id"),)

    id: Mapped[Id]
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    state: Mapped[SeatState]
    at: Mapped[datetime]
    by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    reason: Mapped[str] = mapped_column(default="")


class SeatAllocation(Base):
    """How seats were given by the fair rule, and while it lasts how far it is: `done` of `requests` have an answer.

    `last_seated` and `first_waiting` keep the numbers on both sides of the line, without names: part of the reason.
    """

    __tablename__ = "seat_allocation"
    __table_args__ = (CheckConstraint("done <= requests", name="progress"),)

    session_id: Mapped[int] = mapped_column(ForeignKey("training_session.id"), primary_key=True)
    seats: Mapped[int]
    requests: Mapped[int]
    done: Mapped[int] = mapped_column(default=0)
    last_seated: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    first_waiting: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]


refuse(SeatChange.__table__, "DELETE")  # type: ignore[arg-type]
