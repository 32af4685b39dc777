"""Units compared by points a head, like with like. Points are a unit's when earned in it, also when people move on.

The index of a unit is its points a head in percent of what units of the same kind of work have a head, all people
together: 100 is exactly as much. So a unit that supports others may stand beside one that serves the public.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from sqlalchemy import Select, Subquery, and_, func, or_, select
from sqlalchemy.orm import Session

from portal.domain.organisation.models import Employee, Exposure, FormerKey, OrgUnit
from portal.domain.rewards.boards.models import UnitSnapshot
from portal.domain.rewards.ledger.models import Award, AwardState, UnitScore

FEWEST_PEOPLE = 5
MOST_SHOWN = 10
EXACTLY_AS_MUCH = 100


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit's numbers before it is compared; `exposure` is that of the time."""

    unit: OrgUnit
    exposure: Exposure
    points: int
    people: int


@dataclass(frozen=True, slots=True)
class UnitPlace:
    """`per_head` has one decimal; `index` is in percent of the same kind of work."""

    rank: int
    unit: OrgUnit
    exposure: Exposure
    points: int
    people: int
    per_head: Decimal
    index: int
    trend: int | None = None


@dataclass(frozen=True, slots=True)
class UnitBoard:
    """`own` is the viewer's unit wherever it stands; None when it has no points or is too small to be compared.

    `averages`: points a head by kind of work; `is_too_small`: the own unit has fewer than five people.
    """

    top: list[UnitPlace]
    own: UnitPlace | None
    averages: dict[Exposure, Decimal]
    is_too_small: bool
    is_empty: bool

    @property
    def is_own_below(self) -> bool:
        return self.own is not None and self.own not in self.top

    @property
    def has_gap(self) -> bool:
        return self.own is not None and self.is_own_below and self.own.rank > self.top[-1].rank + 1


def live_units(session: Session, low: int, high: int, period_key: int) -> list[UnitRow]:
    """All units with people, with what was earned in them so far."""
    scores = select(UnitScore.unit_key, UnitScore.points).where(UnitScore.period_key == period_key).subquery()
    return _with_heads(session, low, high, scores)


def season_units(
    session: Session, low: int, high: int, season_key: int, rule_ids: Sequence[int]
) -> list[UnitRow]:
    """All units with people, with what the rules of a season gave in them."""
    scores = (
        select(Award.unit_key, func.sum(Award.points).label("points"))
        .where(
            Award.rule_id.in_(rule_ids),
            Award.window_key == season_key,
            Award.state == AwardState.GRANTED,
        )
        .group_by(Award.unit_key)
        .subquery()
    )
    return _with_heads(session, low, high, scores)


def _with_heads(session: Session, low: int, high: int, scores: Subquery) -> list[UnitRow]:
    people = (
        select(Employee.unit_key, func.count().label("people"))
        .where(Employee.unit_key.between(low, high), Employee.left_on.is_(None))
        .group_by(Employee.unit_key)
        .subquery()
    )
    query = (
        select(OrgUnit, OrgUnit.exposure, func.coalesce(scores.c.points, 0), people.c.people)
        .join(people, people.c.unit_key == OrgUnit.path_key)
        .outerjoin(scores, scores.c.unit_key == OrgUnit.path_key)
    )
    return _rows(session, query)


def frozen_units(session: Session, agency_id: int, period_key: int, edition: int | None) -> list[UnitRow]:
    """As they were when the period closed; `edition` None takes the last one. Moved units go by today's names."""
    last = (
        select(func.max(UnitSnapshot.edition))
        .where(UnitSnapshot.agency_id == agency_id, UnitSnapshot.period_key == period_key)
        .scalar_subquery()
    )
    query = (
        select(OrgUnit, UnitSnapshot.exposure, UnitSnapshot.points, UnitSnapshot.people)
        .select_from(UnitSnapshot)
        .outerjoin(FormerKey, FormerKey.path_key == UnitSnapshot.unit_key)
        .join(
            OrgUnit,
            or_(
                OrgUnit.id == FormerKey.unit_id,
                and_(FormerKey.unit_id.is_(None), OrgUnit.path_key == UnitSnapshot.unit_key),
            ),
        )
        .where(
            UnitSnapshot.agency_id == agency_id,
            UnitSnapshot.period_key == period_key,
            UnitSnapshot.edition == (last if edition is None else edition),
        )
    )
    return _rows(session, query)


