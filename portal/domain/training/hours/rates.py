"""The table of what counts how much: reading it for a day, and writing its next lines."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Protocol, TypeVar

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.domain.audit.actions import record
from portal.domain.errors import NotAllowed, NotFound, RuleBroken
from portal.domain.organisation.models import Employment
from portal.domain.organisation.policies import may_run_installation
from portal.domain.organisation.viewers import Viewer
from portal.domain.training.courses.models import CourseKind
from portal.domain.training.hours.law import DUTIES, RATES, Duty, Rate
from portal.domain.training.hours.models import Counting, HoursDuty, HoursRate
from portal.domain.words import n_


class Dated(Protocol):
    @property
    def valid_from(self) -> date: ...


Line = TypeVar("Line", bound=Dated)


def all_rates(session: Session) -> list[Rate]:
    """By kind, the newest first."""
    written = [
        Rate(
            id=row.id,
            kind=row.kind,
            valid_from=row.valid_from,
            counting=row.counting,
            hours=row.hours,
            basis=row.basis,
        )
        for row in session.scalars(select(HoursRate))
    ]
    order = list(CourseKind)
    return sorted((*RATES, *written), key=lambda one: (order.index(one.kind), -one.valid_from.toordinal()))


def all_duties(session: Session) -> list[Duty]:
    """By employment, the newest first."""
    written = [
        Duty(
            id=row.id,
            employment=row.employment,
            valid_from=row.valid_from,
            least=row.least,
            most=row.most,
            needs_assignment=row.needs_assignment,
            basis=row.basis,
        )
        for row in session.scalars(select(HoursDuty))
    ]
    order = list(Employment)
    return sorted(
        (*DUTIES, *written), key=lambda one: (order.index(one.employment), -one.valid_from.toordinal())
    )


def latest(lines: Iterable[Line], day: date) -> Line | None:
    """Of those that hold on the day, the one that began last."""
    holding = [one for one in lines if one.valid_from <= day]
    return max(holding, key=lambda one: one.valid_from, default=None)


def duties_on(session: Session, day: date) -> dict[Employment, Duty]:
    lines = all_duties(session)
    found = {kind: latest((one for one in lines if one.employment is kind), day) for kind in Employment}
    return {kind: duty for kind, duty in found.items() if duty is not None}


def write_rate(session: Session, new: Rate, *, by: Viewer, at: datetime, today: date) -> None:
    """From a day to come: what was booked before keeps what it counted then."""
    _check(by, new.valid_from, today)
    if new.counting is Counting.ACTIVITY and new.hours is None:
        raise RuleBroken(n_("Say how many JP each activity counts."), field="hours")
    row = HoursRate(
        kind=new.kind,
        valid_from=new.valid_from,
        counting=new.counting,
        hours=new.hours,
        basis=new.basis,
        set_by=by.account_id,
        set_at=at,
    )
    _keep(session, row, by=by, at=at, label=new.kind.value)


def write_duty(session: Session, new: Duty, *, by: Viewer, at: datetime, today: date) -> None:
    _check(by, new.valid_from, today, "duty_from")
    if new.least is None and new.most is None:
        raise RuleBroken(n_("Say how many hours at least or at most."), field="least")
    row = HoursDuty(
        employment=new.employment,
        valid_from=new.valid_from,
        least=new.least,
        most=new.most,
        needs_assignment=new.needs_assignment,
        basis=new.basis,
        set_by=by.account_id,
        set_at=at,
    )
    _keep(session, row, by=by, at=at, label=new.employment.value, field="duty_from")


def take_out(
    session: Session,
    table: type[HoursRate] | type[HoursDuty],
    line_id: int,
    *,
    by: Viewer,
    at: datetime,
    today: date,
) -> None:
    """A line that does not hold yet."""
    if not may_run_installation(by):
        raise NotAllowed
    row: Any = session.get(table, line_id)
    if row is None:
        raise NotFound
    if row.valid_from <= today:
        raise RuleBroken(n_("This line holds already. Write a new one from a later day."))
    record(
        session, "hours.rule_withdrawn", by=by.account_id, subject_type="hours_rule", subject_id=row.id, at=at,
        valid_from=row.valid_from.isoformat(),
    )  # fmt: skip
    session.delete(row)
    session.flush()


def _check(by: Viewer, valid_from: date, today: date, field: str = "valid_from") -> None:
    if not may_run_installation(by):
        raise NotAllowed
    if valid_from <= today:
        raise RuleBroken(n_("Choose a day in the future: what is booked stays as it was."), field=field)


def _keep(
    session: Session,
    row: HoursRate | HoursDuty,
    *,
    by: Viewer,
    at: datetime,
    label: str,
    field: str = "valid_from",
) -> None:
    session.add(row)
    try:
        session.flush()
    except IntegrityError as twin:
        raise RuleBroken(n_("There is a line from this day already."), field=field) from twin
    record(
        session, "hours.rule_written", by=by.account_id, subject_type="hours_rule", subject_id=row.id, at=at,
        label=label, valid_from=row.valid_from.isoformat(),
    )  # fmt: skip
