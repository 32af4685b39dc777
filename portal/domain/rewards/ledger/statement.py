"""A person's points of one year, line by line with reasons, as the ledger has them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from portal.domain.errors import NotFound
from portal.domain.organisation.models import Employee, Role
from portal.domain.organisation.viewers import Viewer
from portal.domain.rewards.ledger.models import Award, LedgerEntry, LedgerReason
from portal.domain.rewards.manual.models import ManualAward


@dataclass(frozen=True, slots=True)
class Line:
    """`why` is the written reason where people decided; `balance` the year's points after this line."""

    booked_on: date
    rule: str
    reason: LedgerReason
    why: str
    points: int
    balance: int
    award_id: int
    window_key: int


@dataclass(frozen=True, slots=True)
class Statement:
    """`given` and `taken` are the sums of the lines above and below zero; `years` those with any booking."""

    person: Employee
    year: int
    before: int
    lines: tuple[Line, ...]
    years: tuple[int, ...]
    is_own: bool

    @property
    def given(self) -> int:
        return sum(line.points for line in self.lines if line.points > 0)

    @property
    def taken(self) -> int:
        return sum(line.points for line in self.lines if line.points < 0)

    @property
    def total(self) -> int:
        return self.given + self.taken


def statement_seen(session: Session, viewer: Viewer, employee_id: int, year: int) -> Statement:
    """One's own, or that of somebody whose unit the viewer looks after as HR administrator."""
    person = session.get(
        Employee, employee_id, options=[joinedload(Employee.unit), joinedload(Employee.agency)]
    )
    if person is None or not _may_see(viewer, person):
        raise NotFound
    first, after = date(year, 1, 1), date(year + 1, 1, 1)
    entries = session.scalars(
        select(LedgerEntry)
        .where(
            LedgerEntry.employee_id == employee_id,
            LedgerEntry.booked_on >= first,
            LedgerEntry.booked_on < after,
        )
        .options(joinedload(LedgerEntry.award).joinedload(Award.rule))
        .order_by(LedgerEntry.booked_on, LedgerEntry.id)
    ).all()
    return Statement(
        person=person,
        year=year,
        before=_before(session, employee_id, first),
        lines=tuple(_lines(entries, _reasons(session, employee_id))),
        years=_years(session, employee_id, year),
        is_own=person.id == viewer.employee_id,
    )


def _may_see(viewer: Viewer, person: Employee) -> bool:
    return person.id == viewer.employee_id or viewer.covers(person.unit_key, Role.HR_ADMIN)


def _lines(entries: Sequence[LedgerEntry], reasons: dict[int, str]) -> Iterator[Line]:
    balance = 0
    for entry in entries:
        balance += entry.points
        yield Line(
            entry.booked_on,
            entry.award.rule.name,
            entry.reason,
            reasons.get(entry.award_id, ""),
            entry.points,
            balance,
            entry.award_id,
            entry.window_key,
        )


def _reasons(session: Session, employee_id: int) -> dict[int, str]:
    """What people wrote, by award."""
    rows = session.execute(
        select(ManualAward.award_id, ManualAward.reason).where(
            ManualAward.employee_id == employee_id, ManualAward.award_id.is_not(None)
        )
    )
    return {award_id: reason for award_id, reason in rows if award_id is not None}


def _before(session: Session, employee_id: int, day: date) -> int:
    booked = select(func.coalesce(func.sum(LedgerEntry.points), 0)).where(
        LedgerEntry.employee_id == employee_id, LedgerEntry.booked_on < day
    )
    return session.scalar(booked) or 0


def _years(session: Session, employee_id: int, asked: int) -> tuple[int, ...]:
    """From the first booking to the last, and the one that is asked for; newest first."""
    own = LedgerEntry.employee_id == employee_id
    first = session.scalar(select(func.min(LedgerEntry.booked_on)).where(own))
    last = session.scalar(select(func.max(LedgerEntry.booked_on)).where(own))
    if first is None or last is None:
        return (asked,)
    return tuple(sorted({asked, *range(first.year, last.year + 1)}, reverse=True))
