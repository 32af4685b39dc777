"""In the last week of December everybody who earned something is told that their year can be looked back on."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.organisation.models import Agency, Employee
from portal.domain.periods import local_day
from portal.domain.rewards.inbox import tell_once
from portal.domain.rewards.ledger.models import Score
from portal.domain.rewards.periods import year_key
from portal.domain.words import n_

FIRST_DAY = 25
YEAR_READY = n_("Your year %(year)s is ready: look back on what you achieved.")


def year_path(year: int) -> str:
    return f"/rewards/year/{year}"


def tell_of_the_year(session: Session, at: datetime) -> int:
    """By each agency's own calendar, once a person however often it runs; gives how many were told."""
    told = 0
    for agency_id, zone in session.execute(
        select(Agency.id, Agency.timezone).where(Agency.has_rewards).order_by(Agency.id)
    ).all():
        day = local_day(at, zone)
        if is_time_to_look_back(day):
            told += _tell_agency(session, agency_id, day, at)
    return told


def is_time_to_look_back(day: date) -> bool:
    return day.month == 12 and day.day >= FIRST_DAY


def _tell_agency(session: Session, agency_id: int, day: date, at: datetime) -> int:
    people = (
        select(Employee.account_id)
        .join(Score, Score.employee_id == Employee.id)
        .where(
            Score.period_key == year_key(day),
            Score.points > 0,
            Employee.agency_id == agency_id,
            Employee.left_on.is_(None),
        )
    )
    return tell_once(
        session, people, YEAR_READY, link=year_path(day.year), icon="sparkles", at=at, year=str(day.year)
    )
