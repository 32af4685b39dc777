"""What concerns one person alone: who they are in the organisation, and what they decide about themselves."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.accounts.models import Account
from portal.domain.audit.actions import record
from portal.domain.errors import NotFound, RuleBroken
from portal.domain.organisation.models import (
    ROLE_NAMES,
    Agency,
    Employee,
    OrgUnit,
    Placement,
    Role,
    RoleAssignment,
)
from portal.domain.organisation.viewers import Viewer
from portal.domain.words import n_


def account_id_by_nip(session: Session, nip: str) -> int | None:
    """The account of the employee with this NIP (18 digits) who still works here."""
    return session.scalar(select(Employee.account_id).where(Employee.nip == nip, Employee.left_on.is_(None)))


def employee_of(session: Session, account_id: int) -> Employee | None:
    return session.scalar(select(Employee).where(Employee.account_id == account_id))


def words_about(session: Session, account: Account) -> list[str]:
    """What a password must not be made of."""
    employee = employee_of(session, account.id)
    return [account.name, account.email, *([employee.nip, employee.name] if employee else [])]


def set_privacy(
    session: Session, by: Viewer, *, is_on_boards: bool, is_recognisable: bool, is_quiet: bool = False
) -> None:
    """Whether colleagues see this person on boards, and whether others may see an honour with their name.

    Quiet mode switches both off: nothing is celebrated, and no notice of honours comes.
    """
    employee = employee_of(session, by.account_id)
    if employee is None:
        raise NotFound
    employee.is_quiet = is_quiet
    employee.is_on_boards = is_on_boards and not is_quiet
    employee.is_recognisable = is_recognisable and not is_quiet
    session.flush()


def give_role_from_console(
    session: Session, account: Account, role: Role, unit_code: str | None, *, at: datetime
) -> None:
    """Whoever holds the server gives the first roles. `unit_code` may be written as agency/unit."""
    unit = _unit_by_code(session, unit_code) if unit_code else None
    unit_id = unit.id if unit else None
    same_unit = RoleAssignment.unit_id.is_(None) if unit_id is None else RoleAssignment.unit_id == unit_id
    has = select(RoleAssignment.id).where(
        RoleAssignment.account_id == account.id, RoleAssignment.role == role, same_unit
    )
    if session.scalar(has) is None:
        session.add(RoleAssignment(account_id=account.id, role=role, unit_id=unit_id, given_at=at))
        record(
            session, "role.give", by=None, subject_type="account", subject_id=account.id,
            unit_key=unit.path_key if unit else None, at=at, role=role.value,
        )  # fmt: skip


def _unit_by_code(session: Session, code: str) -> OrgUnit:
    agency, _, unit = code.rpartition("/")
    wanted = select(OrgUnit).join(Agency).where(OrgUnit.code == unit)
    if agency:
        wanted = wanted.where(Agency.code == agency)
    found = session.scalars(wanted.limit(2)).all()
    if len(found) > 1:
        raise RuleBroken(n_("More than one unit has this code. Write it as agency/unit."), field="unit")
    if not found:
        raise RuleBroken(n_("There is no unit with the code %(code)s."), field="unit", code=code)
    return found[0]


def own_record(session: Session, account_id: int) -> dict[str, Any] | None:
    """What the organisation keeps about the person behind an account, for that person."""
    employee = employee_of(session, account_id)
    if employee is None:
        return None
    placements = session.scalars(
        select(Placement).where(Placement.employee_id == employee.id).order_by(Placement.starts_on)
    )
    return {
        "nip": employee.nip,
        "name": employee.name,
        "email": employee.email,
        "employment": employee.employment.value,
        "grade": employee.grade,
        "agency": employee.agency.name,
        "unit": employee.unit.name,
        "position": employee.position.name if employee.position else None,
        "evaluator": employee.evaluator.name if employee.evaluator else None,
        "is_on_boards": employee.is_on_boards,
        "is_recognisable": employee.is_recognisable,
        "is_quiet": employee.is_quiet,
        "left_on": employee.left_on,
        "placements": [
            {
                "unit": one.unit.name,
                "position": one.position.name if one.position else None,
                "evaluator": one.evaluator.name if one.evaluator else None,
                "starts_on": one.starts_on,
                "ends_on": one.ends_on,
                "reason": one.reason,
            }
            for one in placements
        ],
    }


def own_roles(session: Session, account_id: int) -> list[dict[str, Any]]:
    rows = session.scalars(
        select(RoleAssignment).where(RoleAssignment.account_id == account_id).order_by(RoleAssignment.id)
    )
    return [
        {
            "role": row.role.value,
            "label": ROLE_NAMES[row.role],
            "unit": row.unit.name if row.unit else None,
            "given_at": row.given_at,
        }
        for row in rows
    ]
