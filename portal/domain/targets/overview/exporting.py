"""One row per indicator, as e-Kinerja takes it: plan, period, result, kind, aspect, indicator, target number, unit."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.targets.plans.contents import Aspect, Indicator, ResultKind, WorkResult
from portal.domain.targets.plans.models import PerformancePlan, PlanVersion


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorRow:
    nip: str
    name: str
    starts_on: date
    last_day: date
    result: str
    serves: str
    kind: ResultKind
    aspect: Aspect
    indicator: str
    target_low: Decimal | None
    target_high: Decimal | None
    unit: str


def rows_of(session: Session, plans: Sequence[PerformancePlan]) -> Iterator[IndicatorRow]:
    """In the order of the plans, then as each plan prints."""
    by_id = {plan.id: plan for plan in plans}
    place = {plan_id: number for number, plan_id in enumerate(by_id)}
    found = session.execute(
        select(PlanVersion.plan_id, WorkResult, Indicator)
        .join(WorkResult, WorkResult.version_id == PlanVersion.id)
        .join(Indicator, Indicator.result_id == WorkResult.id)
        .join(PerformancePlan, PerformancePlan.id == PlanVersion.plan_id)
        .where(PlanVersion.plan_id.in_(by_id), PlanVersion.number == PerformancePlan.version_number)
        .order_by(WorkResult.kind.desc(), WorkResult.number, WorkResult.id, Indicator.number, Indicator.id)
    ).all()
    for plan_id, result, indicator in sorted(found, key=lambda row: place[row[0]]):
        plan = by_id[plan_id]
        yield IndicatorRow(
            nip=plan.employee.nip,
            name=plan.employee.name,
            starts_on=plan.starts_on,
            last_day=plan.last_day,
            result=result.text,
            serves=result.superior_text,
            kind=result.kind,
            aspect=indicator.aspect,
            indicator=indicator.text,
            target_low=indicator.target_low,
            target_high=indicator.target_high,
            unit=indicator.unit,
        )
