"""What evaluators are asked to decide: requests for seats that need their approval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from portal.domain.base import Moment
from portal.domain.organisation.acting import ACTING, EVALUATORS, Acting
from portal.domain.organisation.models import Employee
from portal.domain.training.seats.models import Enrolment, SeatState
from portal.domain.training.seats.needs import HoursThisYear
from portal.domain.training.sessions.models import AHEAD, TrainingSession

LATELY, MOST_WAITING = 10, 100
AWAITING = (
    Employee.evaluator_id.in_(EVALUATORS),
    Enrolment.employee_id != ACTING,
    Enrolment.state == SeatState.REQUESTED,
    TrainingSession.starts_at > bindparam("at", type_=Moment()),
    TrainingSession.state.in_(AHEAD),
)
# How many there are, as a question inside another one. Places: those of who acts, and `at`.
AWAITING_APPROVAL = (
    select(func.count(Enrolment.id))
    .select_from(Enrolment)
    .join(Enrolment.employee)
    .join(Enrolment.session)
    .where(*AWAITING)
    .scalar_subquery()
)


@dataclass(frozen=True, slots=True)
class ToApprove:
    enrolment: Enrolment
    hours: int


def to_approve(session: Session, acting: Acting, hours: HoursThisYear, at: datetime) -> list[ToApprove]:
    """Requests on which one may decide, whose time for requests ends first, with the person's hours this year."""
    table = hours(at.year)
    rows = session.execute(
        select(Enrolment, func.coalesce(table.c.hours, 0))
        .join(Enrolment.employee)
        .join(Enrolment.session)
        .outerjoin(table, table.c.employee_id == Enrolment.employee_id)
        .where(*AWAITING)
        .options(
            contains_eager(Enrolment.employee).options(
                joinedload(Employee.unit), joinedload(Employee.position)
            ),
            contains_eager(Enrolment.session).joinedload(TrainingSession.course),
        )
        .order_by(TrainingSession.requests_until, TrainingSession.id, Enrolment.requested_at, Enrolment.id)
        .limit(MOST_WAITING),
        {**acting.places, "at": at},
    )
    return [ToApprove(enrolment, int(number)) for enrolment, number in rows]


def lately_decided(session: Session, acting: Acting) -> Sequence[Enrolment]:
    """The latest requests on which one has decided oneself or somebody who stood in, with what became of them."""
    return session.scalars(
        select(Enrolment)
        .join(Enrolment.employee)
        .where(
            Employee.evaluator_id.in_(acting.evaluator_ids),
            Enrolment.employee_id != (acting.employee_id or 0),
            or_(Enrolment.approved_by.is_not(None), Enrolment.state == SeatState.REFUSED),
        )
        .options(
            contains_eager(Enrolment.employee),
            joinedload(Enrolment.session).joinedload(TrainingSession.course),
        )
        .order_by(Enrolment.changed_at.desc(), Enrolment.id.desc())
        .limit(LATELY)
    ).all()
