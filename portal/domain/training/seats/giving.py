"""Seats have numbers from 1 to the capacity, places are one total order: the database refuses either twice."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from portal.domain.errors import NotAllowed, RuleBroken
from portal.domain.notifications.actions import notify
from portal.domain.organisation.models import Agency
from portal.domain.organisation.viewers import Viewer
from portal.domain.training.seats.keeping import change, in_session, locked
from portal.domain.training.seats.models import Enrolment, SeatAllocation, SeatState
from portal.domain.training.seats.policies import is_own
from portal.domain.training.sessions.models import Selection, SessionState, TrainingSession
from portal.domain.words import n_


def gives_seats(session: Session, held: TrainingSession, at: datetime) -> bool:
    """Whether a free seat goes to the next one now: not before a fair allocation is through, never after the start."""
    if at >= held.starts_at:
        return False
    if held.selection is Selection.FIRST_COME:
        return held.state is SessionState.PLANNED
    if held.state is not SessionState.ALLOCATED:
        return False
    run = session.get(SeatAllocation, held.id, populate_existing=True)
    return run is None or run.finished_at is not None


def free_seats(session: Session, held: TrainingSession) -> list[int]:
    taken = set(
        session.scalars(
            select(Enrolment.seat).where(Enrolment.session_id == held.id, Enrolment.seat.is_not(None))
        )
    )
    return [number for number in range(1, held.capacity + 1) if number not in taken]


def admit(session: Session, held: TrainingSession, enrolment: Enrolment, *, at: datetime) -> None:
    """The next place; a seat with it when one is free and nobody waits for it."""
    fill(session, held, at=at)
    last = session.scalar(select(func.max(Enrolment.place)).where(Enrolment.session_id == held.id))
    enrolment.place = (last or 0) + 1
    enrolment.basis = {"rule": "arrival"}
    free = free_seats(session, held) if gives_seats(session, held, at) else []
    if free:
        change(session, enrolment, SeatState.SEATED, at=at, seat=free[0])
    else:
        change(session, enrolment, SeatState.WAITING, at=at)


def fill(session: Session, held: TrainingSession, *, at: datetime) -> int:
    """Offer free seats to those who wait, in their order. How many were offered."""
    if not gives_seats(session, held, at):
        return 0
    free = free_seats(session, held)
    waiting = in_session(session, held.id, (SeatState.WAITING,)) if free else []
    until = min(at + timedelta(hours=held.offer_hours), held.starts_at)
    for seat, enrolment in zip(free, waiting, strict=False):
        change(session, enrolment, SeatState.OFFERED, at=at, seat=seat, offered_until=until)
        _tell_offer(session, held, enrolment, until, at)
    return min(len(free), len(waiting))


def _tell_offer(
    session: Session, held: TrainingSession, enrolment: Enrolment, until: datetime, at: datetime
) -> None:
    zone = session.scalar(select(Agency.timezone).where(Agency.id == enrolment.employee.agency_id))
    notify(
        session, enrolment.employee.account_id,
        n_("A seat became free for you in “%(title)s”. Accept it by %(until)s."),
        link=f"/training/seats/{enrolment.id}", at=at, icon="user-check", title=held.course.title,
        until=f"{until.astimezone(ZoneInfo(zone or 'UTC')):%d/%m/%Y %H.%M}",
    )  # fmt: skip


def accept(session: Session, enrolment_id: int, *, by: Viewer, at: datetime) -> Enrolment:
    enrolment = locked(session, enrolment_id)
    if not is_own(by, enrolment):
        raise NotAllowed
    check_offer(enrolment, at)
    change(session, enrolment, SeatState.SEATED, at=at, by=by.account_id, seat=enrolment.seat)
    return enrolment


def check_offer(enrolment: Enrolment, at: datetime) -> None:
    """A promised seat is there until its deadline, whether or not the worker has looked since."""
    if enrolment.state is SeatState.SEATED:
        raise RuleBroken(n_("You have this seat already."))
    has_run_out = enrolment.offered_until is not None and at >= enrolment.offered_until
    if enrolment.state is SeatState.EXPIRED or has_run_out:
        raise RuleBroken(n_("The offer has run out. The seat went to the next one on the waiting list."))
    if enrolment.state is not SeatState.OFFERED:
        raise RuleBroken(n_("No seat is offered to you at present."))


def expire_offers(session: Session, held: TrainingSession, *, at: datetime) -> int:
    """Offers nobody answered go on to the next in the order. How many had run out."""
    over = session.scalars(
        select(Enrolment)
        .where(
            Enrolment.session_id == held.id,
            Enrolment.state == SeatState.OFFERED,
            Enrolment.offered_until <= at,
        )
        .options(joinedload(Enrolment.employee))
        .order_by(Enrolment.place)
        .execution_options(populate_existing=True)
    ).all()
    for enrolment in over:
        change(session, enrolment, SeatState.EXPIRED, at=at, reason=n_("Nobody answered in time."))
        notify(
            session, enrolment.employee.account_id,
            n_("The seat offered to you in “%(title)s” has gone to the next one."),
            link=f"/training/seats/{enrolment.id}", at=at, icon="clock", title=held.course.title,
        )  # fmt: skip
    fill(session, held, at=at)
    return len(over)
