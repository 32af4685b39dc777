"""What is kept about one person's plans and progress, for that person's "my data"."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from portal.domain.organisation.viewers import Viewer
from portal.domain.targets.checkins.models import ProgressEntry
from portal.domain.targets.plans.contents import Indicator, WorkResult
from portal.domain.targets.plans.models import PerformancePlan
from portal.domain.targets.plans.queries import contents_of


def own_plans(session: Session, me: Viewer) -> list[dict[str, Any]]:
    """Every plan with its results and indicators, oldest first."""
    plans = session.scalars(
        select(PerformancePlan)
        .where(PerformancePlan.employee_id == (me.employee_id or 0))
        .order_by(PerformancePlan.starts_on, PerformancePlan.id)
    )
    return [
        {
            "starts_on": plan.starts_on,
            "last_day": plan.last_day,
            "state": plan.state.value,
            "unit": plan.unit.name,
            "position": plan.position.name if plan.position else None,
            "evaluator": plan.evaluator.name if plan.evaluator else None,
            "results": [_result(result) for result in contents_of(session, plan)],
        }
        for plan in plans
    ]


def _result(result: WorkResult) -> dict[str, Any]:
    return {
        "text": result.text,
        "kind": result.kind.value,
        "indicators": [_indicator(one) for one in result.indicators],
    }


def _indicator(indicator: Indicator) -> dict[str, Any]:
    names = ("text", "unit", "baseline", "target_low", "target_high", "due_on", "realization")
    return {name: getattr(indicator, name) for name in names}


def own_progress(session: Session, me: Viewer) -> list[dict[str, Any]]:
    """Every report of progress with its evidence and what was decided, oldest first."""
    entries = session.scalars(
        select(ProgressEntry)
        .where(ProgressEntry.author_id == (me.employee_id or 0))
        .options(selectinload(ProgressEntry.evidence), selectinload(ProgressEntry.decisions))
        .order_by(ProgressEntry.id)
    )
    return [
        {
            "indicator": entry.indicator.text,
            "value": entry.value,
            "note": entry.note,
            "as_of_on": entry.as_of_on,
            "submitted_at": entry.submitted_at,
            "state": entry.state.value,
            "evidence": [one.file.name if one.file else one.link for one in entry.evidence],
            "decisions": [
                {"verdict": one.verdict.value, "reason": one.reason, "by": one.by.name, "at": one.at}
                for one in entry.decisions
            ],
        }
        for entry in entries
    ]
