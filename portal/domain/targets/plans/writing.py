"""Verbs that change what a draft says. Agreed plans are fixed: nothing here touches them."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.domain.errors import NotAllowed, RuleBroken
from portal.domain.organisation.viewers import Viewer
from portal.domain.targets.plans.contents import Indicator, WorkResult
from portal.domain.targets.plans.inputs import IndicatorInput, ResultInput
from portal.domain.targets.plans.models import PerformancePlan
from portal.domain.targets.plans.queries import superior_results, version_of
from portal.domain.targets.plans.rules import check_indicator
from portal.domain.targets.policies import is_own
from portal.domain.words import n_

MOST_RESULTS = 30
MOST_INDICATORS = 15


def add_result(session: Session, plan: PerformancePlan, new: ResultInput, *, by: Viewer) -> WorkResult:
    _writable(session, plan, by)
    version_id = version_of(session, plan).id
    count, last = session.execute(
        select(func.count(), func.max(WorkResult.number)).where(WorkResult.version_id == version_id)
    ).one()
    if count >= MOST_RESULTS:
        raise RuleBroken(n_("A plan holds at most %(most)s results."), field="text", most=MOST_RESULTS)
    result = WorkResult(version_id=version_id, number=(last or 0) + 1)
    _write_result(session, plan, result, new)
    session.add(result)
    session.flush()
    return result


def change_result(
    session: Session, plan: PerformancePlan, result: WorkResult, new: ResultInput, *, by: Viewer
) -> None:
    _writable(session, plan, by)
    _write_result(session, plan, result, new)


def remove_result(session: Session, plan: PerformancePlan, result: WorkResult, *, by: Viewer) -> None:
    _writable(session, plan, by)
    for indicator in list(result.indicators):
        session.delete(indicator)
    session.flush()
    session.delete(result)


def add_indicator(
    session: Session, plan: PerformancePlan, result: WorkResult, new: IndicatorInput, *, by: Viewer
) -> Indicator:
    """The indicator belongs to exactly one person: whose plan it is."""
    _writable(session, plan, by)
    if len(result.indicators) >= MOST_INDICATORS:
        raise RuleBroken(
            n_("A result holds at most %(most)s indicators."), field="text", most=MOST_INDICATORS
        )
    check_indicator(new, plan)
    number = max((one.number for one in result.indicators), default=0) + 1
    indicator = Indicator(result_id=result.id, owner_id=plan.employee_id, number=number)
    _write_indicator(indicator, new)
    session.add(indicator)
    session.flush()
    return indicator


def change_indicator(
    session: Session, plan: PerformancePlan, indicator: Indicator, new: IndicatorInput, *, by: Viewer
) -> None:
    _writable(session, plan, by)
    check_indicator(new, plan)
    _write_indicator(indicator, new)


def remove_indicator(session: Session, plan: PerformancePlan, indicator: Indicator, *, by: Viewer) -> None:
    _writable(session, plan, by)
    session.delete(indicator)


def _writable(session: Session, plan: PerformancePlan, by: Viewer) -> None:
    session.refresh(plan, ["state"], with_for_update=True)
    if not is_own(by, plan):
        raise NotAllowed
    if not plan.is_editable:
        raise RuleBroken(n_("This plan is submitted or agreed, so its contents are fixed."))


def _write_result(session: Session, plan: PerformancePlan, result: WorkResult, new: ResultInput) -> None:
    allowed = {one.id for one in superior_results(session, plan)} | {result.superior_result_id}
    if new.superior_result_id is not None and new.superior_result_id not in allowed:
        raise RuleBroken(n_("Choose a result of your evaluator."), field="superior_result_id")
    result.text = new.text
    result.kind = new.kind
    result.superior_result_id = new.superior_result_id
    result.superior_text = new.superior_text
    result.assigned_by = new.assigned_by
    result.perspective = new.perspective


def _write_indicator(indicator: Indicator, new: IndicatorInput) -> None:
    indicator.aspect = new.aspect
    indicator.text = new.text
    indicator.unit = new.unit
    indicator.direction = new.direction
    indicator.reading = new.reading
    indicator.baseline = new.baseline
    indicator.target_low = new.target_low
    indicator.target_high = new.target_high
    indicator.due_on = new.due_on
    indicator.evidence_expected = new.evidence_expected
