"""People with their progress, for evaluators and for those who read in their subtree."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    ScalarSelect,
    Select,
    false,
    func,
    literal,
    literal_column,
    or_,
    select,
)
from sqlalchemy.orm import Session, joinedload

from portal.domain.organisation.acting import ACTING, EVALUATORS, Acting, acting_for
from portal.domain.organisation.models import Employee, OrgUnit
from portal.domain.organisation.viewers import Viewer
from portal.domain.pages import Page, page_of
from portal.domain.targets.achievement import mean_bar
from portal.domain.targets.checkins.models import EntryState, ProgressEntry
from portal.domain.targets.checkins.queries import WAITING
from portal.domain.targets.plans.contents import Indicator, WorkResult
from portal.domain.targets.plans.models import PerformancePlan, PlanState, PlanVersion
from portal.domain.targets.policies import READERS


@dataclass(frozen=True, slots=True)
class Progress:
    """Of one plan: the mean of its bars (0 to 100), how many indicators are achieved of how many."""

    plan_id: int
    state: PlanState
    bar: Decimal
    achieved: int
    indicators: int


@dataclass(frozen=True, slots=True)
class PersonProgress:
    employee: Employee
    progress: Progress | None
    waiting: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """How much a person may decide on now, and since when the oldest waits."""

    plans: int
    entries: int
    oldest: datetime | None
    beside: int = 0

    @property
    def count(self) -> int:
        return self.plans + self.entries


def people_of(
    session: Session, viewer: Viewer, at: datetime, *, day: date, search: str = "", number: int = 1
) -> Page[PersonProgress]:
    """Whom one evaluates, stands in for or reads about, with the plan that holds the day."""
    acting = acting_for(session, viewer, at)
    query = whom(viewer, acting)
    if search:
        query = query.where(func.lower(Employee.name).contains(search.lower(), autoescape=True))
    found = page_of(
        session,
        query.options(
            joinedload(Employee.unit), joinedload(Employee.position), joinedload(Employee.account)
        ).order_by(Employee.name, Employee.id),
        number,
    )
    ids = [employee.id for employee in found.items]
    progress = progress_by_person(session, ids, day)
    counts = _waiting_by_person(session, ids)
    rows = [PersonProgress(one, progress.get(one.id), counts.get(one.id, 0)) for one in found.items]
    return Page(rows, found.number, found.total, found.size)


def whom(viewer: Viewer, acting: Acting) -> Select[Employee]:
    """The people whose targets the viewer evaluates or may read, without the viewer."""
    spans: list[ColumnElement[bool]] = [
        Employee.unit_key.between(low, high) for low, high in viewer.spans(*READERS)
    ]
    return _others(viewer).where(or_(_rated_by(acting), *spans))


def _rated_by(acting: Acting) -> ColumnElement[bool]:
    return Employee.evaluator_id.in_(acting.evaluator_ids) if acting.evaluator_ids else false()


def _others(viewer: Viewer) -> Select[Employee]:
    return select(Employee).where(Employee.left_on.is_(None), Employee.id != (viewer.employee_id or 0))


def progress_by_person(session: Session, employee_ids: Iterable[int], day: date) -> dict[int, Progress]:
    """The plan of each person whose period holds the day, in one statement."""
    return _progress(
        session,
        PerformancePlan.employee_id.in_(tuple(employee_ids)),
        PerformancePlan.starts_on <= day,
        PerformancePlan.ends_on > day,
    )


def _progress(session: Session, *wanted: ColumnElement[bool]) -> dict[int, Progress]:
    rows = session.execute(
        select(PerformancePlan, Indicator)
        .join(
            PlanVersion,
            (PlanVersion.plan_id == PerformancePlan.id)
            & (PlanVersion.number == PerformancePlan.version_number),
        )
        .outerjoin(WorkResult, WorkResult.version_id == PlanVersion.id)
        .outerjoin(Indicator, Indicator.result_id == WorkResult.id)
        .where(*wanted)
        .order_by(PerformancePlan.starts_on, PerformancePlan.id, Indicator.id)
    )
    plans: dict[int, PerformancePlan] = {}
    indicators: defaultdict[int, list[Indicator]] = defaultdict(list)
    for plan, indicator in rows:
        plans[plan.employee_id] = plan
        if cast(Indicator | None, indicator) is not None:
            indicators[plan.id].append(indicator)
    return {person_id: progress_in(plan, indicators[plan.id]) for person_id, plan in plans.items()}


def progress_in(plan: PerformancePlan, indicators: Sequence[Indicator]) -> Progress:
    counted = [one for one in indicators if not one.is_in_words]
    return Progress(
        plan.id,
        plan.state,
        mean_bar(one.percent for one in counted),
        sum(one.achieved_on is not None for one in counted),
        len(counted),
    )


def _waiting_by_person(session: Session, employee_ids: Sequence[int]) -> dict[int, int]:
    rows = session.execute(
        select(PerformancePlan.employee_id, func.count())
        .join(ProgressEntry, ProgressEntry.plan_id == PerformancePlan.id)
        .where(PerformancePlan.employee_id.in_(employee_ids), ProgressEntry.state == EntryState.SUBMITTED)
        .group_by(PerformancePlan.employee_id)
    )
    return {person: count for person, count in rows}


def waiting_for(
    session: Session, acting: Acting, beside: ScalarSelect[int] | None = None, **places: Any
) -> Waiting:
    """In one statement; `beside` answers the question that was asked along, with `places` and those of who acts."""
    rows = session.execute(_all_waiting(beside), {**acting.places, **places}).all()
    (entry_count, first_entry, _, found), (plan_count, first_plan, *_) = rows
    oldest = min(filter(None, (first_entry, first_plan)), default=None)
    return Waiting(plan_count, entry_count, oldest, found)


@cache
def _all_waiting(beside: ScalarSelect[int] | None) -> CompoundSelect[Any]:
    along = literal(0) if beside is None else beside
    entries = WAITING.with_only_columns(func.count(), func.min(ProgressEntry.submitted_at))
    plans = select(func.count(), func.min(PerformancePlan.state_since)).where(
        PerformancePlan.evaluator_id.in_(EVALUATORS),
        PerformancePlan.employee_id != ACTING,
        PerformancePlan.state == PlanState.SUBMITTED,
    )
    both = entries.add_columns(literal(0), along).union_all(plans.add_columns(literal(1), along))
    return both.order_by(literal_column("3"))


def plans_in_scope(session: Session, viewer: Viewer, at: datetime, day: date) -> Sequence[PerformancePlan]:
    """Every plan of the people one may read whose period holds the day, for the file for e-Kinerja."""
    people = whom(viewer, acting_for(session, viewer, at)).with_only_columns(Employee.id)
    return session.scalars(
        select(PerformancePlan)
        .join(Employee, Employee.id == PerformancePlan.employee_id)
        .join(OrgUnit, OrgUnit.id == PerformancePlan.unit_id)
        .where(
            PerformancePlan.employee_id.in_(people),
            PerformancePlan.starts_on <= day,
            PerformancePlan.ends_on > day,
        )
        .options(joinedload(PerformancePlan.employee), joinedload(PerformancePlan.unit))
        .order_by(Employee.name, Employee.id, PerformancePlan.id)
    ).all()
