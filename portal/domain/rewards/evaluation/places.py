"""Points stay with the unit of the day they were earned on."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, bindparam, case, func, or_, select

from portal.domain.organisation.models import Employee, Placement
from portal.domain.rewards.facts.models import StoredFact
from portal.domain.rewards.sql import constant


def where_earned(metric_ids: list[int]) -> ColumnElement[Any]:
    """The unit of the last fact that counted; without facts the placement at the window's end.

    Most people did not move since the window began: for them it is simply their unit.
    """
    moved = (
        select(Placement.id)
        .where(Placement.employee_id == Employee.id, Placement.starts_on > bindparam("starts"))
        .exists()
    )
    return case(
        (moved, func.coalesce(_last_fact(metric_ids), _placement(), Employee.unit_key)),
        else_=Employee.unit_key,
    )


def _last_fact(metric_ids: list[int]) -> ColumnElement[Any]:
    return (
        select(StoredFact.unit_key)
        .where(
            StoredFact.employee_id == Employee.id,
            or_(*(StoredFact.metric_id == constant(one) for one in metric_ids)),
            StoredFact.counted_on >= bindparam("year_starts"),
            StoredFact.counted_on < bindparam("ends"),
        )
        .order_by(StoredFact.counted_on.desc(), StoredFact.id.desc())
        .limit(1)
        .scalar_subquery()
    )


def _placement() -> ColumnElement[Any]:
    return (
        select(Placement.unit_key)
        .where(Placement.employee_id == Employee.id, Placement.starts_on < bindparam("ends"))
        .order_by(Placement.starts_on.desc())
        .limit(1)
        .scalar_subquery()
    )
