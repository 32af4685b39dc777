"""The fair rule: the fewest learning hours this year first, then the widest gap of an own indicator, then time.

The gap says how relevant the course is to one's own results: the widest shortfall, in points of 100, among the
indicators in one's plan that lie behind it and that speak of one of the course's topics. Who is further behind in
something the course is about goes first; a course without topics, or people without such a gap, count as 0.
Equal in all three, the earlier row goes first, so that the order is total.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.domain.organisation.models import Employee
from portal.domain.periods import local_day
from portal.domain.training.courses.models import CourseTag
from portal.domain.training.seats.models import Enrolment, SeatState
from portal.domain.training.seats.needs import Fairness, Gap
from portal.domain.training.sessions.models import TrainingSession

NO_GAP = 0


@dataclass(frozen=True, slots=True)
class Request:
    """A request with the numbers it is judged by."""

    id: int
    hours: int
    gap: int
    gap_text: str
    requested_at: datetime

    @property
    def order(self) -> tuple[int, int, datetime, int]:
        return (self.hours, -self.gap, self.requested_at, self.id)

    @property
    def basis(self) -> dict[str, Any]:
        """What the person will be shown as the reason."""
        return {
            "rule": "fair",
            "hours": self.hours,
            "gap": self.gap,
            "gap_text": self.gap_text,
            "asked_at": self.requested_at.isoformat(),
        }


def in_fair_order(session: Session, held: TrainingSession, fairness: Fairness) -> list[Request]:
    """Everybody who waits for the allocation, in three statements whatever their number.

    The hours are those of the calendar year in which requests ended: the year in which the seats are given.
    """
    day = local_day(held.requests_until, held.agency.timezone)
    hours = fairness.hours(day.year)
    asking = (Enrolment.session_id == held.id, Enrolment.state == SeatState.APPROVED)
    people = select(Enrolment.employee_id).where(*asking)
    gaps = fairness.gaps(session, people, topics_of(session, held.course_id), day)
    rows = session.execute(
        select(
            Enrolment.id,
            Enrolment.employee_id,
            Enrolment.requested_at,
            func.coalesce(hours.c.hours, 0).label("hours"),
        )
        .outerjoin(hours, hours.c.employee_id == Enrolment.employee_id)
        .where(*asking)
    )
    found = [
        Request(row.id, int(row.hours), *_told(gaps.get(row.employee_id)), row.requested_at) for row in rows
    ]
    return sorted(found, key=lambda one: one.order)


def topics_of(session: Session, course_id: int) -> list[str]:
    return list(
        session.scalars(select(CourseTag.tag).where(CourseTag.course_id == course_id).order_by(CourseTag.tag))
    )


def _told(gap: Gap | None) -> tuple[int, str]:
    return (gap.points, gap.text) if gap is not None else (NO_GAP, "")


@dataclass(frozen=True, slots=True)
class Standing:
    """With which numbers somebody would go into the allocation today."""

    hours: int
    gap: int
    gap_text: str


def standing_of(session: Session, held: TrainingSession, employee_id: int, fairness: Fairness) -> Standing:
    day = local_day(held.requests_until, held.agency.timezone)
    hours = fairness.hours(day.year)
    own = session.scalar(select(hours.c.hours).where(hours.c.employee_id == employee_id))
    people = select(Employee.id).where(Employee.id == employee_id)
    gaps = fairness.gaps(session, people, topics_of(session, held.course_id), day)
    return Standing(int(own or 0), *_told(gaps.get(employee_id)))
