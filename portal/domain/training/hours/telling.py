"""A word in time: what new hours mean for the one who has them, and for those who look after people."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from portal.domain.notifications.actions import notify
from portal.domain.organisation.models import Employee, Role
from portal.domain.organisation.roles.queries import holders_over
from portal.domain.training.hours.law import NEAR_THE_MOST
from portal.domain.training.hours.models import HoursEntry
from portal.domain.training.hours.standing import Standing, standing_of
from portal.domain.words import n_

OWN = "/training/hours"


def tell_about(session: Session, entry: HoursEntry, *, at: datetime) -> None:
    """Only when a line is crossed: the duty is met, the limit is near or passed, the assignment is missing."""
    employee = session.get_one(Employee, entry.employee_id)
    standing = standing_of(session, employee, entry.day)
    before = standing.hours - entry.hours
    _tell_owner(session, employee, standing, before, at)
    if standing.is_over and standing.most is not None and before <= standing.most:
        message = n_(
            "%(name)s now has %(hours)s learning hours; at most %(most)s are allowed a contract year"
        )
        _tell_hr(session, employee, message, at, hours=standing.hours, most=standing.most)
    elif standing.lacks_assignment and before <= 0:
        message = n_("%(name)s learns without a written assignment: please add it")
        _tell_hr(session, employee, message, at)


def _tell_owner(session: Session, employee: Employee, standing: Standing, before: int, at: datetime) -> None:
    hours, least, most = standing.hours, standing.least, standing.most
    if least is not None and before < least <= hours:
        notify(
            session, employee.account_id, n_("You have reached %(hours)s learning hours this year. Well done!"),
            link=OWN, at=at, icon="school", hours=hours,
        )  # fmt: skip
    elif most is not None and before * 100 < most * NEAR_THE_MOST <= hours * 100:
        notify(
            session, employee.account_id,
            n_("%(hours)s of at most %(most)s learning hours of your contract year are used"),
            link=OWN, at=at, icon="school", hours=hours, most=most,
        )  # fmt: skip


def _tell_hr(session: Session, employee: Employee, message: str, at: datetime, **values: object) -> None:
    for account_id in holders_over(session, employee.unit_key, Role.HR_ADMIN, but=[employee.account_id]):
        notify(
            session, account_id, message, link=f"{OWN}/people/{employee.id}", at=at, icon="school",
            name=employee.name, **values,
        )  # fmt: skip
