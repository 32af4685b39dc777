"""What the clock does to training: sessions that nobody closed, and the questions three months later."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from typing import TypeAlias

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.training.attendance.queries import forgotten
from portal.domain.training.attendance.settling import CLOSES_BY_ITSELF, finish
from portal.domain.training.proof.asking import ask_due, remind
from portal.domain.training.sessions.models import TrainingSession

Begin: TypeAlias = Callable[[], AbstractContextManager[Session]]


def close_forgotten(begin: Begin, at: datetime) -> int:
    """A week after their end, each in a transaction of its own; how many."""
    with begin() as session:
        ids = list(forgotten(session, at - CLOSES_BY_ITSELF))
    for held_id in ids:
        with begin() as session:
            held = session.scalars(
                select(TrainingSession).where(TrainingSession.id == held_id).with_for_update()
            ).one()
            if held.is_ahead:
                finish(session, held, by=None, at=at)
    return len(ids)


def ask_about_behaviour(begin: Begin, at: datetime) -> int:
    """In short transactions; how many people were asked about."""
    asked = 0
    while True:
        with begin() as session:
            some, reminded = ask_due(session, at=at), remind(session, at=at)
        asked += some
        if not some and not reminded:
            return asked
