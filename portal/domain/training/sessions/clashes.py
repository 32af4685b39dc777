"""Whether a room or a trainer is already taken at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from portal.domain.errors import RuleBroken
from portal.domain.training.courses.models import Course, Trainer
from portal.domain.training.sessions.models import (
    Room,
    SessionDay,
    SessionState,
    SessionTrainer,
    TrainingSession,
)
from portal.domain.words import n_


@dataclass(frozen=True, slots=True)
class Sitting:
    starts_at: datetime
    ends_at: datetime
    room_id: int | None


def hold_still(session: Session, rooms: Sequence[int], trainers: Sequence[int]) -> None:
    """Until the transaction ends nobody else plans with these rooms and trainers."""
    for table, ids in ((Room, rooms), (Trainer, trainers)):
        if ids:
            session.execute(select(table.id).where(table.id.in_(ids)).order_by(table.id).with_for_update())


def refuse_clashes(
    session: Session, sittings: Sequence[Sitting], trainers: Sequence[int], *, but: int | None = None
) -> None:
    """Whatever is not called off takes its room and its trainers, drafts too; `but` is the session itself."""
    for number, one in enumerate(sittings):
        at_once = _at_once(one, but)
        if one.room_id and (found := _taken(session, one.room_id, at_once)):
            raise RuleBroken(
                n_("%(name)s is taken at that time by “%(title)s”."),
                field=f"days-{number}-room", name=found[0], title=found[1],
            )  # fmt: skip
        if trainers and (found := _teaching(session, trainers, at_once)):
            raise RuleBroken(
                n_("%(name)s teaches “%(title)s” at that time."),
                field="trainers",
                name=found[0],
                title=found[1],
            )


def _at_once(one: Sitting, but: int | None) -> list[ColumnElement[bool]]:
    found = [
        SessionDay.starts_at < one.ends_at,
        SessionDay.ends_at > one.starts_at,
        TrainingSession.state != SessionState.CANCELLED,
    ]
    return found if but is None else [*found, TrainingSession.id != but]


def _taken(session: Session, room_id: int, at_once: list[ColumnElement[bool]]) -> tuple[str, str] | None:
    row = session.execute(
        select(Room.name, Course.title)
        .join(SessionDay, SessionDay.room_id == Room.id)
        .join(TrainingSession, TrainingSession.id == SessionDay.session_id)
        .join(Course, Course.id == TrainingSession.course_id)
        .where(Room.id == room_id, *at_once)
        .order_by(SessionDay.starts_at, SessionDay.id)
        .limit(1)
    ).first()
    return (row[0], row[1]) if row else None


def _teaching(
    session: Session, trainers: Sequence[int], at_once: list[ColumnElement[bool]]
) -> tuple[str, str] | None:
    row = session.execute(
        select(Trainer.name, Course.title)
        .join(SessionTrainer, SessionTrainer.trainer_id == Trainer.id)
        .join(TrainingSession, TrainingSession.id == SessionTrainer.session_id)
        .join(SessionDay, SessionDay.session_id == TrainingSession.id)
        .join(Course, Course.id == TrainingSession.course_id)
        .where(Trainer.id.in_(trainers), *at_once)
        .order_by(SessionDay.starts_at, SessionDay.id)
        .limit(1)
    ).first()
    return (row[0], row[1]) if row else None
