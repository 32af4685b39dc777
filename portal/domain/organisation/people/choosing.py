"""Turning what a form says (an id from a list, a typed NIP, a typed unit code) into people and units in reach."""

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, joinedload

from portal.domain.accounts.models import Account
from portal.domain.errors import NotFound, RuleBroken
from portal.domain.organisation import nip
from portal.domain.organisation.models import Agency, Employee, OrgUnit, Role
from portal.domain.organisation.paths import ancestors_of
from portal.domain.organisation.scope import inside
from portal.domain.organisation.viewers import Viewer
from portal.domain.words import n_

MOST_PEOPLE = 100
MOST_UNITS = 300


def evaluators_near(session: Session, unit: OrgUnit) -> list[Employee]:
    """Likely evaluators: everybody in the unit, and those with people above it or right under the agency."""
    ancestors = ancestors_of(unit.path_key)
    root = select(OrgUnit.id).where(OrgUnit.path_key == ancestors[0])
    near = select(OrgUnit.id).where(or_(OrgUnit.path_key.in_(ancestors), OrgUnit.parent_id.in_(root)))
    rated = select(Employee.evaluator_id).where(
        Employee.agency_id == unit.agency_id, Employee.evaluator_id.is_not(None)
    )
    likely = or_(Employee.unit_id == unit.id, Employee.id.in_(rated))
    return _people(session, Employee.unit_id.in_(near), likely)


def colleagues_near(session: Session, employee: Employee) -> list[Employee]:
    """Likely deputies: from the same unit and among the people this person rates."""
    near = or_(Employee.unit_id == employee.unit_id, Employee.evaluator_id == employee.id)
    return _people(session, near, Employee.id != employee.id)


def _people(session: Session, *conditions: object) -> list[Employee]:
    query = (
        select(Employee)
        .options(joinedload(Employee.position))
        .where(Employee.left_on.is_(None), *conditions)  # type: ignore[arg-type]
        .order_by(Employee.name, Employee.id)
        .limit(MOST_PEOPLE)
    )
    return list(session.scalars(query))


def colleague(
    session: Session, agency_id: int, chosen: int | None, typed: str, field: str
) -> Employee | None:
    """The person typed by NIP, else the one chosen from the list, else nobody; always of that agency."""
    if typed.strip():
        number = nip.parse(typed, field).digits
        found = session.scalar(
            select(Employee).where(
                Employee.nip == number, Employee.agency_id == agency_id, Employee.left_on.is_(None)
            )
        )
        if found is None:
            raise RuleBroken(n_("Nobody in service in this agency has this NIP."), field=field)
        return found
    if not chosen:
        return None
    found = session.get(Employee, chosen)
    if found is None or found.agency_id != agency_id:
        raise NotFound
    return found


def units_in_reach(session: Session, viewer: Viewer, agency_id: int | None = None) -> list[tuple[str, str]]:
    """Codes and names to pick from; the first ones of a large tree."""
    query = (
        select(OrgUnit.code, OrgUnit.name)
        .where(inside(OrgUnit.path_key, viewer), OrgUnit.closed_on.is_(None))
        .order_by(OrgUnit.path_key)
        .limit(MOST_UNITS)
    )
    query = query if agency_id is None else query.where(OrgUnit.agency_id == agency_id)
    return [(code, name) for code, name in session.execute(query)]


def upper_units(session: Session, viewer: Viewer, *roles: Role) -> list[OrgUnit]:
    """Open units to choose from where the viewer has one of these roles: the uppermost, in the order of the tree."""
    units = session.scalars(
        select(OrgUnit)
        .where(inside(OrgUnit.path_key, viewer, *roles), OrgUnit.closed_on.is_(None))
        .order_by(OrgUnit.level, OrgUnit.path_key)
        .limit(MOST_UNITS)
    )
    return sorted(units, key=lambda unit: unit.path_key)


def unit_chosen(session: Session, unit_id: int | None) -> OrgUnit:
    """A unit that was chosen from a list."""
    found = session.get(OrgUnit, unit_id or 0)
    if found is None:
        raise RuleBroken(n_("Choose one of your units."), field="unit")
    return found


def unit_called(
    session: Session, viewer: Viewer, code: str, *, agency_id: int | None = None, field: str = "unit"
) -> OrgUnit:
    """The open unit with that code where the viewer administers people."""
    query = (
        select(OrgUnit)
        .join(Agency, Agency.id == OrgUnit.agency_id)
        .where(OrgUnit.code == code.strip(), OrgUnit.closed_on.is_(None), inside(OrgUnit.path_key, viewer))
        .order_by(OrgUnit.id)
        .limit(2)
    )
    found = session.scalars(query if agency_id is None else query.where(OrgUnit.agency_id == agency_id)).all()
    if not found:
        raise RuleBroken(
            n_("No open unit of yours has the code %(code)s."), field=field, code=code.strip()[:40]
        )
    if len(found) > 1:
        raise RuleBroken(
            n_("Several agencies have a unit with the code %(code)s."), field=field, code=code.strip()[:40]
        )
    return found[0]


def account_called(session: Session, email: str) -> int | None:
    return session.scalar(select(Account.id).where(func.lower(Account.email) == email.strip().lower()[:254]))
