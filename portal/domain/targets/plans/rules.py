"""What a plan and its parts must be before both sides can agree on them."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from portal.domain.errors import RuleBroken
from portal.domain.periods import add_months
from portal.domain.targets.achievement import Direction
from portal.domain.targets.plans.contents import ResultKind, WorkResult
from portal.domain.targets.plans.inputs import IndicatorInput, NewPlan
from portal.domain.targets.plans.models import Approach, PerformancePlan
from portal.domain.words import n_

LARGEST = Decimal(10) ** 12
PLACES = -4


def check_period(new: NewPlan, today: date) -> None:
    """Whole months, at most a year, and near enough to be worked on."""
    if new.ends_on <= new.starts_on:
        raise RuleBroken(n_("The period must end after it starts."), field="ends_on")
    if new.ends_on > add_months(new.starts_on, 12):
        raise RuleBroken(n_("A plan spans one year at most."), field="ends_on")
    if not add_months(today, -24) <= new.starts_on <= add_months(today, 13):
        raise RuleBroken(n_("Choose a period close to today."), field="starts_on")


def check_amount(value: Decimal | None, field: str) -> None:
    """A number the portal can keep exactly: 0 to a trillion with at most four decimals."""
    if value is None:
        return
    if value < 0:
        raise RuleBroken(n_("This number cannot be negative."), field=field)
    if value > LARGEST:
        raise RuleBroken(n_("This number is too large."), field=field)
    exponent = value.normalize().as_tuple().exponent
    if isinstance(exponent, int) and exponent < PLACES:
        raise RuleBroken(n_("At most four decimals."), field=field)


def check_indicator(new: IndicatorInput, plan: PerformancePlan) -> None:
    for field in ("baseline", "target_low", "target_high"):
        check_amount(getattr(new, field), field)
    if not plan.starts_on <= new.due_on < plan.ends_on:
        raise RuleBroken(n_("The due date lies outside the period of the plan."), field="due_on")
    if new.target_low is None:
        if plan.approach is Approach.QUANTITATIVE:
            raise RuleBroken(n_("A quantitative plan needs a target number."), field="target_low")
        return
    if not new.unit:
        raise RuleBroken(n_("Say what the number counts, for example documents or days."), field="unit")
    _check_target(new, new.target_low)


def _check_target(new: IndicatorInput, target: Decimal) -> None:
    if new.direction is Direction.WITHIN:
        if new.target_high is None or new.target_high <= target:
            raise RuleBroken(n_("The end of the range must be above its start."), field="target_high")
        return
    if new.direction is Direction.HIGHER and target == 0:
        raise RuleBroken(n_("A target of 0 is reached without doing anything."), field="target_low")
    if new.baseline is None:
        return
    if new.baseline == target:
        raise RuleBroken(
            n_("The target equals the starting value: nothing would change."), field="target_low"
        )
    if (new.direction is Direction.HIGHER) != (target > new.baseline):
        raise RuleBroken(
            n_("Seen from the starting value, the target goes in the wrong direction."), field="target_low"
        )


def missing(plan: PerformancePlan, results: Sequence[WorkResult]) -> list[RuleBroken]:
    """What still keeps a plan from being submitted, in the order of the page."""
    problems: list[RuleBroken] = []
    if plan.evaluator_id is None and plan.employee.evaluator_id is None:
        problems.append(
            RuleBroken(n_("You have no evaluator yet. Ask the personnel administration to name one."))
        )
    if not any(result.kind is ResultKind.PRIMARY for result in results):
        problems.append(RuleBroken(n_("The plan needs at least one primary result.")))
    problems += [
        RuleBroken(n_("Result %(number)s has no indicator yet."), number=place)
        for place, result in enumerate(results, start=1)
        if not result.indicators
    ]
    return problems
