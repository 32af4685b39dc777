"""Units compared by points a head. A unit's points are those earned in it; they stay when people move on."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.domain.organisation.models import Employee, Exposure, OrgUnit
from portal.domain.rewards.ledger.models import UnitScore

FEWEST_PEOPLE = 5
MOST_SHOWN = 10


@dataclass(frozen=True, slots=True)
class UnitPlace:
    """`per_head` has one decimal. Units of fewer than five people are left out: they would show single persons."""

    rank: int
    unit: OrgUnit
    points: int
    people: int
    per_head: Decimal
    trend: int | None = None


def units_per_head(
    session: Session,
    low: int,
    high: int,
    period_key: int,
    exposure: Exposure | None = None,
    own_key: int | None = None,
) -> list[UnitPlace]:
    """The first ten units of a subtree, and the unit `own_key` wherever it stands."""
    people = (
        select(Employee.unit_key, func.count().label("people"))
        .where(Employee.unit_key.between(low, high), Employee.left_on.is_(None))
        .group_by(Employee.unit_key)
        .having(func.count() >= FEWEST_PEOPLE)
        .subquery()
    )
    query = (
        select(OrgUnit, UnitScore.points, people.c.people)
        .join(UnitScore, UnitScore.unit_key == OrgUnit.path_key)
        .join(people, people.c.unit_key == OrgUnit.path_key)
        .where(UnitScore.period_key == period_key, OrgUnit.path_key.between(low, high))
    )
    if exposure is not None:
        query = query.where(OrgUnit.exposure == exposure)
    rows = [(unit, points, heads, per_head(points, heads)) for unit, points, heads in session.execute(query)]
    rows.sort(key=lambda row: (-row[3], row[0].path_key))
    places: list[UnitPlace] = []
    for position, (unit, points, heads, value) in enumerate(rows, start=1):
        rank = places[-1].rank if places and places[-1].per_head == value else position
        places.append(UnitPlace(rank, unit, points, heads, value))
    return [place for n, place in enumerate(places) if n < MOST_SHOWN or place.unit.path_key == own_key]


def per_head(points: int, people: int) -> Decimal:
    return (Decimal(points) / people).quantize(Decimal("0.1"), ROUND_HALF_UP)
