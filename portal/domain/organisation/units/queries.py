"""Questions about agencies and the unit tree."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, aliased, joinedload

from portal.domain.errors import NotFound
from portal.domain.organisation.models import Agency, Employee, FormerKey, OrgUnit, Placement, Role
from portal.domain.organisation.paths import ancestors_of, most_at, number_of
from portal.domain.organisation.scope import inside
from portal.domain.organisation.viewers import Viewer
from portal.domain.pages import Page, page_of


@dataclass(frozen=True, slots=True)
class Branch:
    """A unit in a list: how many units hang below it and how many people work in its subtree."""

    unit: OrgUnit
    children: int
    people: int


def unit_for(session: Session, viewer: Viewer, unit_id: int) -> OrgUnit:
    """The unit, if the viewer administers people there."""
    found = session.scalar(
        select(OrgUnit).options(joinedload(OrgUnit.agency)).where(OrgUnit.id == unit_id, _visible(viewer))
    )
    if found is None:
        raise NotFound
    return found


def top_units(session: Session, viewer: Viewer) -> list[Branch]:
    """Where the viewer's part of the tree begins: agencies, or the units the role is held over."""
    spans = [low for low, _high in viewer.spans(Role.HR_ADMIN)]
    top = OrgUnit.parent_id.is_(None) if 0 in spans else OrgUnit.path_key.in_(spans)
    return _branches(session, top)


def children_of(session: Session, viewer: Viewer, unit: OrgUnit, number: int = 1) -> Page[Branch]:
    page = page_of(
        session,
        select(OrgUnit.id)
        .where(OrgUnit.parent_id == unit.id, _visible(viewer))
        .order_by(OrgUnit.closed_on.is_not(None), OrgUnit.path_key),
        number,
    )
    rows = {branch.unit.id: branch for branch in _branches(session, OrgUnit.id.in_(page.items))}
    return Page([rows[unit_id] for unit_id in page.items], page.number, page.total, page.size)


def units_like(session: Session, viewer: Viewer, words: str, number: int = 1) -> Page[OrgUnit]:
    """By part of the name or the beginning of the code."""
    wanted = words.strip().lower()
    found = (
        select(OrgUnit)
        .options(joinedload(OrgUnit.agency))
        .where(
            _visible(viewer),
            or_(
                func.lower(OrgUnit.name).contains(wanted, autoescape=True),
                func.lower(OrgUnit.code).startswith(wanted, autoescape=True),
            ),
        )
        .order_by(OrgUnit.path_key)
    )
    return page_of(session, found, number)


def above(session: Session, unit: OrgUnit) -> list[OrgUnit]:
    """The units over this one, from the agency down, without itself."""
    keys = ancestors_of(unit.path_key)[:-1]
    found = select(OrgUnit).where(OrgUnit.path_key.in_(keys)).order_by(OrgUnit.level)
    return list(session.scalars(found)) if keys else []


def agencies_for(session: Session, viewer: Viewer) -> list[tuple[Agency, int, int]]:
    """Agencies with their numbers of units and of people in service."""
    units = (
        select(OrgUnit.agency_id, func.count().label("units"))
        .where(OrgUnit.closed_on.is_(None))
        .group_by(OrgUnit.agency_id)
        .subquery()
    )
    people = (
        select(Employee.agency_id, func.count().label("people"))
        .where(Employee.left_on.is_(None))
        .group_by(Employee.agency_id)
        .subquery()
    )
    rows = session.execute(
        select(Agency, func.coalesce(units.c.units, 0), func.coalesce(people.c.people, 0))
        .outerjoin(units, units.c.agency_id == Agency.id)
        .outerjoin(people, people.c.agency_id == Agency.id)
        .join(OrgUnit, (OrgUnit.agency_id == Agency.id) & OrgUnit.parent_id.is_(None))
        .where(_visible(viewer))
        .order_by(Agency.name, Agency.id)
    )
    return [(agency, unit_count, people_count) for agency, unit_count, people_count in rows]


def agency_for(session: Session, viewer: Viewer, agency_id: int) -> Agency:
    found = session.scalar(
        select(Agency)
        .join(OrgUnit, (OrgUnit.agency_id == Agency.id) & OrgUnit.parent_id.is_(None))
        .where(Agency.id == agency_id, _visible(viewer))
    )
    if found is None:
        raise NotFound
    return found


def next_number(session: Session, parent: OrgUnit) -> int:
    """The next free number below a unit: never one that a unit or people have had, so that history stays theirs."""
    level = parent.level + 1
    child = aliased(OrgUnit)
    newest = session.scalar(select(func.max(child.path_key)).where(child.parent_id == parent.id))
    below = Placement.unit_key.between(parent.path_key + 1, parent.path_end)
    oldest = session.scalar(select(func.max(Placement.unit_key)).where(below))
    gone = FormerKey.path_key.between(parent.path_key + 1, parent.path_end)
    former = session.scalar(select(func.max(FormerKey.path_key)).where(gone))
    if level > 6:
        return 1  # the key itself refuses a seventh level
    return min(max(number_of(key or 0, level) for key in (newest, oldest, former)) + 1, most_at(level) + 1)


def _visible(viewer: Viewer) -> ColumnElement[bool]:
    return inside(OrgUnit.path_key, viewer)


def _branches(session: Session, condition: ColumnElement[bool]) -> list[Branch]:
    child = aliased(OrgUnit)
    children = (
        select(func.count())
        .where(child.parent_id == OrgUnit.id, child.closed_on.is_(None))
        .scalar_subquery()
        .correlate(OrgUnit)
    )
    people = (
        select(func.count())
        .where(Employee.unit_key.between(OrgUnit.path_key, OrgUnit.path_end), Employee.left_on.is_(None))
        .scalar_subquery()
        .correlate(OrgUnit)
    )
    rows = session.execute(
        select(OrgUnit, children, people)
        .options(joinedload(OrgUnit.agency))
        .where(condition)
        .order_by(OrgUnit.path_key)
    )
    return [Branch(unit, below, inside_it) for unit, below, inside_it in rows]
