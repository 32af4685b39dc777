"""How a plan begins and goes from state to state. Every step is kept: who, for whom, when and why."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.domain.errors import NotAllowed, RuleBroken
from portal.domain.events import announce
from portal.domain.notifications.actions import notify
from portal.domain.organisation.acting import Acting, acting_for
from portal.domain.organisation.models import Agency, Employee, Placement
from portal.domain.organisation.viewers import Viewer
from portal.domain.periods import local_day
from portal.domain.targets.events import PlanAgreed
from portal.domain.targets.plans import copying
from portal.domain.targets.plans.inputs import NewPlan
from portal.domain.targets.plans.models import (
    PerformancePlan,
    PlanState,
    PlanVersion,
)
from portal.domain.targets.plans.queries import contents_of, version_of
from portal.domain.targets.plans.rules import check_period, missing
from portal.domain.targets.plans.steps import ask_evaluator, step
from portal.domain.targets.policies import is_own, may_decide
from portal.domain.words import n_


def open_plan(session: Session, new: NewPlan, *, by: Viewer, at: datetime) -> PerformancePlan:
    """Begin one's own plan for a period that no other plan of oneself touches."""
    me = session.scalars(
        select(Employee).where(Employee.id == by.employee_id).with_for_update()
    ).one_or_none()
    if me is None:
        raise NotAllowed
    today = local_day(at, session.get_one(Agency, me.agency_id).timezone)
    check_period(new, today)
    _refuse_overlap(session, me.id, new)
    plan = PerformancePlan(
        employee_id=me.id,
        placement_id=_placement_id(session, me.id, new),
        unit_id=me.unit_id,
        position_id=me.position_id,
        evaluator_id=me.evaluator_id,
        approach=new.approach,
        starts_on=new.starts_on,
        ends_on=new.ends_on,
        state_since=at,
    )
    session.add(plan)
    try:
        session.flush()
    except IntegrityError as twin:
        raise RuleBroken(n_("You already have a plan for this period."), field="starts_on") from twin
    session.add(PlanVersion(plan_id=plan.id, number=1, opened_at=at))
    step(session, plan, PlanState.DRAFT, by_id=me.id, at=at)
    copying.fill(session, plan, new.start_from)
    return plan


def _refuse_overlap(session: Session, employee_id: int, new: NewPlan) -> None:
    clash = session.scalar(
        select(PerformancePlan.id).where(
            PerformancePlan.employee_id == employee_id,
            PerformancePlan.starts_on < new.ends_on,
            PerformancePlan.ends_on > new.starts_on,
        )
    )
    if clash is not None:
        raise RuleBroken(n_("You already have a plan for this period."), field="starts_on")


def _placement_id(session: Session, employee_id: int, new: NewPlan) -> int | None:
    return session.scalar(
        select(Placement.id)
        .where(Placement.employee_id == employee_id, Placement.starts_on < new.ends_on)
        .order_by(Placement.starts_on.desc())
        .limit(1)
    )


def submit(session: Session, plan: PerformancePlan, *, by: Viewer, at: datetime) -> None:
    """Hand the draft to the person who is one's evaluator today."""
    _lock(session, plan)
    if not is_own(by, plan):
        raise NotAllowed
    if not plan.is_editable:
        raise RuleBroken(n_("This plan was already submitted."))
    if problems := missing(plan, contents_of(session, plan)):
        raise problems[0]
    plan.evaluator_id = plan.employee.evaluator_id or plan.evaluator_id
    version_of(session, plan).submitted_at = at
    step(session, plan, PlanState.SUBMITTED, by_id=by.employee_id, at=at)
    session.flush()
    session.refresh(plan, ["evaluator"])
    ask_evaluator(session, plan, at)


def withdraw(session: Session, plan: PerformancePlan, *, by: Viewer, at: datetime) -> None:
    """Take a submitted plan back before the evaluator has answered; it is a draft again."""
    _lock(session, plan)
    if not is_own(by, plan):
        raise NotAllowed
    if plan.state is not PlanState.SUBMITTED:
        raise RuleBroken(n_("Your evaluator has already answered, so the plan cannot be taken back."))
    step(session, plan, PlanState.DRAFT, by_id=by.employee_id, at=at)
    if plan.evaluator is not None:
        notify(
            session,
            plan.evaluator.account_id,
            n_("%(name)s has taken a performance plan back. Nothing waits for you."),
            link="/targets/people",
            at=at,
            icon="target",
            name=plan.employee.name,
        )


def agree(session: Session, plan: PerformancePlan, *, by: Viewer, at: datetime) -> None:
    """Both sides agree: from here on the indicators are fixed. Inside the period the plan runs at once."""
    acting = _deciding(session, plan, by=by, at=at)
    version = version_of(session, plan)
    version.agreed_at, version.agreed_by_id = at, acting.employee_id
    step(
        session,
        plan,
        PlanState.AGREED,
        by_id=acting.employee_id,
        for_id=acting.in_place_of(plan.evaluator_id),
        at=at,
    )
    if local_day(at, plan.timezone) >= plan.starts_on:
        step(session, plan, PlanState.ACTIVE, by_id=None, at=at)
    _tell_owner(session, plan, n_("Your performance plan is agreed. You can report progress now."), at)
    announce(session, PlanAgreed(employee_id=plan.employee_id, plan_id=plan.id))


def request_revision(
    session: Session, plan: PerformancePlan, reason: str, *, by: Viewer, at: datetime
) -> None:
    acting = _deciding(session, plan, by=by, at=at)
    if not reason.strip():
        raise RuleBroken(n_("Say what should change, so that the next draft fits."), field="reason")
    step(
        session,
        plan,
        PlanState.REVISION_REQUESTED,
        by_id=acting.employee_id,
        for_id=acting.in_place_of(plan.evaluator_id),
        reason=reason.strip(),
        at=at,
    )
    _tell_owner(
        session, plan, n_("Your performance plan needs a revision. Read what your evaluator wrote."), at
    )


def _deciding(session: Session, plan: PerformancePlan, *, by: Viewer, at: datetime) -> Acting:
    _lock(session, plan)
    acting = acting_for(session, by, at)
    if not may_decide(acting, plan):
        raise NotAllowed
    if plan.state is not PlanState.SUBMITTED:
        raise RuleBroken(n_("This plan was already decided, or is not submitted."))
    return acting


def _lock(session: Session, plan: PerformancePlan) -> None:
    """Wait for whoever changes the same plan, and see what they left."""
    session.flush()
    session.refresh(plan, ["state", "evaluator_id", "version_number"], with_for_update=True)


def _tell_owner(session: Session, plan: PerformancePlan, message: str, at: datetime) -> None:
    link = f"/targets/plans/{plan.id}"
    notify(session, plan.employee.account_id, message, link=link, at=at, icon="target")
