"""The first fifty, one's own rank and one's neighbours, in a unit of every level."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from benchmarks.lines import Line, at_most
from benchmarks.rewards_data import TODAY
from benchmarks.timing import best
from portal.domain.organisation.models import OrgUnit
from portal.domain.rewards.boards.queries import neighbours, place_of, top
from portal.domain.rewards.periods import quarter_key

BOARD_MS = 10


def boards(engine: Engine, size: int) -> Iterator[Line]:
    with Session(engine) as session:
        for level in sorted(session.scalars(select(OrgUnit.level).distinct())):
            unit = session.scalars(select(OrgUnit).where(OrgUnit.level == level).limit(1)).one()
            for name, question in _questions(session, unit.path_key, unit.path_end).items():
                said = f"{name}, unit of level {level}, {size:,} people"
                yield at_most(said, best(question), "ms", BOARD_MS)


def _questions(session: Session, low: int, high: int) -> dict[str, Callable[[], object]]:
    key = quarter_key(TODAY)
    first = top(session, low, high, key, 50)
    if not first:
        return {}
    who = first[len(first) // 2].employee_id
    return {
        "top 50": lambda: top(session, low, high, key, 50),
        "own rank": lambda: place_of(session, who, low, high, key),
        "neighbours": lambda: neighbours(session, who, low, high, key, 2),
    }
