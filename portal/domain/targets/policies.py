"""Who may see a plan, write it, and decide on it."""

from dataclasses import dataclass

from portal.domain.organisation.models import Role
from portal.domain.organisation.viewers import Viewer
from portal.domain.targets.plans.models import PerformancePlan

READERS = (Role.HR_ADMIN, Role.LEADER)


@dataclass(frozen=True, slots=True)
class Acting:
    """For which evaluators somebody may decide today: oneself, and those one stands in for as Plt. or Plh."""

    employee_id: int | None
    stands_in_for: frozenset[int] = frozenset()

    @property
    def evaluator_ids(self) -> frozenset[int]:
        return self.stands_in_for | ({self.employee_id} if self.employee_id is not None else set())

    def in_place_of(self, plan: PerformancePlan) -> int | None:
        """The evaluator one stands in for on this plan; nobody when one is the evaluator."""
        return plan.evaluator_id if plan.evaluator_id != self.employee_id else None


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
