"""Where people worked on a given day."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal.domain.organisation.models import Placement

CHUNK = 5000


def unit_key_on(session: Session, employee_ids: Iterable[int], day: date) -> dict[int, int]:
    """Where people worked on a day: points stay with the unit of that day. Who worked nowhere then is left out."""
    wanted = list(dict.fromkeys(employee_ids))
    found: dict[int, int] = {}
    for start in range(0, len(wanted), CHUNK):
        rows = session.execute(
            select(Placement.employee_id, Placement.unit_key).where(
                Placement.employee_id.in_(wanted[start : start + CHUNK]),
                Placement.starts_on <= day,
                or_(Placement.ends_on.is_(None), Placement.ends_on > day),
            )
        )
        found.update((employee_id, key) for employee_id, key in rows)
    return found
