"""What home pages say of targets, each panel in one statement."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Date, Select, and_, bindparam, select
from sqlalchemy.orm import Session, aliased, joinedload

from portal.domain.organisation.acting import ACTING, EVALUATORS, Acting
from portal.domain.organisation.models import Employee
from portal.domain.organisation.viewers import Viewer
from portal.domain.targets.checkins.models import EntryState, ProgressEntry
from portal.domain.targets.checkins.queries import WAITING
from portal.domain.targets.overview.queries import Progress, progress_in, whom
from portal.domain.targets.overview.tasks import Task, tasks_about
from portal.domain.targets.plans.contents import Indicator, WorkResult
from portal.domain.targets.plans.models import PerformancePlan, PlanVersion

AT_WORK = and_(
    PlanVersion.plan_id == PerformancePlan.id, PlanVersion.number == PerformancePlan.version_number
)


@dataclass(frozen=True, slots=True)
class OwnTargets:
    """No progress without a plan for today; the first task is then to make one."""

    progress: Progress | None
    tasks: list[Task]


@dataclass(frozen=True, slots=True)
class PersonOnTheWay:
    employee: Employee
    progress: Progress | None


def own_targets(session: Session, employee_id: int, today: date) -> OwnTargets:
    """The plan that holds the day, how far it is, and what to do next about it."""
    rows = session.execute(_own_plans(), {"employee": employee_id, "today": today}).all()
    if not rows:
        return OwnTargets(None, tasks_about(None, (), (), today))
    plan = rows[0].PerformancePlan
    own = [row for row in rows if row.PerformancePlan is plan]
    indicators = list(dict.fromkeys(row.Indicator for row in own if row.Indicator is not None))
    entries = [row.ProgressEntry for row in own if row.ProgressEntry is not None]
    entries.sort(key=lambda entry: (entry.submitted_at, entry.id))
    return OwnTargets(progress_in(plan, indicators), tasks_about(plan, indicators, entries, today))


@cache
def _own_plans() -> Select[*tuple[Any, ...]]:
    """Of a person on a day, with indicators and the entries that are not settled. Built once: a home page asks it."""
    later = aliased(ProgressEntry)
    corrected = select(later.id).where(
        later.plan_id == ProgressEntry.plan_id, later.supersedes_id == ProgressEntry.id
    )
    is_open = and_(
        ProgressEntry.plan_id == PerformancePlan.id,
        ProgressEntry.indicator_id == Indicator.id,
        ProgressEntry.state.in_((EntryState.SUBMITTED, EntryState.RETURNED)),
        ~corrected.exists(),
    )
    question: Select[*tuple[Any, ...]] = (
        select(PerformancePlan, Indicator, ProgressEntry)
        .join(PlanVersion, AT_WORK)
        .outerjoin(WorkResult, WorkResult.version_id == PlanVersion.id)
        .outerjoin(Indicator, Indicator.result_id == WorkResult.id)
        .outerjoin(ProgressEntry, is_open)
        .where(PerformancePlan.employee_id == bindparam("employee"), *_holds(bindparam("today", type_=Date)))
        .order_by(
            PerformancePlan.starts_on.desc(),
            PerformancePlan.id.desc(),
            WorkResult.kind.desc(),
            WorkResult.number,
            WorkResult.id,
            Indicator.number,
            Indicator.id,
            ProgressEntry.submitted_at,
            ProgressEntry.id,
        )
    )
    return question


def first_people(
    session: Session, viewer: Viewer, acting: Acting, today: date, most: int
) -> Sequence[PersonOnTheWay]:
    """The first of those one evaluates, by name, with the plan that holds the day.

    Who evaluates nobody sees the first of those they read about; a leader of thousands is not read all of them.
    """
    wanted = _evaluated() if viewer.is_evaluator else _with_plans(whom(viewer, acting))
    rows = session.execute(wanted, {**acting.places, "today": today, "most": most}).all()
    people: dict[Employee, dict[PerformancePlan, list[Indicator]]] = {}
    for employee, plan, indicator in rows:
        plans = people.setdefault(employee, {})
        if plan is not None:
            plans.setdefault(plan, []).extend([indicator] if indicator is not None else [])
    return [PersonOnTheWay(employee, _latest(plans)) for employee, plans in people.items()]


@cache
def _evaluated() -> Select[*tuple[Any, ...]]:
    others = select(Employee).where(Employee.left_on.is_(None), Employee.id != ACTING)
    return _with_plans(others.where(Employee.evaluator_id.in_(EVALUATORS)))


def _with_plans(people: Select[Employee]) -> Select[*tuple[Any, ...]]:
    """Places: today, and the `most` people."""
    first = people.with_only_columns(Employee.id).order_by(Employee.name, Employee.id)
    chosen = first.limit(bindparam("most")).subquery()
    holds = _holds(bindparam("today", type_=Date))
    question: Select[*tuple[Any, ...]] = select(Employee, PerformancePlan, Indicator)
    return (
        question.join(chosen, chosen.c.id == Employee.id)
        .outerjoin(PerformancePlan, and_(PerformancePlan.employee_id == Employee.id, *holds))
        .outerjoin(PlanVersion, AT_WORK)
        .outerjoin(WorkResult, WorkResult.version_id == PlanVersion.id)
        .outerjoin(Indicator, Indicator.result_id == WorkResult.id)
        .order_by(Employee.name, Employee.id, PerformancePlan.starts_on, PerformancePlan.id, Indicator.id)
    )


def oldest_waiting(session: Session, acting: Acting, most: int) -> Sequence[ProgressEntry]:
    return session.scalars(_oldest(), {**acting.places, "most": most}).all()


@cache
def _oldest() -> Select[ProgressEntry]:
    return (
        WAITING.options(
            joinedload(ProgressEntry.indicator),
            joinedload(ProgressEntry.plan).joinedload(PerformancePlan.employee),
        )
        .order_by(ProgressEntry.submitted_at, ProgressEntry.id)
        .limit(bindparam("most"))
    )


def _latest(plans: dict[PerformancePlan, list[Indicator]]) -> Progress | None:
    """Plans come oldest first."""
    return progress_in(*list(plans.items())[-1]) if plans else None


def _holds(today: Any) -> tuple[ColumnElement[bool], ...]:
    return PerformancePlan.starts_on <= today, PerformancePlan.ends_on > today
