"""Units by points per head, like compared with like; and how many people a unit has."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from portal.domain.organisation.models import Employee, Exposure, OrgUnit
from portal.domain.organisation.viewers import EVERYWHERE
from portal.domain.rewards.boards.models import UnitSize
from portal.domain.rewards.ledger.histogram import rebuild_histogram
from portal.domain.rewards.ledger.models import UnitScore
from portal.domain.rewards.periods import key_of, period_from
from portal.domain.rewards.sql import insert_into, run

LARGE = 20_000
FEWEST_PEOPLE = 3
CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class UnitPlace:
    """`per_head` has two places, rounded half up. Smaller units are left out: their figure would be a person's."""

    rank: int
    unit: OrgUnit
    points: int
    people: int
    per_head: Decimal
    trend: int | None


def units_per_head(
    session: Session, low: int, high: int, period_key: int, exposure: Exposure | None = None
) -> list[UnitPlace]:
    """What was earned in each unit itself, by the people who work in it now; ties share a rank."""
    heads = _heads(session, low, high, exposure)
    now = _ranked(session, heads, period_key)
    before = {place.unit.id: place.rank for place in _ranked(session, heads, _previous(period_key))}
    return [
        UnitPlace(
            place.rank,
            place.unit,
            place.points,
            place.people,
            place.per_head,
            before[place.unit.id] - place.rank if place.unit.id in before else None,
        )
        for place in now
    ]


def _previous(period_key: int) -> int:
    return key_of(period_from(period_key).previous)


def _heads(
    session: Session, low: int, high: int, exposure: Exposure | None
) -> dict[int, tuple[OrgUnit, int]]:
    query = (
        select(OrgUnit, func.count(Employee.id))
        .join(Employee, Employee.unit_id == OrgUnit.id)
        .where(OrgUnit.path_key.between(low, high), Employee.left_on.is_(None))
        .group_by(OrgUnit.id)
        .having(func.count(Employee.id) >= FEWEST_PEOPLE)
    )
    if exposure is not None:
        query = query.where(OrgUnit.exposure == exposure)
    return {unit.path_key: (unit, people) for unit, people in session.execute(query)}


def _ranked(session: Session, heads: dict[int, tuple[OrgUnit, int]], period_key: int) -> list[UnitPlace]:
    rows = session.execute(
        select(UnitScore.unit_key, UnitScore.points).where(
            UnitScore.period_key == period_key, UnitScore.unit_key.in_(heads), UnitScore.points > 0
        )
    )
    found = [(heads[unit_key][0], points, heads[unit_key][1]) for unit_key, points in rows]
    found.sort(key=lambda one: (-Decimal(one[1]) / one[2], one[0].name, one[0].id))
    places: list[UnitPlace] = []
    for position, (unit, points, people) in enumerate(found, start=1):
        per_head = (Decimal(points) / people).quantize(CENT, ROUND_HALF_UP)
        is_tied = bool(places) and places[-1].points * people == points * places[-1].people
        rank = places[-1].rank if is_tied else position
        places.append(UnitPlace(rank, unit, points, people, per_head, None))
    return places


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
    sums = _subtree_sums(session, own)
    everybody = {"unit_key": EVERYWHERE[0], "path_end": EVERYWHERE[1], "people": sum(own.values())}
    rows = [{**row, "has_histogram": row["people"] >= LARGE} for row in [*sums, everybody]]
    run(session, delete(UnitSize))
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
