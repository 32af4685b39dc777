from collections.abc import Collection

from sqlalchemy import ColumnElement, and_, false, func, or_, select
from sqlalchemy.orm import Session, joinedload

from portal.domain.accounts.models import Account
from portal.domain.errors import NotFound
from portal.domain.organisation.models import Employee, OrgUnit, Role, RoleAssignment
from portal.domain.organisation.policies import may_run_installation
from portal.domain.organisation.scope import inside
from portal.domain.organisation.viewers import Viewer
from portal.domain.pages import Page, page_of


def assignments(
    session: Session, viewer: Viewer, role: Role | None = None, number: int = 1
) -> Page[RoleAssignment]:
    """Roles held over units the viewer administers, by name; administrators also see the unbounded ones."""
    query = (
        select(RoleAssignment)
        .join(Account, Account.id == RoleAssignment.account_id)
        .outerjoin(OrgUnit, OrgUnit.id == RoleAssignment.unit_id)
        .options(joinedload(RoleAssignment.account), joinedload(RoleAssignment.unit))
        .where(_visible(viewer))
        .order_by(Account.name, RoleAssignment.id)
    )
    return page_of(session, query.where(RoleAssignment.role == role) if role else query, number)


def roles_of(session: Session, account_id: int) -> list[RoleAssignment]:
    query = (
        select(RoleAssignment)
        .options(joinedload(RoleAssignment.unit))
        .where(RoleAssignment.account_id == account_id)
        .order_by(RoleAssignment.id)
    )
    return list(session.scalars(query))


def assignment_for(session: Session, viewer: Viewer, assignment_id: int) -> RoleAssignment:
    found = session.scalar(
        select(RoleAssignment)
        .outerjoin(OrgUnit, OrgUnit.id == RoleAssignment.unit_id)
        .options(joinedload(RoleAssignment.account), joinedload(RoleAssignment.unit))
        .where(RoleAssignment.id == assignment_id, _visible(viewer))
    )
    if found is None:
        raise NotFound
    return found


def account_to_trust(session: Session, viewer: Viewer, email: str) -> Account:
    """The account of somebody the viewer administers; an administrator finds every account."""
    query = select(Account).outerjoin(Employee, Employee.account_id == Account.id)
    query = query.where(Account.email == email.strip().lower()[:254])
    if not may_run_installation(viewer):
        query = query.where(inside(Employee.unit_key, viewer))
    found = session.scalar(query)
    if found is None:
        raise NotFound
    return found


def holders_over(
    session: Session, unit_key: int, *roles: Role, but: Collection[int | None] = ()
) -> list[int]:
    """Open accounts that hold one of the roles over a unit, without those in `but`: whom to tell."""
    query = (
        select(RoleAssignment.account_id)
        .join(Account, Account.id == RoleAssignment.account_id)
        .outerjoin(OrgUnit, OrgUnit.id == RoleAssignment.unit_id)
        .where(
            RoleAssignment.role.in_(roles),
            or_(
                RoleAssignment.unit_id.is_(None),
                and_(OrgUnit.path_key <= unit_key, OrgUnit.path_end >= unit_key),
            ),
            Account.disabled_at.is_(None),
            RoleAssignment.account_id.not_in([one for one in but if one is not None]),
        )
        .distinct()
        .order_by(RoleAssignment.account_id)
    )
    return list(session.scalars(query))


def deciders_over(
    session: Session, unit_key: int, *roles: Role, but: Collection[int | None] = ()
) -> list[int]:
    """The same; administrators where there is nobody else."""
    found = holders_over(session, unit_key, *roles, but=but)
    return found or holders_over(session, unit_key, Role.ADMIN, but=but)


def administrators(session: Session) -> int:
    """How many people can still run the installation."""
    query = (
        select(func.count(Account.id.distinct()))
        .join(RoleAssignment, RoleAssignment.account_id == Account.id)
        .where(
            RoleAssignment.role == Role.ADMIN,
            RoleAssignment.unit_id.is_(None),
            Account.disabled_at.is_(None),
        )
    )
    return session.scalar(query) or 0


def _visible(viewer: Viewer) -> ColumnElement[bool]:
    unbounded = RoleAssignment.unit_id.is_(None) if may_run_installation(viewer) else false()
    return or_(unbounded, inside(OrgUnit.path_key, viewer))
