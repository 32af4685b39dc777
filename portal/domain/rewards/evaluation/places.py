"""Points stay with the unit of the day they were earned on, wherever that unit hangs today."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, bindparam, case, func, or_, select

from portal.domain.organisation.models import Employee, FormerKey, OrgUnit, Placement
from portal.domain.rewards.facts.models import StoredFact
from portal.domain.rewards.sql import constant

# Tables rather than mapped classes: a statement is built and compiled in half the time.
EMPLOYEE: Any = Employee.__table__
FACT: Any = StoredFact.__table__
FORMER: Any = FormerKey.__table__
PLACEMENT: Any = Placement.__table__
UNIT: Any = OrgUnit.__table__


def where_earned(metric_ids: list[int]) -> ColumnElement[Any]:
    """The unit of the last fact that counted; without facts the placement at the window's end.

    Most people did not move since the window began: for them it is simply their unit.
    """
    moved = (
        select(PLACEMENT.c.id)
        .where(PLACEMENT.c.employee_id == EMPLOYEE.c.id, PLACEMENT.c.starts_on > bindparam("starts"))
        .exists()
    )
    return case(
        (moved, func.coalesce(_last_fact(metric_ids), _placement(), EMPLOYEE.c.unit_key)),
        else_=EMPLOYEE.c.unit_key,
    )


def _last_fact(metric_ids: list[int]) -> ColumnElement[Any]:
    return (
        select(func.coalesce(UNIT.c.path_key, FACT.c.unit_key))
        .select_from(FACT)
        .outerjoin(FORMER, FORMER.c.path_key == FACT.c.unit_key)
        .outerjoin(UNIT, UNIT.c.id == FORMER.c.unit_id)
        .where(
            FACT.c.employee_id == EMPLOYEE.c.id,
            or_(*(FACT.c.metric_id == constant(one) for one in metric_ids)),
            FACT.c.counted_on >= bindparam("year_starts"),
            FACT.c.counted_on < bindparam("ends"),
        )
        .order_by(FACT.c.counted_on.desc(), FACT.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )


def _placement() -> ColumnElement[Any]:
    return (
        select(UNIT.c.path_key)
        .join(PLACEMENT, PLACEMENT.c.unit_id == UNIT.c.id)
        .where(PLACEMENT.c.employee_id == EMPLOYEE.c.id, PLACEMENT.c.starts_on < bindparam("ends"))
        .order_by(PLACEMENT.c.starts_on.desc())
        .limit(1)
        .scalar_subquery()
    )
