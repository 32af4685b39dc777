"""In time: on a few days of the year those far behind are told, and their evaluators how many they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session, aliased

from portal.domain.notifications.models import Notification
from portal.domain.organisation.models import Agency, Employee, Employment
from portal.domain.pages import batched
from portal.domain.periods import local_day
from portal.domain.training.hours.law import OCCASIONS, Duty, Occasion
from portal.domain.training.hours.models import HoursWarning
from portal.domain.training.hours.rates import duties_on
from portal.domain.training.hours.standing import hours_in
from portal.domain.training.hours.telling import OWN
from portal.domain.words import n_

TO_PERSON = n_("%(hours)s of %(least)s learning hours this year: choose a training or a module now")
TO_EVALUATOR = n_("%(people)s of your people are behind with their learning hours")


def warn_next(session: Session, *, at: datetime) -> int:
    """Tell the people of one agency for whom an occasion has come; 0 when nobody is left to be told this time."""
    rows = session.execute(select(HoursWarning.agency_id, HoursWarning.year, HoursWarning.month))
    told = {(agency_id, year, month) for agency_id, year, month in rows}
    for agency in session.scalars(select(Agency).order_by(Agency.id)).all():
        today = local_day(at, agency.timezone)
        occasion = occasion_on(today)
        if occasion is not None and (agency.id, today.year, occasion.month) not in told:
            _warn(session, agency, occasion, today, at)
            return 1
    return 0


def occasion_on(day: date) -> Occasion | None:
    """The latest of the year that has come."""
    return max((one for one in OCCASIONS if one.month <= day.month), key=lambda one: one.month, default=None)


def _warn(session: Session, agency: Agency, occasion: Occasion, today: date, at: datetime) -> None:
    behind = [
        (one, duty)
        for employment, duty in duties_on(session, today).items()
        if duty.least is not None
        for one in _behind(session, agency.id, employment, duty, occasion, today.year)
    ]
    session.add(
        HoursWarning(
            agency_id=agency.id, year=today.year, month=occasion.month, people=len(behind), told_at=at
        )
    )
    session.flush()
    lines = [
        _line(one.account_id, TO_PERSON, OWN, at, hours=int(one.hours), least=duty.least)
        for one, duty in behind
        if one.account_id is not None
    ]
    of_evaluators = Counter(
        one.evaluator_account for one, _duty in behind if one.evaluator_account is not None
    )
    lines += [
        _line(account_id, TO_EVALUATOR, f"{OWN}/people?show=missing", at, people=people)
        for account_id, people in sorted(of_evaluators.items())
    ]
    for some in batched(lines):
        session.execute(insert(Notification), list(some))


def _behind(
    session: Session, agency_id: int, employment: Employment, duty: Duty, occasion: Occasion, year: int
) -> Sequence[Any]:
    """Who has less than the occasion's share of the duty."""
    hours, evaluator = hours_in(year), aliased(Employee)
    told = func.coalesce(hours.c.hours, 0)
    return session.execute(
        select(Employee.account_id, told.label("hours"), evaluator.account_id.label("evaluator_account"))
        .outerjoin(hours, hours.c.employee_id == Employee.id)
        .outerjoin(evaluator, evaluator.id == Employee.evaluator_id)
        .where(
            Employee.agency_id == agency_id,
            Employee.left_on.is_(None),
            Employee.employment == employment,
            told * 100 < (duty.least or 0) * occasion.percent,
        )
        .order_by(Employee.id)
    ).all()


def _line(account_id: int, message: str, link: str, at: datetime, **values: object) -> dict[str, Any]:
    return {
        "account_id": account_id,
        "icon": "school",
        "message": message,
        "values": values,
        "link": link,
        "created_at": at,
    }
