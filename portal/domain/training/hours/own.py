"""What is kept about one person's learning hours, for that person's "my data"."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.organisation.viewers import Viewer
from portal.domain.training.hours.models import Assignment, HoursEntry


def own_hours(session: Session, me: Viewer) -> dict[str, list[dict[str, Any]]]:
    """Every line of the ledger and every assignment, oldest first."""
    entries = session.scalars(
        select(HoursEntry)
        .where(HoursEntry.employee_id == (me.employee_id or 0))
        .order_by(HoursEntry.day, HoursEntry.id)
    )
    assignments = session.scalars(
        select(Assignment)
        .where(Assignment.employee_id == (me.employee_id or 0))
        .order_by(Assignment.starts_on, Assignment.id)
    )
    lines = ("day", "kind", "title", "provider", "held", "hours", "reason", "booked_at")
    written = ("number", "purpose", "starts_on", "ends_on", "given_at")
    return {
        "hours": [{name: getattr(one, name) for name in lines} for one in entries],
        "assignments": [{name: getattr(one, name) for name in written} for one in assignments],
    }
