"""Who may see a plan, write it, and decide on it."""

from portal.domain.organisation.acting import Acting
from portal.domain.organisation.models import Role
from portal.domain.organisation.viewers import Viewer
from portal.domain.targets.plans.models import PerformancePlan

READERS = (Role.HR_ADMIN, Role.LEADER)


def is_own(viewer: Viewer, plan: PerformancePlan) -> bool:
    return viewer.employee_id is not None and viewer.employee_id == plan.employee_id


def may_see(viewer: Viewer, acting: Acting, plan: PerformancePlan) -> bool:
    return (
        is_own(viewer, plan)
        or plan.evaluator_id in acting.evaluator_ids
        or plan.employee.evaluator_id in acting.evaluator_ids
        or viewer.covers(plan.employee.unit_key, *READERS)
    )


def may_write(viewer: Viewer, plan: PerformancePlan) -> bool:
    """Only the rated person writes a plan, and only while both sides have not agreed."""
    return is_own(viewer, plan) and plan.is_editable


def may_decide(acting: Acting, plan: PerformancePlan) -> bool:
    """The evaluator or who stands in today; never about oneself."""
    return plan.evaluator_id in acting.evaluator_ids and plan.employee_id != acting.employee_id


def may_report(viewer: Viewer, plan: PerformancePlan) -> bool:
    return is_own(viewer, plan) and plan.is_in_force
