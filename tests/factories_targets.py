"""Valid plans, indicators and check-ins. Name only what the test is about."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from portal.domain.organisation.models import Deputy, DeputyKind, Employee
from portal.domain.targets.achievement import Direction, Reading
from portal.domain.targets.checkins import actions as checkins
from portal.domain.targets.checkins.inputs import NewCheckIn
from portal.domain.targets.checkins.models import ProgressEntry
from portal.domain.targets.plans import actions, writing
from portal.domain.targets.plans.contents import Aspect, Indicator, ResultKind, WorkResult
from portal.domain.targets.plans.inputs import IndicatorInput, NewPlan, ResultInput
from portal.domain.targets.plans.models import Approach, PerformancePlan
from tests.factories import NOW, employee, viewer

YEAR = (date(2026, 1, 1), date(2027, 1, 1))


def plan(session: Session, owner: Employee | None = None, *, at: datetime = NOW, **fields) -> PerformancePlan:
    """A draft for 2026 of somebody who has an evaluator."""
    owner = owner or employee(session, evaluator=employee(session))
    starts_on, ends_on = fields.pop("starts_on", YEAR[0]), fields.pop("ends_on", YEAR[1])
    new = NewPlan(
        starts_on=starts_on,
        ends_on=ends_on,
        approach=fields.pop("approach", Approach.QUANTITATIVE),
        start_from=fields.pop("start_from", ""),
    )
    return actions.open_plan(session, new, by=viewer(session, owner), at=at)


def result(session: Session, of: PerformancePlan, **fields) -> WorkResult:
    new = ResultInput(
        text=fields.pop("text", "Permohonan warga selesai tepat waktu"),
        kind=fields.pop("kind", ResultKind.PRIMARY),
        **fields,
    )
    return writing.add_result(session, of, new, by=viewer(session, of.employee))


def measure(**fields) -> IndicatorInput:
    return IndicatorInput(
        text=fields.pop("text", "Permohonan yang selesai"),
        aspect=fields.pop("aspect", Aspect.QUANTITY),
        unit=fields.pop("unit", "permohonan"),
        target_low=fields.pop("target", Decimal(100)),
        due_on=fields.pop("due_on", date(2026, 12, 31)),
        direction=fields.pop("direction", Direction.HIGHER),
        reading=fields.pop("reading", Reading.SUM),
        **fields,
    )


def indicator(session: Session, of: PerformancePlan, **fields) -> Indicator:
    """An indicator of a new result of the plan."""
    home = result(session, of)
    return writing.add_indicator(session, of, home, measure(**fields), by=viewer(session, of.employee))


def agreed(session: Session, owner: Employee | None = None, *, at: datetime = NOW, **fields) -> Indicator:
    """The only indicator of a plan both sides have agreed to. `plan_fields` go to the plan."""
    draft = plan(session, owner, at=at, **fields.pop("plan_fields", {}))
    new = indicator(session, draft, **fields)
    actions.submit(session, draft, by=viewer(session, draft.employee), at=at)
    actions.agree(session, draft, by=viewer(session, draft.evaluator), at=at)
    return new


def plan_of(session: Session, of: Indicator) -> PerformancePlan:
    return session.get_one(PerformancePlan, of.result.version.plan_id)


def checkin(
    session: Session, of: Indicator, value: object = 10, *, at: datetime = NOW, **fields
) -> ProgressEntry:
    home = plan_of(session, of)
    new = NewCheckIn(
        value=None if value is None else Decimal(str(value)),
        as_of_on=fields.pop("day", date(2026, 11, 20)),
        **fields,
    )
    return checkins.submit(session, home, of, new, by=viewer(session, home.employee), at=at)


def approve(session: Session, entry: ProgressEntry, *, at: datetime = NOW) -> ProgressEntry:
    checkins.approve(session, entry.plan, entry, by=viewer(session, entry.plan.evaluator), at=at)
    return entry


def approved(session: Session, of: Indicator, value: object = 10, **fields) -> ProgressEntry:
    return approve(session, checkin(session, of, value, **fields))


def deputy(
    session: Session, who: Employee, stands_in_for: Employee, starts_on: date, ends_on: date
) -> Deputy:
    new = Deputy(
        evaluator_id=stands_in_for.id,
        deputy_id=who.id,
        kind=DeputyKind.PLH,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    session.add(new)
    session.flush()
    return new
