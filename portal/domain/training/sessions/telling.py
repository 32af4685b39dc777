"""Who hears that a session has changed or was called off: everybody with a seat or a request, and its trainers."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from portal.domain.notifications.models import Notification
from portal.domain.organisation.models import Employee
from portal.domain.pages import batched
from portal.domain.training.courses.models import Trainer
from portal.domain.training.seats.models import Enrolment, SeatState
from portal.domain.training.sessions.models import SessionTrainer, TrainingSession

CONCERNED = (
    SeatState.REQUESTED,
    SeatState.APPROVED,
    SeatState.SEATED,
    SeatState.WAITING,
    SeatState.OFFERED,
)


def tell_concerned(
    session: Session, held: TrainingSession, message: str, *, at: datetime, by: int | None, **values: object
) -> None:
    """In the inbox of everybody concerned but whoever did it."""
    line = {
        "icon": "calendar-event", "message": message, "values": {"title": held.course.title, **values},
        "link": f"/training/sessions/{held.id}", "created_at": at,
    }  # fmt: skip
    for some in batched([one for one in _concerned(session, held.id) if one != by]):
        session.execute(insert(Notification), [{"account_id": one, **line} for one in some])


def _concerned(session: Session, session_id: int) -> list[int]:
    people = (
        select(Employee.account_id)
        .join(Enrolment, Enrolment.employee_id == Employee.id)
        .where(Enrolment.session_id == session_id, Enrolment.state.in_(CONCERNED))
    )
    teachers = (
        select(Employee.account_id)
        .join(Trainer, Trainer.employee_id == Employee.id)
        .join(SessionTrainer, SessionTrainer.trainer_id == Trainer.id)
        .where(SessionTrainer.session_id == session_id)
    )
    found = session.scalars(people.union(teachers))
    return sorted({one for one in found if one is not None})
