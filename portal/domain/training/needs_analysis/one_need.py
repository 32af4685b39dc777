"""One competence that is asked: where the shortfall is, and who lacks it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session, aliased, contains_eager, joinedload

from portal.domain.errors import NotFound
from portal.domain.organisation.models import Employee, OrgUnit, Position
from portal.domain.organisation.scope import inside
from portal.domain.organisation.viewers import Viewer
from portal.domain.pages import Page, page_of
from portal.domain.training.needs_analysis.models import CompetenceNeed
from portal.domain.training.needs_analysis.queries import SEES, about, learned_about


@dataclass(frozen=True, slots=True)
class PlaceShortfall:
    name: str
    people: int
    present: int


@dataclass(frozen=True, slots=True)
class Lacking:
    """Somebody who does not have it yet, with the hours that stand behind the tag so far."""

    employee: Employee
    hours: int


def need_for(session: Session, viewer: Viewer, need_id: int) -> CompetenceNeed:
    """In a unit about whose learning the viewer reads."""
    found = session.scalar(
        select(CompetenceNeed)
        .join(CompetenceNeed.unit)
        .where(CompetenceNeed.id == need_id, inside(OrgUnit.path_key, viewer, *SEES))
        .options(contains_eager(CompetenceNeed.unit))
    )
    if found is None:
        raise NotFound
    return found


def places_of(session: Session, need: CompetenceNeed) -> list[PlaceShortfall]:
    """The same by unit below: where the shortfall is. Up to 200 units."""
    below, learned = aliased(OrgUnit), learned_about([need.tag])
    has_it = learned.c.hours >= need.hours
    rows = session.execute(
        select(below.name, func.count(Employee.id), func.count(Employee.id).filter(has_it))
        .select_from(CompetenceNeed)
        .join(OrgUnit, OrgUnit.id == CompetenceNeed.unit_id)
        .join(below, or_(below.parent_id == OrgUnit.id, below.id == OrgUnit.id))
        .join(
            Employee,
            or_(
                and_(below.id == OrgUnit.id, Employee.unit_id == OrgUnit.id),
                and_(below.id != OrgUnit.id, Employee.unit_key.between(below.path_key, below.path_end)),
            ),
        )
        .outerjoin(Position, Position.id == Employee.position_id)
        .outerjoin(learned, learned.c.employee_id == Employee.id)
        .where(CompetenceNeed.id == need.id, about(need.unit))
        .group_by(below.id, below.name, below.path_key)
        .order_by(below.path_key)
        .limit(200)
    )
    return [PlaceShortfall(*row) for row in rows]


def lacking(session: Session, need: CompetenceNeed, number: int = 1) -> Page[Lacking]:
    """Those with the fewest hours behind the tag first."""
    learned = learned_about([need.tag])
    hours = func.coalesce(learned.c.hours, 0)
    query = (
        select(Employee, hours)
        .select_from(Employee)
        .join(CompetenceNeed, CompetenceNeed.id == need.id)
        .join(OrgUnit, OrgUnit.id == CompetenceNeed.unit_id)
        .outerjoin(Position, Position.id == Employee.position_id)
        .outerjoin(learned, learned.c.employee_id == Employee.id)
        .where(about(need.unit), hours < need.hours)
        .options(joinedload(Employee.unit), joinedload(Employee.position), joinedload(Employee.account))
        .order_by(hours, Employee.name, Employee.id)
    )
    found = page_of(session, query, number)  # type: ignore[arg-type]
    return Page([Lacking(*row) for row in found.items], found.number, found.total, found.size)
