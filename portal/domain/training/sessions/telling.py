"""Who hears that a session has changed or was called off: everybody with a seat or a request, and its trainers."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from portal.domain.notifications.models import Notification
from portal.domain.organisation.models import Employee
from portal.domain.outbox import post
from portal.domain.pages import batched
from portal.domain.periods import local_day
from portal.domain.training.courses.models import Trainer
from portal.domain.training.seats.models import Enrolment, SeatState
from portal.domain.training.sessions.models import SessionTrainer, TrainingSession
from portal.domain.words import n_

SUBJECT = n_("Your training: “%(title)s”")
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
    """In the inbox and by mail, for people have made plans; not to whoever did it."""
    day = f"{local_day(held.starts_at, held.timezone):%d/%m/%Y}"
    told = {"title": held.course.title, "day": day, **values}
    link = f"/training/sessions/{held.id}"
    line = {"icon": "calendar-event", "message": message, "values": told, "link": link, "created_at": at}
    for some in batched([one for one in _concerned(session, held.id) if one != by]):
        session.execute(insert(Notification), [{"account_id": one, **line} for one in some])
        for one in some:
            post(
                session,
                "mail",
                {"account_id": one, "subject": SUBJECT, "text": message, "values": told},
                at=at,
            )


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
