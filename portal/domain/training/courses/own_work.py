"""What a person works as and where, as a need that courses may answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.organisation.models import Employee, Position, PositionKind
from portal.domain.organisation.viewers import Viewer
from portal.domain.training.needs import Need, NeedKind

LEADS = frozenset({PositionKind.LEADERSHIP, PositionKind.ADMINISTRATOR, PositionKind.SUPERVISOR})
LEADING = "kepemimpinan coaching"


def own_work(session: Session, viewer: Viewer, _at: datetime) -> Sequence[Need]:
    """The position's and the unit's name; who leads is also told what is for leaders."""
    position = session.scalar(
        select(Position)
        .join(Employee, Employee.position_id == Position.id)
        .where(Employee.id == (viewer.employee_id or 0))
    )
    name = position.name if position else viewer.unit_name
    leads = position is not None and position.kind in LEADS
    words = " ".join([name, viewer.unit_name, LEADING if leads else ""])
    return [Need(kind=NeedKind.ROLE, name=name, words=words)]
