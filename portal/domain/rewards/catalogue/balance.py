"""What somebody may redeem: the points booked in the ledger this year, without what is reserved or redeemed.

Only this book is written; scores, boards and levels are never touched.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, Integer, bindparam, func, select
from sqlalchemy.orm import Session

from portal.domain.organisation.models import Employee
from portal.domain.rewards.catalogue.models import BookingKind, Redemption, RedemptionBooking
from portal.domain.rewards.ledger.models import LedgerEntry


@dataclass(frozen=True, slots=True)
class Balance:
    """`left` may be below zero when points were taken back after they had been redeemed."""

    year: int
    earned: int
    taken: int

    @property
    def left(self) -> int:
        return self.earned - self.taken

    @property
    def to_spend(self) -> int:
        return max(0, self.left)


def balance_of(session: Session, employee_id: int, year: int) -> Balance:
    """By the day points were booked: what a closing books in January counts for the new year. One statement."""
    row = session.execute(select(EARNED, BOOKED), balance_places(employee_id, year)).one()
    return Balance(year, int(row[0]), -int(row[1]))


# What was earned, and what the bookings of the catalogue add up to (below zero when points were taken).
EARNED = (
    select(func.coalesce(func.sum(LedgerEntry.points), 0))
    .where(
        LedgerEntry.employee_id == bindparam("employee"),
        LedgerEntry.booked_on >= bindparam("year_from", type_=Date),
        LedgerEntry.booked_on < bindparam("year_to", type_=Date),
    )
    .scalar_subquery()
)
BOOKED = (
    select(func.coalesce(func.sum(RedemptionBooking.points), 0))
    .where(
        RedemptionBooking.employee_id == bindparam("employee"),
        RedemptionBooking.year == bindparam("year", type_=Integer),
    )
    .scalar_subquery()
)


def balance_places(employee_id: int, year: int) -> dict[str, Any]:
    return {
        "employee": employee_id, "year": year, "year_from": date(year, 1, 1), "year_to": date(year + 1, 1, 1)
    }  # fmt: skip


def one_at_a_time(session: Session, employee_id: int) -> None:
    """Until the commit nobody else spends this person's points. SQLite writers wait for each other anyway."""
    session.execute(select(Employee.id).where(Employee.id == employee_id).with_for_update(key_share=True))


def reserve(session: Session, redemption: Redemption, *, at: datetime) -> None:
    _book(session, redemption, BookingKind.RESERVED, -redemption.points, at)


def release(session: Session, redemption: Redemption, *, at: datetime) -> None:
    _book(session, redemption, BookingKind.RELEASED, redemption.points, at)


def _book(session: Session, redemption: Redemption, kind: BookingKind, points: int, at: datetime) -> None:
    session.add(
        RedemptionBooking(
            redemption_id=redemption.id,
            employee_id=redemption.employee_id,
            year=redemption.year,
            kind=kind,
            points=points,
            booked_at=at,
        )
    )
    session.flush()
