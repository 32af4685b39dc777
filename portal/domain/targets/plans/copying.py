"""Where the first contents of a plan come from: a template of the library, or one's last plan."""

from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy.orm import Session

from portal.domain.errors import RuleBroken
from portal.domain.targets.achievement import Direction
from portal.domain.targets.library import Template, template_of
from portal.domain.targets.plans.contents import Indicator, WorkResult
from portal.domain.targets.plans.models import PerformancePlan
from portal.domain.targets.plans.queries import contents_of, last_plan_before, version_of
from portal.domain.words import n_

LAST = "last"


def fill(session: Session, plan: PerformancePlan, start_from: str) -> None:
    """`start_from`: empty, `last`, or the code of a template."""
    session.flush()
    if start_from == LAST:
        _copy_last(session, plan)
    elif start_from:
        _use_template(session, plan, template_of(start_from))
    session.flush()


def _copy_last(session: Session, plan: PerformancePlan) -> None:
    """Same results and indicators; what was reached becomes the starting value, dates move along."""
    last = last_plan_before(session, plan.employee_id, plan.starts_on)
    if last is None:
        raise RuleBroken(n_("There is no earlier plan to copy."), field="start_from")
    version_id = version_of(session, plan).id
    for old in contents_of(session, last):
        result = WorkResult(
            version_id=version_id,
            number=old.number,
            kind=old.kind,
            text=old.text,
            superior_text=old.serves,
            assigned_by=old.assigned_by,
            perspective=old.perspective,
        )
        session.add(result)
        result.indicators = [
            Indicator(
                owner_id=plan.employee_id,
                number=one.number,
                aspect=one.aspect,
                text=one.text,
                unit=one.unit,
                direction=one.direction,
                reading=one.reading,
                baseline=_new_baseline(one),
                target_low=one.target_low,
                target_high=one.target_high,
                due_on=_moved(one.due_on, last, plan),
                evidence_expected=one.evidence_expected,
            )
            for one in old.indicators
        ]


def _new_baseline(old: Indicator) -> Decimal | None:
    """What was reached, when the same target is still ahead of it."""
    reached, target = old.realization, old.target_low
    if reached is None or target is None or old.direction is Direction.WITHIN:
        return reached
    is_ahead = target > reached if old.direction is Direction.HIGHER else target < reached
    return reached if is_ahead else None


def _moved(due: date, last: PerformancePlan, plan: PerformancePlan) -> date:
    if due >= last.last_day:
        return plan.last_day
    return min(plan.last_day, plan.starts_on + (due - last.starts_on))


def _use_template(session: Session, plan: PerformancePlan, template: Template) -> None:
    version_id = version_of(session, plan).id
    for number, wanted in enumerate(template.results, start=1):
        result = WorkResult(
            version_id=version_id,
            number=number,
            kind=wanted.kind,
            text=wanted.text,
            superior_text=wanted.superior,
            perspective=wanted.perspective,
        )
        session.add(result)
        result.indicators = [
            Indicator(
                owner_id=plan.employee_id,
                number=place,
                aspect=one.aspect,
                text=one.text,
                unit=one.unit,
                direction=one.direction,
                reading=one.reading,
                baseline=one.baseline,
                target_low=one.target,
                target_high=one.target_high,
                due_on=due_in(plan.starts_on, plan.ends_on, one.months),
                evidence_expected=one.evidence,
            )
            for place, one in enumerate(wanted.indicators, start=1)
        ]


def due_in(starts_on: date, ends_on: date, months: int) -> date:
    """The last day of the so-many-th twelfth of the period; 12 is the period's last day."""
    days = (ends_on - starts_on).days
    return starts_on + timedelta(days=max(1, days * months // 12) - 1)
