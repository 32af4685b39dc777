"""Questions about seats: whose they are, who waits, who may come in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from portal.domain.errors import NotFound
from portal.domain.organisation.models import Employee
from portal.domain.organisation.viewers import Viewer
from portal.domain.pages import Page, page_of
from portal.domain.training.seats.models import (
    HOLDS_A_SEAT,
    Enrolment,
    SeatAllocation,
    SeatChange,
    SeatState,
)
from portal.domain.training.seats.needs import HoursThisYear
from portal.domain.training.sessions.models import TrainingSession

# Where somebody is on the way to a seat, by what the person still waits for.
UNDECIDED = (SeatState.REQUESTED, SeatState.APPROVED, SeatState.WAITING)
UNDER_WAY = (*UNDECIDED, SeatState.OFFERED, SeatState.SEATED, SeatState.ATTENDED)
TAKEN_BACK = (SeatState.WITHDRAWN, SeatState.EXPIRED)
HISTORY = 50


def roster(session: Session, held: TrainingSession) -> Sequence[Enrolment]:
    """Who holds a seat, by its number, with the person."""
    return session.scalars(
        select(Enrolment)
        .where(Enrolment.session_id == held.id, Enrolment.state.in_(HOLDS_A_SEAT))
        .options(
            joinedload(Enrolment.employee).options(joinedload(Employee.unit), joinedload(Employee.position))
        )
        .order_by(Enrolment.seat, Enrolment.id)
    ).all()


def may_attend(session: Session, held: TrainingSession, employee_id: int) -> Enrolment | None:
    """The person's seat in the session; an offer that was not accepted is none."""
    return session.scalars(
        select(Enrolment).where(
            Enrolment.session_id == held.id,
            Enrolment.employee_id == employee_id,
            Enrolment.state.in_(HOLDS_A_SEAT),
            Enrolment.state != SeatState.OFFERED,
        )
    ).one_or_none()


@dataclass(frozen=True, slots=True)
class Figures:
    """How a session stands: seats held and offered, people waiting, requests without an answer."""

    seated: int
    offered: int
    waiting: int
    open: int

    @property
    def taken(self) -> int:
        return self.seated + self.offered


def figures_of(session: Session, session_id: int) -> Figures:
    rows = session.execute(
        select(Enrolment.state, func.count())
        .where(Enrolment.session_id == session_id)
        .group_by(Enrolment.state)
    )
    count = {state: number for state, number in rows}
    seated = sum(count.get(one, 0) for one in HOLDS_A_SEAT if one is not SeatState.OFFERED)
    still_open = count.get(SeatState.REQUESTED, 0) + count.get(SeatState.APPROVED, 0)
    return Figures(seated, count.get(SeatState.OFFERED, 0), count.get(SeatState.WAITING, 0), still_open)


def own_seat(session: Session, viewer: Viewer, session_id: int) -> Enrolment | None:
    """What one has asked for in a session."""
    return session.scalars(
        select(Enrolment).where(
            Enrolment.session_id == session_id, Enrolment.employee_id == (viewer.employee_id or 0)
        )
    ).one_or_none()


def own_enrolment(session: Session, viewer: Viewer, enrolment_id: int) -> Enrolment:
    found = session.scalars(
        _own(viewer).where(Enrolment.id == enrolment_id).options(joinedload(Enrolment.employee))
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def own_enrolments(session: Session, viewer: Viewer) -> Sequence[Enrolment]:
    """Everything one has asked for, the latest session first."""
    return session.scalars(
        _own(viewer).order_by(TrainingSession.starts_at.desc(), Enrolment.id.desc()).limit(HISTORY)
    ).all()


def _own(viewer: Viewer) -> Select[Enrolment]:
    return (
        select(Enrolment)
        .join(Enrolment.session)
        .where(Enrolment.employee_id == (viewer.employee_id or 0))
        .options(
            contains_eager(Enrolment.session).options(
                joinedload(TrainingSession.course), joinedload(TrainingSession.agency)
            )
        )
    )


def changes_of(session: Session, enrolment: Enrolment) -> Sequence[SeatChange]:
    """What became of a request, newest first."""
    return session.scalars(
        select(SeatChange).where(SeatChange.enrolment_id == enrolment.id).order_by(SeatChange.id.desc())
    ).all()


def allocation_of(session: Session, session_id: int) -> SeatAllocation | None:
    return session.get(SeatAllocation, session_id)


def waiting_before(session: Session, enrolment: Enrolment) -> int:
    """How many wait in front of this one."""
    return (
        session.scalar(
            select(func.count()).where(
                Enrolment.session_id == enrolment.session_id,
                Enrolment.state == SeatState.WAITING,
                Enrolment.place < enrolment.place,
            )
        )
        or 0
    )


def hours_of(session: Session, hours: HoursThisYear, employee_id: int, year: int) -> int:
    table = hours(year)
    return int(session.scalar(select(table.c.hours).where(table.c.employee_id == employee_id)) or 0)


def requests_of(
    session: Session, held: TrainingSession, number: int = 1, *, state: SeatState | None = None
) -> Page[Enrolment]:
    """Everybody who asked, in the order of the allocation; before it, in the order of asking."""
    query = (
        select(Enrolment)
        .where(Enrolment.session_id == held.id)
        .options(
            joinedload(Enrolment.employee).options(joinedload(Employee.unit), joinedload(Employee.position))
        )
        .order_by(Enrolment.place.is_(None), Enrolment.place, Enrolment.requested_at, Enrolment.id)
    )
    return page_of(session, query if state is None else query.where(Enrolment.state == state), number)


def enrolment_in(session: Session, held: TrainingSession, enrolment_id: int) -> Enrolment:
    found = session.get(Enrolment, enrolment_id)
    if found is None or found.session_id != held.id:
        raise NotFound
    return found
