"""How many people a unit's subtree has, counted once a night: it decides how ranks are found."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from portal.domain.organisation.models import Employee, OrgUnit
from portal.domain.rewards.boards.models import UnitSize
from portal.domain.rewards.ledger.histogram import rebuild_histogram
from portal.domain.rewards.sql import insert_into, run

LARGE = 20_000


def refresh_unit_sizes(session: Session) -> None:
    """Count the people of every subtree, and begin or end histograms as units cross the line."""
    own: dict[int, int] = {
        unit_key: people
        for unit_key, people in session.execute(
            select(Employee.unit_key, func.count())
            .where(Employee.left_on.is_(None))
            .group_by(Employee.unit_key)
        )
    }
    rows = [{**row, "has_histogram": row["people"] >= LARGE} for row in _subtree_sums(session, own)]
    run(session, delete(UnitSize))
    if rows:
        run(session, insert_into(session, UnitSize.__table__), rows)
    rebuild_histogram(session)


def _subtree_sums(session: Session, own: dict[int, int]) -> list[dict[str, int]]:
    """Units in the order of their keys: a subtree is a stretch of running sums."""
    units = session.execute(select(OrgUnit.path_key, OrgUnit.path_end).order_by(OrgUnit.path_key)).all()
    keys = sorted(own)
    running = [0]
    for key in keys:
        running.append(running[-1] + own[key])
    return [
        {
            "unit_key": low,
            "path_end": high,
            "people": running[bisect_right(keys, high)] - running[bisect_left(keys, low)],
        }
        for low, high in units
    ]
