"""Boards as they stood: written once when a period closes, and never changed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, literal, select
from sqlalchemy.orm import Session

from portal.domain.organisation.models import Employee, OrgUnit
from portal.domain.rewards.boards.counting import SHOWN
from portal.domain.rewards.boards.models import BoardEdition, BoardSnapshot, UnitSnapshot
from portal.domain.rewards.ledger.models import Score, UnitScore
from portal.domain.rewards.sql import insert_into, run


def freeze(session: Session, agency_id: int, period_key: int, edition: int, *, at: datetime) -> None:
    """Keep the place of everybody on the agency's board, in the agency and in the own unit, and all units."""
    row = {"agency_id": agency_id, "period_key": period_key, "edition": edition, "frozen_at": at}
    run(session, insert_into(session, BoardEdition.__table__).on_conflict_do_nothing(), row)
    _freeze_people(session, agency_id, period_key, edition)
    _freeze_units(session, agency_id, period_key, edition)


def _freeze_people(session: Session, agency_id: int, period_key: int, edition: int) -> None:
    root = (
        select(OrgUnit.path_key, OrgUnit.path_end)
        .where(OrgUnit.level == 1, OrgUnit.agency_id == agency_id)
        .subquery()
    )
    by_points = Score.points.desc()
    rows = (
        select(
            literal(agency_id),
            literal(period_key),
            literal(edition),
            Score.employee_id,
            Score.unit_key,
            Score.points,
            func.rank().over(order_by=by_points),
            func.rank().over(partition_by=Score.unit_key, order_by=by_points),
        )
        .join(Employee, Employee.id == Score.employee_id)
        .join(root, Score.unit_key.between(root.c.path_key, root.c.path_end))
        .where(Score.period_key == period_key, SHOWN)
    )
    columns = ["agency_id", "period_key", "edition", "employee_id", "unit_key", "points", "rank", "unit_rank"]
    table = BoardSnapshot.__table__
    run(session, insert_into(session, table).from_select(columns, rows).on_conflict_do_nothing())


def _freeze_units(session: Session, agency_id: int, period_key: int, edition: int) -> None:
    people = (
        select(Employee.unit_key, func.count().label("people"))
        .where(Employee.agency_id == agency_id, Employee.left_on.is_(None))
        .group_by(Employee.unit_key)
        .subquery()
    )
    rows = (
        select(
            literal(agency_id),
            literal(period_key),
            literal(edition),
            OrgUnit.path_key,
            OrgUnit.exposure,
            func.coalesce(UnitScore.points, 0),
            people.c.people,
        )
        .join(people, people.c.unit_key == OrgUnit.path_key)
        .outerjoin(UnitScore, (UnitScore.unit_key == OrgUnit.path_key) & (UnitScore.period_key == period_key))
        .where(OrgUnit.agency_id == agency_id)
    )
    columns = ["agency_id", "period_key", "edition", "unit_key", "exposure", "points", "people"]
    table = UnitSnapshot.__table__
    run(session, insert_into(session, table).from_select(columns, rows).on_conflict_do_nothing())
