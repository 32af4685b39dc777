"""Give and take roles. Nobody raises themselves; the last administrator stays."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.accounts.models import Account
from portal.domain.audit.actions import record
from portal.domain.errors import NotAllowed, RuleBroken
from portal.domain.notifications.actions import notify
from portal.domain.organisation.models import ROLE_NAMES, Employee, OrgUnit, Role, RoleAssignment
from portal.domain.organisation.policies import WHOLE_INSTALLATION, may_give, may_manage, may_run_installation
from portal.domain.organisation.roles.queries import administrators, roles_of
from portal.domain.organisation.viewers import Viewer
from portal.domain.words import n_


def give(
    session: Session, account: Account, role: Role, unit: OrgUnit | None, *, by: Viewer, at: datetime
) -> RoleAssignment:
    """Trust somebody with a role over a unit's subtree; without a unit, over the whole installation."""
    if not may_give(by, role, unit.path_key if unit else None) or not _may_trust(session, by, account):
        raise NotAllowed
    if account.id == by.account_id:
        raise RuleBroken(n_("Nobody gives a role to themselves. Ask another administrator."), field="role")
    if role in WHOLE_INSTALLATION and unit is not None:
        raise RuleBroken(n_("An administrator serves the whole installation: choose no unit."), field="unit")
    if not account.is_active:
        raise RuleBroken(n_("This account is closed."), field="email")
    if _held(session, account, role, unit):
        raise RuleBroken(n_("This person has the role there already."), field="role")
    given = RoleAssignment(account_id=account.id, role=role, unit_id=unit.id if unit else None, given_at=at)
    session.add(given)
    session.flush()
    notify(
        session,
        account.id,
        n_("You have been given a role: %(role)s."),
        link="/account",
        at=at,
        icon="shield-check",
        role=ROLE_NAMES[role],
    )
    _note(session, "role.give", given, unit, by, at)
    return given


def take(session: Session, given: RoleAssignment, *, by: Viewer, at: datetime) -> None:
    unit = session.get(OrgUnit, given.unit_id) if given.unit_id else None
    if given.account_id != by.account_id and not may_give(by, given.role, unit.path_key if unit else None):
        raise NotAllowed
    if given.role is Role.ADMIN:
        check_not_last_administrator(session, given.account_id)
    _note(session, "role.take", given, unit, by, at)
    session.delete(given)
    session.flush()


def take_all(session: Session, account: Account, *, by: Viewer, at: datetime) -> None:
    """When somebody leaves, nothing they were trusted with stays, whoever gave it."""
    for given in roles_of(session, account.id):
        _note(session, "role.take", given, given.unit, by, at)
        session.delete(given)
    session.flush()


def check_not_last_administrator(session: Session, account_id: int) -> None:
    """Two administrators who dismiss each other at once wait for one another here."""
    session.execute(select(RoleAssignment.id).where(RoleAssignment.role == Role.ADMIN).with_for_update())
    held = any(given.role is Role.ADMIN and given.unit_id is None for given in roles_of(session, account_id))
    if held and administrators(session) <= 1:
        raise RuleBroken(n_("This is the last administrator. Give the role to somebody else first."))


def _may_trust(session: Session, by: Viewer, account: Account) -> bool:
    if may_run_installation(by):
        return True
    key = session.scalar(select(Employee.unit_key).where(Employee.account_id == account.id))
    return key is not None and may_manage(by, key)


def _held(session: Session, account: Account, role: Role, unit: OrgUnit | None) -> bool:
    over = RoleAssignment.unit_id == unit.id if unit else RoleAssignment.unit_id.is_(None)
    held = select(RoleAssignment.id).where(
        RoleAssignment.account_id == account.id, RoleAssignment.role == role, over
    )
    return session.scalar(held) is not None


def _note(
    session: Session, verb: str, given: RoleAssignment, unit: OrgUnit | None, by: Viewer, at: datetime
) -> None:
    record(
        session,
        verb,
        by=by.account_id,
        subject_type="account",
        subject_id=given.account_id,
        unit_key=unit.path_key if unit else None,
        at=at,
        role=given.role.value,
        unit=unit.name if unit else "",
    )
