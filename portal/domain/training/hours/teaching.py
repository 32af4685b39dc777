"""Who of the portal's own people has taught: booked once a session has been held."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from portal.domain.events import announce
from portal.domain.organisation.models import Agency
from portal.domain.periods import local_day
from portal.domain.training.courses.models import Course, Trainer
from portal.domain.training.hours.events import TeachingBooked
from portal.domain.training.hours.models import TaughtHours
from portal.domain.training.sessions.models import SessionState, SessionTrainer, TrainingSession

AT_ONCE = 200


def book_teaching(session: Session, session_id: int, *, at: datetime) -> int:
    """The trainers of one session. Telling it again changes nothing."""
    return _book(session, _unbooked().where(TrainingSession.id == session_id), at)


def book_missing_teaching(session: Session, *, at: datetime) -> int:
    """Sessions held while the ledger could not listen; a handful."""
    return _book(session, _unbooked().limit(AT_ONCE), at)


def taught_in(session: Session, employee_id: int, year: int) -> list[TaughtHours]:
    """By day."""
    first, after = date(year, 1, 1), date(year + 1, 1, 1)
    return list(
        session.scalars(
            select(TaughtHours)
            .where(TaughtHours.employee_id == employee_id, TaughtHours.day >= first, TaughtHours.day < after)
            .order_by(TaughtHours.day, TaughtHours.id)
        )
    )


def _unbooked() -> Select[*tuple[Any, ...]]:
    booked = select(TaughtHours.id).where(
        TaughtHours.session_id == TrainingSession.id, TaughtHours.employee_id == Trainer.employee_id
    )
    return (
        select(
            TrainingSession.id,
            Trainer.employee_id,
            TrainingSession.ends_at,
            Agency.timezone,
            Course.title,
            Course.learning_hours,
        )
        .join(Course, Course.id == TrainingSession.course_id)
        .join(Agency, Agency.id == TrainingSession.agency_id)
        .join(SessionTrainer, SessionTrainer.session_id == TrainingSession.id)
        .join(Trainer, Trainer.id == SessionTrainer.trainer_id)
        .where(
            TrainingSession.state == SessionState.FINISHED,
            Trainer.employee_id.is_not(None),
            ~booked.exists(),
        )
        .order_by(TrainingSession.id, Trainer.employee_id)
    )


def _book(session: Session, unbooked: Select[*tuple[Any, ...]], at: datetime) -> int:
    rows = session.execute(unbooked).all()
    for session_id, employee_id, ends_at, timezone, title, hours in rows:
        session.add(
            TaughtHours(
                session_id=session_id,
                employee_id=employee_id,
                day=local_day(ends_at, timezone),
                title=title,
                hours=hours,
                booked_at=at,
            )
        )
    session.flush()
    for session_id in sorted({row[0] for row in rows}):
        announce(session, TeachingBooked(session_id=session_id, at=at))
    return len(rows)
