"""Everything a page about one plan shows, asked in a fixed number of statements."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from portal.domain.errors import RuleBroken
from portal.domain.organisation.acting import acting_for
from portal.domain.organisation.viewers import Viewer
from portal.domain.periods import local_day
from portal.domain.targets import policies
from portal.domain.targets.achievement import series_of
from portal.domain.targets.checkins.models import ProgressEntry
from portal.domain.targets.checkins.queries import approved_reports, open_entries_of
from portal.domain.targets.overview.queries import Progress, progress_in
from portal.domain.targets.overview.tasks import Task, tasks_in
from portal.domain.targets.plans.contents import Indicator, WorkResult
from portal.domain.targets.plans.models import PerformancePlan, PlanStep
from portal.domain.targets.plans.queries import contents_of, plans_of, steps_of
from portal.domain.targets.plans.rules import missing


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanPage:
    plan: PerformancePlan
    today: date
    results: Sequence[WorkResult]
    progress: Progress
    curves: Mapping[int, list[Decimal]]
    waiting: Mapping[int, ProgressEntry]
    tasks: Sequence[Task]
    steps: Sequence[PlanStep]
    siblings: Sequence[PerformancePlan]
    problems: Sequence[RuleBroken]
    is_own: bool
    may_write: bool
    may_decide: bool
    may_report: bool


def plan_page(session: Session, viewer: Viewer, plan: PerformancePlan, at: datetime) -> PlanPage:
    today = local_day(at, plan.timezone)
    results = contents_of(session, plan)
    indicators = [one for result in results for one in result.indicators]
    reports = approved_reports(session, [one.id for one in indicators])
    open_ = open_entries_of(session, plan)
    is_own = policies.is_own(viewer, plan)
    return PlanPage(
        plan=plan,
        today=today,
        results=results,
        progress=progress_in(plan, indicators),
        curves={
            one.id: [report.value for report in series_of(reports[one.id], one.reading)]
            for one in indicators
            if one.id in reports
        },
        waiting={entry.indicator_id: entry for entry in open_},
        tasks=tasks_in(indicators, open_, today)[:4] if is_own and plan.is_in_force else [],
        steps=steps_of(session, plan),
        siblings=plans_of(session, plan.employee_id),
        problems=missing(plan, results) if plan.is_editable else [],
        is_own=is_own,
        may_write=policies.may_write(viewer, plan),
        may_decide=policies.may_decide(acting_for(session, viewer, at), plan),
        may_report=policies.may_report(viewer, plan),
    )


def line_of(session: Session, indicator: Indicator) -> tuple[list[date], list[Decimal]]:
    """The days and the realization as it stood after each approved check-in."""
    reports = approved_reports(session, [indicator.id]).get(indicator.id, [])
    series = series_of(reports, indicator.reading)
    return [report.day for report in series], [report.value for report in series]
