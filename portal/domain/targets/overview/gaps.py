"""Which of one's own indicators are behind: lower than the share of the period that has passed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.targets.overview.home import AT_WORK
from portal.domain.targets.plans.contents import Indicator, WorkResult
from portal.domain.targets.plans.models import IN_FORCE, PerformancePlan, PlanVersion

TOLERATED = 10


@dataclass(frozen=True, slots=True)
class Gap:
    """`percent` of the target is reached; `words` are those of the indicator and its result."""

    name: str
    words: str
    percent: int


def own_gaps(session: Session, employee_id: int, today: date, most: int = 5) -> list[Gap]:
    """The widest first. Indicators in words have no gap."""
    rows = session.execute(
        select(PerformancePlan, WorkResult.text, Indicator)
        .join(PlanVersion, AT_WORK)
        .join(WorkResult, WorkResult.version_id == PlanVersion.id)
        .join(Indicator, Indicator.result_id == WorkResult.id)
        .where(
            PerformancePlan.employee_id == employee_id,
            PerformancePlan.state.in_(IN_FORCE),
            PerformancePlan.starts_on <= today,
            PerformancePlan.ends_on > today,
            Indicator.achieved_on.is_(None),
            Indicator.target_low.is_not(None),
        )
        .order_by(PerformancePlan.starts_on.desc(), Indicator.id)
    )
    found = []
    for plan, result, indicator in rows:
        percent = int(indicator.percent or 0)
        if percent + TOLERATED < plan.elapsed(today) * 100:
            found.append(Gap(indicator.text, f"{indicator.text} {result}", percent))
    return sorted(found, key=lambda gap: gap.percent)[:most]
