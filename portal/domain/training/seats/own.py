"""What is kept about one person's requests for seats, for that person's "my data"."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from portal.domain.organisation.viewers import Viewer
from portal.domain.training.seats.models import Enrolment, SeatChange
from portal.domain.training.sessions.models import TrainingSession


def own_seats(session: Session, me: Viewer) -> list[dict[str, Any]]:
    """Every request with what became of it and the numbers its place was made from, oldest first."""
    own = (
        select(Enrolment)
        .where(Enrolment.employee_id == (me.employee_id or 0))
        .options(joinedload(Enrolment.session).joinedload(TrainingSession.course))
        .order_by(Enrolment.id)
    )
    changes: dict[int, list[dict[str, Any]]] = {}
    ids = own.with_only_columns(Enrolment.id).order_by(None)
    for one in session.scalars(
        select(SeatChange).where(SeatChange.enrolment_id.in_(ids)).order_by(SeatChange.id)
    ):
        told = {"state": one.state.value, "at": one.at, "reason": one.reason}
        changes.setdefault(one.enrolment_id, []).append(told)
    return [
        {
            "course": one.session.course.title,
            "starts_at": one.session.starts_at,
            "state": one.state.value,
            "seat": one.seat,
            "place": one.place,
            "motive": one.motive,
            "basis": one.basis,
            "requested_at": one.requested_at,
            "changes": changes.get(one.id, []),
        }
        for one in session.scalars(own)
    ]
