"""Places on boards that no index of points keeps: frozen ones, and those of a season.

Few people look at them and they are smaller than an agency, so each is ranked as a whole when asked for.
Whoever is not on boards today is not on older ones either; places close up, so that nobody sees a hole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Subquery, func, or_, select
from sqlalchemy.orm import Session

from portal.domain.organisation.models import Employee, OrgUnit
from portal.domain.organisation.units.former import in_branches
from portal.domain.rewards.boards.counting import SHOWN
from portal.domain.rewards.boards.models import BoardSnapshot
from portal.domain.rewards.boards.queries import Place
from portal.domain.rewards.ledger.models import Award, AwardState

Span = tuple[int, int]


def frozen_rows(agency_id: int, period_key: int, edition: int, span: Span | None) -> Subquery:
    """Who stood on the frozen board, in the unit of that time; `span` None takes the whole agency."""
    query = select(BoardSnapshot.employee_id, BoardSnapshot.points).where(
        BoardSnapshot.agency_id == agency_id,
        BoardSnapshot.period_key == period_key,
        BoardSnapshot.edition == edition,
    )
    return query.where(*_within(BoardSnapshot.unit_key, span)).subquery("told")


def season_rows(agency_id: int, season_key: int, rule_ids: Sequence[int], span: Span | None) -> Subquery:
    """What the rules of a season gave, among those who work in the span today."""
    query = (
        select(Award.employee_id, func.sum(Award.points).label("points"))
        .join(Employee, Employee.id == Award.employee_id)
        .where(
            Award.rule_id.in_(rule_ids),
            Award.window_key == season_key,
            Award.state == AwardState.GRANTED,
            Employee.agency_id == agency_id,
        )
        .group_by(Award.employee_id)
        .having(func.sum(Award.points) > 0)
    )
    if span is not None:
        query = query.where(Employee.unit_key.between(*span))
    return query.subquery("told")


def _within(column: Any, span: Span | None) -> list[ColumnElement[bool]]:
    return [] if span is None else [in_branches(column, [span])]


def top_and_around(
    session: Session, rows: Subquery, employee_id: int, most: int, each_side: int
) -> tuple[list[Place], list[Place]]:
    """The first `most`, and the person with those next to them; one statement."""
    order = (rows.c.points.desc(), rows.c.employee_id)
    ranked = (
        select(
            rows.c.employee_id,
            rows.c.points,
            Employee.name,
            Employee.unit_id,
            func.rank().over(order_by=rows.c.points.desc()).label("rank"),
            func.row_number().over(order_by=order).label("position"),
        )
        .join(Employee, Employee.id == rows.c.employee_id)
        .where(SHOWN)
        .cte("ranked")
    )
    own = select(ranked.c.position).where(ranked.c.employee_id == employee_id).scalar_subquery()
    found = session.execute(
        select(ranked, OrgUnit.name.label("unit_name"))
        .join(OrgUnit, OrgUnit.id == ranked.c.unit_id)
        .where(or_(ranked.c.position <= most, ranked.c.position.between(own - each_side, own + each_side)))
        .order_by(ranked.c.position)
    ).all()
    places = [
        (row.position, Place(row.rank, row.employee_id, row.name, row.unit_name, row.points, None))
        for row in found
    ]
    best = [place for position, place in places if position <= most]
    around = [place for position, place in places if position > most]
    return best, around


def former_ranks(
    session: Session, agency_id: int, period_key: int, span: Span | None, ids: Sequence[int]
) -> dict[int, int]:
    """Where these people stood when the period was closed last, by their ids."""
    if not ids:
        return {}
    edition = (
        select(func.max(BoardSnapshot.edition))
        .where(BoardSnapshot.agency_id == agency_id, BoardSnapshot.period_key == period_key)
        .scalar_subquery()
    )
    ranked = (
        select(
            BoardSnapshot.employee_id,
            func.rank().over(order_by=BoardSnapshot.points.desc()).label("rank"),
        )
        .where(
            BoardSnapshot.agency_id == agency_id,
            BoardSnapshot.period_key == period_key,
            BoardSnapshot.edition == edition,
            *_within(BoardSnapshot.unit_key, span),
        )
        .subquery()
    )
    rows = session.execute(select(ranked.c.employee_id, ranked.c.rank).where(ranked.c.employee_id.in_(ids)))
    return {employee_id: rank for employee_id, rank in rows}


def with_trends(places: Sequence[Place], former: dict[int, int]) -> list[Place]:
    """Places with how many ranks were won or lost since."""
    return [
        replace(place, trend=former[place.employee_id] - place.rank) if place.employee_id in former else place
        for place in places
    ]
