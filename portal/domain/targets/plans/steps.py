"""One step of a plan, and whom it asks: shared by what people do and by what the calendar does."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.domain.notifications.actions import notify
from portal.domain.targets.plans.models import (
    PerformancePlan,
    PlanState,
    PlanStep,
)
from portal.domain.words import n_


def step(
    session: Session,
    plan: PerformancePlan,
    state: PlanState,
    *,
    by_id: int | None,
    at: datetime,
    for_id: int | None = None,
    reason: str = "",
) -> None:
    plan.state, plan.state_since = state, at
    session.add(
        PlanStep(
            plan_id=plan.id,
            version_number=plan.version_number,
            state=state,
            by_id=by_id,
            for_id=for_id,
            reason=reason,
            at=at,
        )
    )


def ask_evaluator(session: Session, plan: PerformancePlan, at: datetime) -> None:
    if plan.state is PlanState.SUBMITTED and plan.evaluator is not None:
        notify(
            session,
            plan.evaluator.account_id,
            n_("%(name)s asks you to agree to a performance plan."),
            link=f"/targets/plans/{plan.id}",
            at=at,
            icon="target",
            name=plan.employee.name,
        )
