"""Giving the seats of a fair session, once its time for requests is over.

First the whole order is fixed in one transaction; then answers go out a thousand at a time, so that nobody else has
to wait long. Whoever dies in the middle goes on where it was: the order does not change any more.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import Row, Table, bindparam, insert, select, update
from sqlalchemy.orm import Session

from portal.domain.audit.actions import record
from portal.domain.notifications.actions import notify_all
from portal.domain.organisation.models import Employee
from portal.domain.training.seats.fairness import Request, in_fair_order
from portal.domain.training.seats.giving import fill
from portal.domain.training.seats.keeping import lock
from portal.domain.training.seats.models import Enrolment, SeatAllocation, SeatChange, SeatState
from portal.domain.training.seats.needs import Fairness
from portal.domain.training.sessions.models import Selection, SessionState, TrainingSession
from portal.domain.words import n_

CHUNK = 1000
AT_THE_LATEST = timedelta(hours=1)

# Straight to the table: as rows of the ORM, thousands would take twice as long.
REQUESTS = cast(Table, Enrolment.__table__)
_OWN = REQUESTS.c.id == bindparam("row_id")
PLACING = update(REQUESTS).where(_OWN).values(place=bindparam("new_place"), basis=bindparam("numbers"))
ANSWERING = (
    update(REQUESTS)
    .where(_OWN)
    .values(state=bindparam("answer"), seat=bindparam("number"), changed_at=bindparam("moment"))
)


def is_due(held: TrainingSession, at: datetime) -> bool:
    """After the last request, and an hour before the beginning at the latest."""
    return (
        held.selection is Selection.FAIR
        and held.state is SessionState.PLANNED
        and min(held.requests_until, held.starts_at - AT_THE_LATEST) <= at < held.starts_at
    )


def begin(session: Session, session_id: int, fairness: Fairness, *, at: datetime) -> SeatAllocation | None:
    """Fix the order of everybody who asked. None when there is nothing to allocate (any more)."""
    held = lock(session, session_id)
    run = session.get(SeatAllocation, session_id, populate_existing=True)
    if run is not None or not is_due(held, at):
        return run if run is not None and run.finished_at is None else None
    order = in_fair_order(session, held, fairness)
    if order:
        session.execute(PLACING, [_placed(place, one) for place, one in enumerate(order, start=1)])
    seated, waiting = order[: held.capacity], order[held.capacity :]
    run = SeatAllocation(
        session_id=session_id,
        seats=held.capacity,
        requests=len(order),
        last_seated=seated[-1].basis if seated else None,
        first_waiting=waiting[0].basis if waiting else None,
        started_at=at,
    )
    session.add(run)
    session.flush()
    return run


def _placed(place: int, one: Request) -> dict[str, Any]:
    return {"row_id": one.id, "new_place": place, "numbers": one.basis}


def step(session: Session, session_id: int, *, at: datetime) -> bool:
    """Answer the next thousand in the order. False when everybody has an answer."""
    held = lock(session, session_id)
    run = session.get_one(SeatAllocation, session_id, populate_existing=True)
    if run.finished_at is not None:
        return False
    rows = _next(session, session_id)
    if rows:
        _answer(session, held, run, rows, at)
    run.done = min(run.requests, run.done + len(rows))
    if len(rows) < CHUNK:
        _finish(session, held, run, at)
    session.flush()
    return run.finished_at is None


def _next(session: Session, session_id: int) -> Sequence[Row[Any]]:
    rows: Sequence[Any] = session.execute(
        select(Enrolment.id, Enrolment.place, Employee.account_id)
        .join(Employee, Employee.id == Enrolment.employee_id)
        .where(
            Enrolment.session_id == session_id,
            Enrolment.state == SeatState.APPROVED,
            Enrolment.place.is_not(None),
        )
        .order_by(Enrolment.place)
        .limit(CHUNK)
    ).all()
    return rows


def _answer(
    session: Session, held: TrainingSession, run: SeatAllocation, rows: Sequence[Row[Any]], at: datetime
) -> None:
    """Places within the seats become seats of the same number, the others wait."""
    states = [SeatState.SEATED if row.place <= run.seats else SeatState.WAITING for row in rows]
    session.execute(
        ANSWERING,
        [
            {
                "row_id": row.id,
                "answer": state,
                "number": row.place if state is SeatState.SEATED else None,
                "moment": at,
            }
            for row, state in zip(rows, states, strict=True)
        ],
    )
    session.execute(
        insert(cast(Table, SeatChange.__table__)),
        [
            {"enrolment_id": row.id, "state": state, "at": at, "by": None, "reason": ""}
            for row, state in zip(rows, states, strict=True)
        ],
    )
    messages = {
        SeatState.SEATED: n_("You have a seat in “%(title)s”"),
        SeatState.WAITING: n_("You are on the waiting list of “%(title)s”. See why."),
    }
    for state, message in messages.items():
        told = [row.account_id for row, one in zip(rows, states, strict=True) if one is state]
        link = f"/training/sessions/{held.id}"
        notify_all(session, told, message, link=link, at=at, icon="user-check", title=held.course.title)


def _finish(session: Session, held: TrainingSession, run: SeatAllocation, at: datetime) -> None:
    """Seats of those who left meanwhile go to the waiting list."""
    run.done, run.finished_at = run.requests, at
    held.state = SessionState.ALLOCATED
    session.flush()
    record(
        session, "seat.allocate", by=None, subject_type="training_session", subject_id=held.id,
        unit_key=held.unit_low, at=at, label=held.course.title, seats=run.seats, requests=run.requests,
    )  # fmt: skip
    fill(session, held, at=at)
