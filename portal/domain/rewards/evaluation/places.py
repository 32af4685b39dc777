"""Points stay with the unit of the day they were earned on, wherever that unit hangs today."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, bindparam, case, func, or_, select

from portal.domain.organisation.models import Employee, FormerKey, OrgUnit, Placement
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
        select(func.coalesce(OrgUnit.path_key, StoredFact.unit_key))
        .select_from(StoredFact)
        .outerjoin(FormerKey, FormerKey.path_key == StoredFact.unit_key)
        .outerjoin(OrgUnit, OrgUnit.id == FormerKey.unit_id)
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
        select(OrgUnit.path_key)
        .join(Placement, Placement.unit_id == OrgUnit.id)
        .where(Placement.employee_id == Employee.id, Placement.starts_on < bindparam("ends"))
        .order_by(Placement.starts_on.desc())
        .limit(1)
        .scalar_subquery()
    )
