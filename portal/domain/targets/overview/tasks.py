"""What an employee should do next about their own targets."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from portal.domain.periods import add_months
from portal.domain.targets.checkins.models import EntryState, ProgressEntry
from portal.domain.targets.plans.contents import Indicator
from portal.domain.targets.plans.models import PerformancePlan, PlanState
from portal.domain.words import n_

MOST = 10
SOON = timedelta(days=30)


class TaskKind(StrEnum):
    PLAN = "plan"
    RETURNED = "returned"
    DUE = "due"
    CHECKIN = "checkin"


@dataclass(frozen=True, slots=True)
class Task:
    """`title` is a msgid, `values` fill its places; `due` is empty when nothing presses."""

    kind: TaskKind
    title: str
    link: str
    due: date | None = None
    values: dict[str, object] = field(default_factory=dict)


def tasks_about(
    plan: PerformancePlan | None, indicators: Sequence[Indicator], open_: Sequence[ProgressEntry], today: date
) -> list[Task]:
    """What to do about the plan of today, most pressing first, at most ten."""
    if plan is None:
        return [Task(TaskKind.PLAN, n_("Make your performance plan for this period"), "/targets/plans/new")]
    if not plan.is_in_force:
        return list(_about_draft(plan))
    return tasks_in(indicators, open_, today)


def _about_draft(plan: PerformancePlan) -> Iterator[Task]:
    link = f"/targets/plans/{plan.id}"
    if plan.state is PlanState.DRAFT:
        yield Task(TaskKind.PLAN, n_("Finish your performance plan and submit it"), link)
    elif plan.state is PlanState.REVISION_REQUESTED:
        yield Task(TaskKind.PLAN, n_("Revise your performance plan"), link)


def tasks_in(indicators: Sequence[Indicator], open_: Sequence[ProgressEntry], today: date) -> list[Task]:
    """Returned check-ins, then due dates of the next 30 days, then what has no check-in this month."""
    texts = {one.id: one.text for one in indicators}
    waiting = {entry.indicator_id for entry in open_ if entry.state is EntryState.SUBMITTED}
    returned = [entry for entry in open_ if entry.state is EntryState.RETURNED]
    tasks = [
        Task(
            TaskKind.RETURNED,
            n_("Correct the returned check-in: %(indicator)s"),
            f"/targets/checkins/{entry.id}",
            values={"indicator": texts.get(entry.indicator_id, "")},
        )
        for entry in returned
    ]
    mute = waiting | {entry.indicator_id for entry in returned}
    pending = [_about(one, today) for one in indicators if one.id not in mute and one.achieved_on is None]
    tasks += sorted(
        (task for task in pending if task), key=lambda task: (task.kind is TaskKind.CHECKIN, task.due)
    )
    return tasks[:MOST]


def _about(indicator: Indicator, today: date) -> Task | None:
    link = f"/targets/indicators/{indicator.id}/checkins/new"
    values: dict[str, object] = {"indicator": indicator.text}
    if today <= indicator.due_on <= today + SOON:
        return Task(TaskKind.DUE, n_("Due soon: %(indicator)s"), link, indicator.due_on, values)
    if indicator.reported_on is None or indicator.reported_on < today.replace(day=1):
        month_end = min(add_months(today, 1) - timedelta(days=1), max(indicator.due_on, today))
        return Task(TaskKind.CHECKIN, n_("Report progress: %(indicator)s"), link, month_end, values)
    return None
