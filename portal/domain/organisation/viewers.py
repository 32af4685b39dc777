"""Who is asking: one frozen answer per request, so that rights are decided without asking the database again."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.accounts.models import Account, Theme
from portal.domain.organisation.models import Agency, Deputy, Employee, OrgUnit, Role, RoleAssignment

EVERYWHERE = (0, 2**63 - 1)


@dataclass(frozen=True, slots=True)
class Grant:
    """A role over the unit keys `low`..`high`."""

    role: Role
    low: int
    high: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    account_id: int
    name: str
    email: str
    locale: str = "id"
    timezone: str = "Asia/Jakarta"
    theme: Theme = Theme.SYSTEM
    picture_id: int | None = None
    is_demo: bool = False
    has_second_factor: bool = False
    employee_id: int | None = None
    agency_id: int | None = None
    agency_name: str = ""
    unit_id: int | None = None
    unit_name: str = ""
    unit_key: int | None = None
    has_rewards: bool = True
    is_evaluator: bool = False
    grants: tuple[Grant, ...] = field(default=())

    def has(self, *roles: Role) -> bool:
        """Whether one of the roles is held anywhere."""
        return any(grant.role in roles for grant in self.grants)

    def covers(self, unit_key: int, *roles: Role) -> bool:
        """Whether one of the roles is held over that unit. An administrator holds every role but auditor."""
        return any(low <= unit_key <= high for low, high in self.spans(*roles))

    def spans(self, *roles: Role) -> tuple[tuple[int, int], ...]:
        """The intervals of unit keys over which one of the roles is held; empty when none is."""
        wanted = {*roles, Role.ADMIN} - ({Role.ADMIN} if set(roles) == {Role.AUDITOR} else set())
        return tuple((grant.low, grant.high) for grant in self.grants if grant.role in wanted)

    @property
    def picture_url(self) -> str | None:
        """Where the picture is shown; the number changes with the picture, so that browsers may keep it."""
        return f"/account/pictures/{self.account_id}?v={self.picture_id}" if self.picture_id else None

    @property
    def initials(self) -> str:
        words = [word for word in self.name.replace(".", " ").split() if word[:1].isalpha()]
        return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper() or "?"


def viewer_of(session: Session, account: Account) -> Viewer:
    """Everything rights depend on, in three statements."""
    person = session.execute(
        select(Employee, OrgUnit.name, Agency.name, Agency.has_rewards)
        .join(OrgUnit, OrgUnit.id == Employee.unit_id)
        .join(Agency, Agency.id == Employee.agency_id)
        .where(Employee.account_id == account.id, Employee.left_on.is_(None))
    ).first()
    common: dict[str, Any] = {
        "account_id": account.id,
        "name": account.name,
        "email": account.email,
        "locale": account.locale,
        "timezone": account.timezone,
        "theme": account.theme,
        "picture_id": account.picture_id,
        "is_demo": account.is_demo,
        "has_second_factor": account.has_second_factor,
        "grants": _grants_of(session, account.id),
    }
    if person is None:
        return Viewer(**common)
    employee, unit_name, agency_name, has_rewards = person
    return Viewer(
        **common,
        employee_id=employee.id,
        agency_id=employee.agency_id,
        agency_name=agency_name,
        unit_id=employee.unit_id,
        unit_name=unit_name,
        unit_key=employee.unit_key,
        has_rewards=has_rewards,
        is_evaluator=_has_subordinates(session, employee.id),
    )


def _grants_of(session: Session, account_id: int) -> tuple[Grant, ...]:
    rows = session.execute(
        select(RoleAssignment.role, OrgUnit.path_key, OrgUnit.path_end)
        .outerjoin(OrgUnit, OrgUnit.id == RoleAssignment.unit_id)
        .where(RoleAssignment.account_id == account_id)
        .order_by(RoleAssignment.id)
    )
    return tuple(Grant(role, *(EVERYWHERE if low is None else (low, high))) for role, low, high in rows)


def _has_subordinates(session: Session, employee_id: int) -> bool:
    """Whether somebody is rated by this person, or by somebody this person was ever named to stand in for."""
    own = select(Employee.id).where(Employee.evaluator_id == employee_id).exists()
    deputised = select(Deputy.id).where(Deputy.deputy_id == employee_id).exists()
    return bool(session.scalar(select(own | deputised)))
