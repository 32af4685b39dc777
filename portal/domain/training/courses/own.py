"""What the catalogue keeps about one person as a trainer and author, for that person's "my data"."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.organisation.viewers import Viewer
from portal.domain.training.courses.models import Course, Trainer
from portal.domain.training.sessions.models import CalendarFeed, SessionTrainer, TrainingSession


def own_teaching(session: Session, me: Viewer) -> dict[str, Any]:
    """The entry among the trainers, the courses written, the sessions taught, the calendar address."""
    trainer = session.scalar(select(Trainer).where(Trainer.employee_id == (me.employee_id or 0)))
    feed = session.scalar(select(CalendarFeed).where(CalendarFeed.account_id == me.account_id))
    return {
        "trainer": _entry(trainer) if trainer else None,
        "courses": _courses(session, me),
        "sessions": _sessions(session, trainer.id) if trainer else [],
        "calendar_address_since": feed.made_at if feed else None,
    }


def _entry(trainer: Trainer) -> dict[str, Any]:
    told = ("name", "organisation", "expertise", "words", "rating_sum", "rating_count", "is_active")
    return {name: getattr(trainer, name) for name in told}


def _courses(session: Session, me: Viewer) -> list[dict[str, Any]]:
    rows = session.execute(
        select(Course.code, Course.title, Course.state, Course.review_note, Course.created_at)
        .where(Course.author_id == me.account_id)
        .order_by(Course.id)
    )
    return [dict(row) for row in rows.mappings()]


def _sessions(session: Session, trainer_id: int) -> list[dict[str, Any]]:
    rows = session.execute(
        select(Course.title, TrainingSession.starts_at, TrainingSession.state)
        .join(TrainingSession, TrainingSession.course_id == Course.id)
        .join(SessionTrainer, SessionTrainer.session_id == TrainingSession.id)
        .where(SessionTrainer.trainer_id == trainer_id)
        .order_by(TrainingSession.starts_at, TrainingSession.id)
    )
    return [dict(row) for row in rows.mappings()]
