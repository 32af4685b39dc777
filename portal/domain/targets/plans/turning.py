"""What happens to plans by itself: periods begin and end, and people get another evaluator."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager

from portal.domain.organisation.models import Employee
from portal.domain.pages import batched
from portal.domain.periods import local_day
from portal.domain.targets.plans.models import (
    IN_FORCE,
    LATE_DAYS,
    PerformancePlan,
    PlanState,
)
from portal.domain.targets.plans.steps import ask_evaluator, step


def hand_over(session: Session, employee_ids: Sequence[int], *, at: datetime) -> int:
    """Plans of the period at hand go to the evaluator each person has now, closed ones stay; says how many."""
    done = 0
    for some in batched(employee_ids):
        plans = session.scalars(
            select(PerformancePlan)
            .join(Employee, Employee.id == PerformancePlan.employee_id)
            .where(
                PerformancePlan.employee_id.in_(some),
                PerformancePlan.state != PlanState.CLOSED,
                PerformancePlan.ends_on > at.date() - timedelta(days=LATE_DAYS),
                PerformancePlan.evaluator_id.is_distinct_from(Employee.evaluator_id),
            )
            .options(contains_eager(PerformancePlan.employee))
            .order_by(PerformancePlan.id)
        ).all()
        for plan in plans:
            plan.evaluator_id = plan.employee.evaluator_id
        session.flush()
        for plan in plans:
            session.expire(plan, ["evaluator"])
            ask_evaluator(session, plan, at)
        done += len(plans)
    return done


def roll_over(session: Session, *, at: datetime) -> int:
    """Start agreed plans whose period has begun, close those whose late days are over; says how many."""
    moved = 0
    plans = session.scalars(
        select(PerformancePlan)
        .where(
            PerformancePlan.state.in_(IN_FORCE), PerformancePlan.starts_on <= at.date() + timedelta(days=1)
        )
        .with_for_update(of=PerformancePlan)
    )
    for plan in plans:
        day = local_day(at, plan.timezone)
        if day >= plan.ends_on + timedelta(days=LATE_DAYS):
            step(session, plan, PlanState.CLOSED, by_id=None, at=at)
        elif plan.state is PlanState.AGREED and day >= plan.starts_on:
            step(session, plan, PlanState.ACTIVE, by_id=None, at=at)
        else:
            continue
        moved += 1
    return moved
