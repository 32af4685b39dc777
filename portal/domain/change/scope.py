"""Whom something is for and who looks after it, as conditions on a unit that stands beside it in a query."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, false, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from portal.domain.organisation.models import Employee, OrgUnit, Role
from portal.domain.organisation.paths import ancestors_of
from portal.domain.organisation.scope import inside
from portal.domain.organisation.viewers import Viewer
from portal.domain.periods import local_day

RUNNERS = (Role.HR_ADMIN, Role.LEADER)


def today_of(viewer: Viewer, at: datetime) -> date:
    """The calendar day at this moment where the viewer works."""
    return local_day(at, viewer.agency_timezone or viewer.timezone)


def concerns(viewer: Viewer) -> ColumnElement[bool]:
    """Things of a unit that the viewer works in or below."""
    return OrgUnit.path_key.in_(ancestors_of(viewer.unit_key)) if viewer.unit_key else false()


def kept_by(viewer: Viewer, owner: InstrumentedAttribute[Any]) -> ColumnElement[bool]:
    """Things of units that the viewer administers or leads, and what the viewer owns."""
    return or_(inside(OrgUnit.path_key, viewer, *RUNNERS), owner == (viewer.employee_id or 0))


def works_in(unit: OrgUnit) -> ColumnElement[bool]:
    """People in service in the unit or below it."""
    return Employee.unit_key.between(unit.path_key, unit.path_end) & Employee.left_on.is_(None)


def people_in(session: Session, unit: OrgUnit) -> int:
    return session.scalar(select(func.count(Employee.id)).where(works_in(unit))) or 0
