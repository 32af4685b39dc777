"""What is kept about one person's learning, for that person's "my data"."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from portal.domain.base import Base
from portal.domain.learning.studies.models import LessonDone, QuizAttempt, SimulationRun, Study
from portal.domain.learning.studies.records import Attestation, Booster, CheckAnswer, HandIn, Writing
from portal.domain.organisation.viewers import Viewer

# What belongs to a study, by the part of the answer, with what is told of each row.
PARTS: dict[str, tuple[type[Base], tuple[str, ...]]] = {
    "lessons_done": (LessonDone, ("lesson_id", "done_at")),
    "checks": (CheckAnswer, ("question", "chosen", "is_right", "answered_at")),
    "quiz_attempts": (QuizAttempt, ("number", "answers", "score", "is_passed", "handed_in_at")),
    "simulations": (SimulationRun, ("number", "path", "ending", "trust", "ended_at")),
    "writings": (Writing, ("texts", "commitment", "written_at", "remind_at")),
    "attestations": (Attestation, ("statement", "declared_at")),
    "hand_ins": (HandIn, ("number", "text", "score", "is_accepted", "comment", "handed_in_at", "rated_at")),
    "boosters": (Booster, ("question", "days", "due_at", "chosen", "is_right", "answered_at")),
}


def own_learning(session: Session, me: Viewer) -> list[dict[str, Any]]:
    """Every study with everything done in it, oldest first."""
    studies = session.scalars(
        select(Study)
        .where(Study.employee_id == (me.employee_id or 0))
        .options(joinedload(Study.version))
        .order_by(Study.id)
    ).all()
    parts = {name: _rows(session, me, table, columns) for name, (table, columns) in PARTS.items()}
    return [
        {
            "module": study.version.title,
            "version": study.version.number,
            "percent": study.percent,
            "started_at": study.started_at,
            "finished_at": study.finished_at,
            **{name: rows.get(study.id, []) for name, rows in parts.items()},
        }
        for study in studies
    ]


def _rows(
    session: Session, me: Viewer, table: Any, columns: tuple[str, ...]
) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = {}
    own = select(Study.id).where(Study.employee_id == (me.employee_id or 0))
    for row in session.scalars(
        select(table).where(table.study_id.in_(own)).order_by(*table.__mapper__.primary_key)
    ):
        found.setdefault(row.study_id, []).append({name: getattr(row, name) for name in columns})
    return found