def _rows(session: Session, query: Select[OrgUnit, Exposure, int, int]) -> list[UnitRow]:
    return [UnitRow(*row) for row in session.execute(query)]


def compare(
    rows: Iterable[UnitRow],
    exposure: Exposure | None = None,
    own_key: int | None = None,
    former: Mapping[int, int] | None = None,
) -> UnitBoard:
    """Of one kind of work by points a head; of all kinds by index. Fewer than five people would show single persons."""
    told = list(rows)
    large = [row for row in told if row.people >= FEWEST_PEOPLE]
    averages = _averages(large)
    places = _ranked(large, exposure, averages, former or {})
    return UnitBoard(
        top=places[:MOST_SHOWN],
        own=next((place for place in places if place.unit.path_key == own_key), None),
        averages=averages,
        is_too_small=any(row.unit.path_key == own_key and row.people < FEWEST_PEOPLE for row in told),
        is_empty=not told,
    )


def ranks(rows: Iterable[UnitRow], exposure: Exposure | None = None) -> dict[int, int]:
    """The rank of every unit by its id, to tell later who moved."""
    large = [row for row in rows if row.people >= FEWEST_PEOPLE]
    return {place.unit.id: place.rank for place in _ranked(large, exposure, _averages(large), {})}


def _averages(rows: Sequence[UnitRow]) -> dict[Exposure, Decimal]:
    """Units without points count too: their people had the same chance."""
    sums: dict[Exposure, tuple[int, int]] = {}
    for row in rows:
        points, people = sums.get(row.exposure, (0, 0))
        sums[row.exposure] = (points + row.points, people + row.people)
    return {kind: per_head(*sums[kind]) for kind in Exposure if kind in sums}


def _ranked(
    rows: Sequence[UnitRow],
    exposure: Exposure | None,
    averages: Mapping[Exposure, Decimal],
    former: Mapping[int, int],
) -> list[UnitPlace]:
    shown = [row for row in rows if row.points > 0 and exposure in (None, row.exposure)]
    measured = [(_measure(row, exposure, averages), row) for row in shown]
    measured.sort(key=lambda pair: (-pair[0], pair[1].unit.path_key))
    places: list[UnitPlace] = []
    for position, (value, row) in enumerate(measured, start=1):
        is_equal = bool(places) and measured[position - 2][0] == value
        rank = places[-1].rank if is_equal else position
        before = former.get(row.unit.id)
        places.append(
            UnitPlace(
                rank,
                row.unit,
                row.exposure,
                row.points,
                row.people,
                per_head(row.points, row.people),
                int(index_of(row, averages)),
                None if before is None else before - rank,
            )
        )
    return places


def _measure(row: UnitRow, exposure: Exposure | None, averages: Mapping[Exposure, Decimal]) -> Decimal:
    return index_of(row, averages) if exposure is None else per_head(row.points, row.people)


def index_of(row: UnitRow, averages: Mapping[Exposure, Decimal]) -> Decimal:
    average = averages.get(row.exposure) or Decimal(0)
    if not average:
        return Decimal(0)
    share = Decimal(row.points) / row.people / average
    return (share * EXACTLY_AS_MUCH).quantize(Decimal(1), ROUND_HALF_UP)


def per_head(points: int, people: int) -> Decimal:
    return (Decimal(points) / people).quantize(Decimal("0.1"), ROUND_HALF_UP)
