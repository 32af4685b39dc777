"""People stand on the boards of the unit they work in now."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.domain.organisation.models import Employee
from portal.domain.rewards.ledger.histogram import rebuild_histogram
from portal.domain.rewards.ledger.models import Score
from portal.domain.rewards.sql import run

SCORES: Any = Score.__table__


def follow_moves(session: Session, employee_id: int | None = None) -> int:
    """Carry scores to people's present units; all, or one person's. What units earned stays with them."""
    home = select(Employee.unit_key).where(Employee.id == SCORES.c.employee_id).scalar_subquery()
    moved = update(SCORES).where(SCORES.c.unit_key != home).values(unit_key=home)
    if employee_id is not None:
        moved = moved.where(SCORES.c.employee_id == employee_id)
    count = int(run(session, moved).rowcount)
    if count:
        rebuild_histogram(session)
        session.expire_all()
    return count
