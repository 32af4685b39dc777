"""People stand on the boards of the unit they work in now; what a unit earned goes with the unit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from portal.domain.organisation.events import BranchMoved, PeoplePlaced
from portal.domain.organisation.models import Employee, FormerKey, OrgUnit
from portal.domain.pages import batched
from portal.domain.rewards.boards.sizes import refresh_unit_sizes
from portal.domain.rewards.ledger.histogram import counting_heads, rebuild_histogram
from portal.domain.rewards.ledger.models import Award, Score, UnitScore
from portal.domain.rewards.sql import one_evaluator, run

SCORES: Any = Score.__table__
HOME = select(Employee.unit_key).where(Employee.id == SCORES.c.employee_id).scalar_subquery()


def follow_people(session: Session, event: PeoplePlaced) -> None:
    """Carry these people's points to the boards of their new units. What the old unit earned stays there."""
    for some in batched(event.employee_ids):
        _carry(session, some)


def _carry(session: Session, employee_ids: Sequence[int]) -> None:
    elsewhere = (SCORES.c.employee_id.in_(employee_ids), SCORES.c.unit_key != HOME)
    keys = session.scalars(select(SCORES.c.period_key).where(*elsewhere).distinct()).all()
    if not keys:
        return
    one_evaluator(session)
    people = select(Employee.id).where(Employee.id.in_(employee_ids))
    with counting_heads(session, keys, people, {}):
        run(session, update(SCORES).where(*elsewhere).values(unit_key=HOME))
    session.expire_all()


def follow_branch(session: Session, event: BranchMoved) -> None:
    """Everything that bears a key of the branch gets the new one, except the ledger, which is never changed."""
    one_evaluator(session)
    run(session, update(SCORES).where(SCORES.c.unit_key.between(event.low, event.high)).values(unit_key=HOME))
    for table in (Award.__table__, UnitScore.__table__):
        key = table.c.unit_key
        run(session, update(table).where(key.between(event.low, event.high)).values(unit_key=_present(key)))  # type: ignore[arg-type]
    refresh_unit_sizes(session)
    session.expire_all()


def _present(key: ColumnElement[Any]) -> Any:
    """The key today of the unit that once had `key`."""
    return (
        select(OrgUnit.path_key)
        .join(FormerKey, FormerKey.unit_id == OrgUnit.id)
        .where(FormerKey.path_key == key)
        .scalar_subquery()
    )


def follow_moves(session: Session) -> int:
    """Every night: whatever was missed."""
    count = int(run(session, update(SCORES).where(SCORES.c.unit_key != HOME).values(unit_key=HOME)).rowcount)
    if count:
        rebuild_histogram(session)
        session.expire_all()
    return count
