"""Questions about plans. Whoever asks rides along: what they may not see is not found."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.domain.errors import NotFound
from portal.domain.organisation.acting import Acting, acting_for
from portal.domain.organisation.models import Employee
from portal.domain.organisation.viewers import Viewer
from portal.domain.periods import local_day
from portal.domain.targets.plans.contents import Indicator, WorkResult
from portal.domain.targets.plans.models import PerformancePlan, PlanState, PlanStep, PlanVersion
from portal.domain.targets.policies import may_see

DAY = timedelta(days=1)


def today_of(viewer: Viewer, at: datetime) -> date:
    """The day it is in the viewer's agency; their own time zone when they belong to none."""
    return local_day(at, viewer.agency_timezone or viewer.timezone)


def _plans() -> Select[PerformancePlan]:
    person = joinedload(PerformancePlan.employee)
    return select(PerformancePlan).options(
        person.joinedload(Employee.agency),
        joinedload(PerformancePlan.unit),
        joinedload(PerformancePlan.position),
        joinedload(PerformancePlan.evaluator).joinedload(Employee.position),
    )


def plan_for(session: Session, viewer: Viewer, plan_id: int, at: datetime) -> PerformancePlan:
    plan = session.scalars(_plans().where(PerformancePlan.id == plan_id)).one_or_none()
    if plan is None or not may_see(viewer, acting_for(session, viewer, at), plan):
        raise NotFound
    return plan


def result_for(
    session: Session, viewer: Viewer, result_id: int, at: datetime
) -> tuple[PerformancePlan, WorkResult]:
    found = session.execute(
        select(WorkResult, PlanVersion.plan_id)
        .join(PlanVersion, PlanVersion.id == WorkResult.version_id)
        .where(WorkResult.id == result_id)
        .options(selectinload(WorkResult.indicators), joinedload(WorkResult.superior_result))
    ).first()
    if found is None:
        raise NotFound
    result, plan_id = found
    return plan_for(session, viewer, plan_id, at), result


def indicator_for(
    session: Session, viewer: Viewer, indicator_id: int, at: datetime
) -> tuple[PerformancePlan, Indicator]:
    found = session.execute(
        select(Indicator, PlanVersion.plan_id)
        .join(Indicator.result)
        .join(PlanVersion, PlanVersion.id == WorkResult.version_id)
        .where(Indicator.id == indicator_id)
        .options(joinedload(Indicator.result))
    ).first()
    if found is None:
        raise NotFound
    indicator, plan_id = found
    return plan_for(session, viewer, plan_id, at), indicator


def plans_of(session: Session, employee_id: int) -> Sequence[PerformancePlan]:
    """All plans of a person, newest period first."""
    own = _plans().where(PerformancePlan.employee_id == employee_id)
    return session.scalars(own.order_by(PerformancePlan.starts_on.desc(), PerformancePlan.id.desc())).all()


def current_of(plans: Sequence[PerformancePlan], day: date) -> PerformancePlan | None:
    """The plan whose period holds the day, else the newest. `plans` are newest first."""
    return next((plan for plan in plans if day in plan.period), plans[0] if plans else None)


def current_plan_seen(
    session: Session, viewer: Viewer, person: Employee, at: datetime
) -> PerformancePlan | None:
    """A person's plan of today as far as the viewer may read it."""
    plan = current_of(plans_of(session, person.id), local_day(at, person.agency.timezone))
    return plan if plan and may_see(viewer, acting_for(session, viewer, at), plan) else None


def version_of(session: Session, plan: PerformancePlan) -> PlanVersion:
    return session.scalars(
        select(PlanVersion).where(PlanVersion.plan_id == plan.id, PlanVersion.number == plan.version_number)
    ).one()


def contents_of(session: Session, plan: PerformancePlan) -> Sequence[WorkResult]:
    """The results of the version at work with their indicators: primary before additional, in their order."""
    return session.scalars(
        select(WorkResult)
        .join(PlanVersion, PlanVersion.id == WorkResult.version_id)
        .where(PlanVersion.plan_id == plan.id, PlanVersion.number == plan.version_number)
        .options(selectinload(WorkResult.indicators), joinedload(WorkResult.superior_result))
        .order_by(WorkResult.kind.desc(), WorkResult.number, WorkResult.id)
    ).all()


def steps_of(session: Session, plan: PerformancePlan) -> Sequence[PlanStep]:
    """How the plan came to be what it is, newest first."""
    return session.scalars(
        select(PlanStep)
        .where(PlanStep.plan_id == plan.id)
        .options(joinedload(PlanStep.by), joinedload(PlanStep.stood_in_for))
        .order_by(PlanStep.id.desc())
    ).all()


def superior_results(session: Session, plan: PerformancePlan) -> Sequence[WorkResult]:
    """The evaluator's results in force that overlap this period: what one's own may contribute to."""
    evaluator_id = plan.evaluator_id or plan.employee.evaluator_id
    return session.scalars(
        select(WorkResult)
        .join(PlanVersion, PlanVersion.id == WorkResult.version_id)
        .join(PerformancePlan, PerformancePlan.id == PlanVersion.plan_id)
        .where(
            PerformancePlan.employee_id == evaluator_id,
            PerformancePlan.version_number == PlanVersion.number,
            PerformancePlan.state.in_((PlanState.AGREED, PlanState.ACTIVE)),
            PerformancePlan.starts_on < plan.ends_on,
            PerformancePlan.ends_on > plan.starts_on,
        )
        .order_by(WorkResult.kind.desc(), WorkResult.number, WorkResult.id)
    ).all()


def plans_waiting(session: Session, acting: Acting) -> Sequence[PerformancePlan]:
    """Submitted plans on which one may decide, oldest first."""
    return session.scalars(
        _plans()
        .where(
            PerformancePlan.evaluator_id.in_(acting.evaluator_ids),
            PerformancePlan.employee_id != acting.employee_id,
            PerformancePlan.state == PlanState.SUBMITTED,
        )
        .order_by(PerformancePlan.state_since, PerformancePlan.id)
    ).all()


def last_plan_before(session: Session, employee_id: int, day: date) -> PerformancePlan | None:
    return session.scalars(
        _plans()
        .where(PerformancePlan.employee_id == employee_id, PerformancePlan.starts_on < day)
        .order_by(PerformancePlan.starts_on.desc())
        .limit(1)
    ).first()


def evaluators_stood_in_for(session: Session, acting: Acting) -> Sequence[Employee]:
    if not acting.stands_in_for:
        return []
    wanted = select(Employee).where(Employee.id.in_(acting.stands_in_for))
    return session.scalars(wanted.order_by(Employee.name, Employee.id)).all()
