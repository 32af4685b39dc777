"""Questions about people. Lists are cut to the part of the tree the viewer administers."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, joinedload

from portal.domain.errors import NotFound
from portal.domain.organisation.models import (
    Deputy,
    Employee,
    Employment,
    OrgUnit,
    Placement,
    Position,
)
from portal.domain.organisation.scope import inside
from portal.domain.organisation.viewers import Viewer
from portal.domain.pages import Page, page_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Empty means everybody in service."""

    words: str = ""
    unit: OrgUnit | None = None
    employment: Employment | None = None
    position: str = ""
    has_left: bool = False


def people(session: Session, viewer: Viewer, filters: Filters, number: int = 1) -> Page[Employee]:
    """By name; with the unit, the position and the account of each."""
    query = (
        select(Employee)
        .options(joinedload(Employee.unit), joinedload(Employee.position), joinedload(Employee.account))
        .order_by(Employee.name, Employee.id)
    )
    return page_of(session, _narrowed(query, viewer, filters), number)


def _narrowed(query: Select[Any], viewer: Viewer, filters: Filters) -> Select[Any]:
    query = query.where(
        inside(Employee.unit_key, viewer),
        Employee.left_on.is_not(None) if filters.has_left else Employee.left_on.is_(None),
    )
    if filters.unit is not None:
        query = query.where(Employee.unit_key.between(filters.unit.path_key, filters.unit.path_end))
    if filters.employment is not None:
        query = query.where(Employee.employment == filters.employment)
    if filters.position:
        held = select(Position.id).where(
            func.lower(Position.name).contains(filters.position.strip().lower(), autoescape=True)
        )
        query = query.where(Employee.position_id.in_(held))
    return query.where(_meant_by(filters.words)) if filters.words.strip() else query


def _meant_by(words: str) -> Any:
    """A whole NIP, or a part of the name or of the e-mail address."""
    wanted = words.strip()[:100]
    digits = "".join(wanted.split()).replace(".", "")
    if len(digits) == 18 and digits.isdigit():
        return Employee.nip == digits
    wanted = wanted.lower()
    return or_(
        func.lower(Employee.name).contains(wanted, autoescape=True),
        func.lower(Employee.email).contains(wanted, autoescape=True),
    )


def person_for(session: Session, viewer: Viewer, employee_id: int) -> Employee:
    """Somebody the viewer administers, in service or not."""
    found = session.scalar(
        select(Employee)
        .options(
            joinedload(Employee.unit),
            joinedload(Employee.agency),
            joinedload(Employee.position),
            joinedload(Employee.evaluator),
            joinedload(Employee.account),
        )
        .where(Employee.id == employee_id, inside(Employee.unit_key, viewer))
    )
    if found is None:
        raise NotFound
    return found


def people_of_unit(session: Session, viewer: Viewer, unit: OrgUnit, number: int = 1) -> Page[Employee]:
    """Who works in the unit itself, not below it."""
    query = (
        select(Employee)
        .options(joinedload(Employee.position), joinedload(Employee.account))
        .where(Employee.unit_id == unit.id, Employee.left_on.is_(None), inside(Employee.unit_key, viewer))
        .order_by(Employee.name, Employee.id)
    )
    return page_of(session, query, number)


def placements_of(session: Session, employee: Employee) -> list[Placement]:
    """Newest first."""
    query = (
        select(Placement)
        .options(joinedload(Placement.unit), joinedload(Placement.position), joinedload(Placement.evaluator))
        .where(Placement.employee_id == employee.id)
        .order_by(Placement.starts_on.desc())
    )
    return list(session.scalars(query))


def deputies_of(session: Session, employee: Employee) -> list[Deputy]:
    """Who stood or stands in for this person, newest first."""
    query = (
        select(Deputy)
        .options(joinedload(Deputy.deputy))
        .where(Deputy.evaluator_id == employee.id)
        .order_by(Deputy.starts_on.desc(), Deputy.id.desc())
        .limit(20)
    )
    return list(session.scalars(query))


def subordinates_count(session: Session, employee: Employee) -> int:
    query = select(func.count()).where(Employee.evaluator_id == employee.id, Employee.left_on.is_(None))
    return session.scalar(query) or 0


def deputy_for(session: Session, viewer: Viewer, deputy_id: int) -> Deputy:
    """A deputyship for somebody the viewer administers."""
    found = session.scalar(
        select(Deputy)
        .join(Employee, Employee.id == Deputy.evaluator_id)
        .where(Deputy.id == deputy_id, inside(Employee.unit_key, viewer))
    )
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True, slots=True)
class Figures:
    """What an administrator looks at first."""

    people: int
    without_evaluator: int
    without_account: int
    pppk: int


def figures(session: Session, viewer: Viewer) -> Figures:
    row = session.execute(
        select(
            func.count(),
            func.count().filter(Employee.evaluator_id.is_(None)),
            func.count().filter(Employee.account_id.is_(None)),
            func.count().filter(Employee.employment == Employment.PPPK),
        ).where(inside(Employee.unit_key, viewer), Employee.left_on.is_(None))
    ).one()
    return Figures(*row)
