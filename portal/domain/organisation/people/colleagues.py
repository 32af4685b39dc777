"""People as their colleagues see them: name, face, position and unit; never the NIP, the e-mail or the grade."""

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from portal.domain.errors import NotFound
from portal.domain.organisation.models import Employee, OrgUnit, Role
from portal.domain.organisation.scope import inside
from portal.domain.organisation.viewers import Viewer
from portal.domain.pages import Page, page_of

SHOWN = (joinedload(Employee.agency), joinedload(Employee.position), joinedload(Employee.account))


def colleague_for(session: Session, viewer: Viewer, employee_id: int) -> Employee:
    """Somebody in service in the viewer's agency, or in a unit the viewer leads or administers."""
    found = session.scalar(
        select(Employee)
        .where(Employee.id == employee_id, _known_to(viewer))
        .options(*SHOWN, joinedload(Employee.unit))
    )
    if found is None:
        raise NotFound
    return found


def colleagues(session: Session, viewer: Viewer, words: str, number: int = 1) -> Page[Employee]:
    """Who has these words in the name or works in a unit called so; without words the viewer's own unit."""
    query = (
        select(Employee)
        .join(Employee.unit)
        .where(_known_to(viewer))
        .options(*SHOWN, contains_eager(Employee.unit))
        .order_by(Employee.name, Employee.id)
    )
    if wanted := words.strip()[:80].lower():
        query = query.where(
            or_(
                *(
                    func.lower(name).contains(wanted, autoescape=True)
                    for name in (Employee.name, OrgUnit.name)
                )
            )
        )
    elif viewer.unit_id is not None:
        query = query.where(Employee.unit_id == viewer.unit_id)
    return page_of(session, query, number)


def _known_to(viewer: Viewer) -> ColumnElement[bool]:
    near = Employee.agency_id == viewer.agency_id if viewer.agency_id is not None else Employee.id < 0
    return Employee.left_on.is_(None) & or_(
        near, inside(Employee.unit_key, viewer, Role.HR_ADMIN, Role.LEADER)
    )
