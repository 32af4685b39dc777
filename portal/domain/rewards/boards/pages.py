"""Boards as a person looks at them: the top, a gap, oneself among neighbours. Never the bottom."""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.errors import NotFound
from portal.domain.organisation.models import Employee, OrgUnit
from portal.domain.organisation.paths import ancestors_of, end_of
from portal.domain.organisation.viewers import Viewer
from portal.domain.rewards.boards.counting import span_of
from portal.domain.rewards.boards.queries import Place, neighbours, top

TOP = 10
EACH_SIDE = 2


class Reach(StrEnum):
    """How far one looks: the own unit, the unit above it, the agency; or units compared with units."""

    UNIT = "unit"
    PARENT = "parent"
    AGENCY = "agency"
    UNITS = "units"


@dataclass(frozen=True, slots=True)
class Board:
    """`around` holds the viewer and the neighbours when they do not follow right upon the top.

    `is_short`: so few people have points that only the upper half of them is named.
    """

    unit_name: str
    top: list[Place]
    around: list[Place]
    own: Place | None
    employee_id: int
    is_hidden: bool
    is_short: bool = False

    @property
    def has_gap(self) -> bool:
        return bool(self.around and self.top) and self.around[0].rank > self.top[-1].rank + 1


def spans_of(viewer: Viewer) -> dict[Reach, tuple[int, int]]:
    """The subtree each reach covers; a reach that would repeat a narrower one is left out."""
    if viewer.unit_key is None:
        raise NotFound
    path = ancestors_of(viewer.unit_key)
    levels = {Reach.UNIT: len(path), Reach.PARENT: len(path) - 1, Reach.AGENCY: 1}
    spans: dict[Reach, tuple[int, int]] = {}
    for reach, level in levels.items():
        if level >= 1 and (span := (path[level - 1], end_of(path[level - 1], level))) not in spans.values():
            spans[reach] = span
    return spans


def reaches_of(session: Session, viewer: Viewer) -> dict[Reach, str]:
    """The boards on which the viewer stands, with the names of their units."""
    spans = spans_of(viewer)
    names = unit_names(session, [low for low, _high in spans.values()])
    return {reach: names[low] for reach, (low, _high) in spans.items()}


def reach_for(viewer: Viewer, wanted: Reach) -> Reach:
    """What was asked for; who works right below the agency finds its board one reach further in."""
    spans = spans_of(viewer)
    if wanted in spans or wanted is Reach.UNITS:
        return wanted
    return list(spans)[-1] if wanted is Reach.AGENCY else Reach.UNIT


def unit_names(session: Session, keys: list[int]) -> dict[int, str]:
    rows = session.execute(select(OrgUnit.path_key, OrgUnit.name).where(OrgUnit.path_key.in_(keys)))
    return {key: name for key, name in rows}


def board_for(
    session: Session, viewer: Viewer, reach: Reach, period_key: int, unit_name: str = "", most: int = TOP
) -> Board:
    """The first `most`, and the viewer among neighbours when the top does not hold them."""
    if viewer.employee_id is None:
        raise NotFound
    me, spans = viewer.employee_id, spans_of(viewer)
    low, high = spans.get(reach) or spans[Reach.UNIT]
    span = span_of(session, low, high, period_key)
    best = top(session, low, high, period_key, most, span)
    own = next((place for place in best if place.employee_id == me), None)
    near = [] if own else neighbours(session, me, low, high, period_key, EACH_SIDE, span)
    shown = {place.employee_id for place in best}
    return Board(
        unit_name=unit_name or unit_names(session, [low])[low],
        top=best,
        around=[place for place in near if place.employee_id not in shown],
        own=own or next((place for place in near if place.employee_id == me), None),
        employee_id=me,
        is_hidden=not own and not near and not is_on_boards(session, me),
    )


def is_on_boards(session: Session, employee_id: int) -> bool:
    return bool(session.scalar(select(Employee.is_on_boards).where(Employee.id == employee_id)))
