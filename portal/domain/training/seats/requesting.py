"""Asking for a seat, and what the evaluator answers.

Whoever needs no approval, or has it, comes into the allocation; where the order of arrival counts, that order is
the order in which requests were ready: with the approval where one is asked.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.domain.errors import NotAllowed, NotFound, RuleBroken
from portal.domain.notifications.actions import notify
from portal.domain.organisation.acting import accounts_deciding, acting_for
from portal.domain.organisation.models import Employee
from portal.domain.organisation.viewers import Viewer
from portal.domain.training.seats.giving import admit
from portal.domain.training.seats.keeping import change, lock, locked
from portal.domain.training.seats.models import Enrolment, SeatState
from portal.domain.training.seats.policies import DECIDABLE, may_decide
from portal.domain.training.seats.rules import check_not_asked, check_request
from portal.domain.training.sessions.models import Selection, SessionState, TrainingSession
from portal.domain.words import n_

ALREADY = n_("You have already asked for a seat in this session.")


def request(session: Session, session_id: int, motive: str, *, by: Viewer, at: datetime) -> Enrolment:
    """Ask for a seat. Whose evaluator has to agree waits for that; the others come into the order at once."""
    held = lock(session, session_id)
    employee = session.get(Employee, by.employee_id) if by.employee_id is not None else None
    if employee is None:
        raise NotAllowed
    check_request(session, held, employee.id, employee.unit_key, at)
    enrolment = _row(session, held, employee, motive, at)
    change(session, enrolment, SeatState.REQUESTED, at=at, by=by.account_id)
    if held.needs_approval and employee.evaluator_id is not None:
        _ask_evaluator(session, held, enrolment, employee, at)
    else:
        _ready(session, held, enrolment, at=at)
    return enrolment


def _row(session: Session, held: TrainingSession, employee: Employee, motive: str, at: datetime) -> Enrolment:
    """A new row, or the one of a request that was taken back: it starts again at the end."""
    enrolment = session.scalars(
        select(Enrolment)
        .where(Enrolment.session_id == held.id, Enrolment.employee_id == employee.id)
        .execution_options(populate_existing=True)
    ).one_or_none()
    check_not_asked(enrolment)
    if enrolment is None:
        enrolment = Enrolment(session_id=held.id, employee_id=employee.id, unit_key=employee.unit_key)
        session.add(enrolment)
    enrolment.place, enrolment.basis = None, None
    enrolment.approved_by, enrolment.reminded_at = None, None
    enrolment.unit_key, enrolment.motive = employee.unit_key, motive.strip()
    enrolment.requested_at = enrolment.changed_at = at
    try:
        session.flush()
    except IntegrityError as twin:
        raise RuleBroken(ALREADY) from twin
    return enrolment


def _ask_evaluator(
    session: Session, held: TrainingSession, enrolment: Enrolment, employee: Employee, at: datetime
) -> None:
    for account_id in accounts_deciding(session, employee.evaluator_id, about=employee.id, at=at):
        notify(
            session, account_id, n_("%(name)s asks for a seat in “%(title)s”"), link="/training/approvals",
            at=at, icon="school", name=employee.name, title=held.course.title,
        )  # fmt: skip


def _ready(session: Session, held: TrainingSession, enrolment: Enrolment, *, at: datetime) -> None:
    """Into the allocation, or behind those who came earlier."""
    if held.selection is Selection.FAIR and held.state is SessionState.PLANNED:
        change(session, enrolment, SeatState.APPROVED, at=at)
    else:
        admit(session, held, enrolment, at=at)


def approve(session: Session, enrolment_id: int, *, by: Viewer, at: datetime) -> Enrolment:
    enrolment = _deciding(session, enrolment_id, by=by, at=at)
    enrolment.approved_by = by.employee_id
    _ready(session, enrolment.session, enrolment, at=at)
    notify(
        session, enrolment.employee.account_id, n_("Your request for “%(title)s” was approved"),
        link=f"/training/seats/{enrolment.id}", at=at, icon="check", title=enrolment.session.course.title,
    )  # fmt: skip
    return enrolment


def refuse(session: Session, enrolment_id: int, reason: str, *, by: Viewer, at: datetime) -> Enrolment:
    enrolment = _deciding(session, enrolment_id, by=by, at=at)
    if not reason.strip():
        raise RuleBroken(n_("Say why, so that the person can do something about it."), field="reason")
    if enrolment.state is SeatState.REFUSED:
        raise RuleBroken(n_("This request was refused already."))
    change(session, enrolment, SeatState.REFUSED, at=at, by=by.account_id, reason=reason.strip())
    notify(
        session, enrolment.employee.account_id, n_("Your request for “%(title)s” was not approved"),
        link=f"/training/seats/{enrolment.id}", at=at, icon="x", title=enrolment.session.course.title,
    )  # fmt: skip
    return enrolment


def _deciding(session: Session, enrolment_id: int, *, by: Viewer, at: datetime) -> Enrolment:
    """The request, for whoever decides on it today, as long as there is something to decide."""
    enrolment = locked(session, enrolment_id)
    acting = acting_for(session, by, at)
    if not may_decide(acting, enrolment):
        raise NotFound
    held = enrolment.session
    if at >= held.starts_at or not held.is_ahead:
        raise RuleBroken(n_("It is too late to decide: the session has begun or was called off."))
    if enrolment.state not in DECIDABLE:
        raise RuleBroken(n_("This request is decided already."))
    return enrolment
