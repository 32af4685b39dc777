"""Who is asking: one frozen answer per request, so that rights are decided without asking the database again."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Row, ScalarSelect, Select, and_, bindparam, select
from sqlalchemy.orm import Session, aliased

from portal.domain.accounts.models import Account, SignInSession, Theme
from portal.domain.accounts.queries import OPENED, opened_places
from portal.domain.organisation.models import Agency, Deputy, Employee, OrgUnit, Role, RoleAssignment
from portal.domain.organisation.naming import initials_of

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
    agency_timezone: str | None = None
    agency_colour: str | None = None
    agency_logo_id: int | None = None
    has_rewards: bool = True
    is_on_boards: bool = True
    has_people: bool = False
    is_deputy: bool = False
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
    def is_evaluator(self) -> bool:
        """Whether somebody is rated by this person, or by somebody this person was ever named to stand in for."""
        return self.has_people or self.is_deputy

    @property
    def picture_url(self) -> str | None:
        """Where the picture is shown; the number changes with the picture, so that browsers may keep it."""
        return f"/account/pictures/{self.account_id}?v={self.picture_id}" if self.picture_id else None

    @property
    def logo_url(self) -> str | None:
        """The sign of one's agency; the number changes with it."""
        if self.agency_logo_id is None:
            return None
        return f"/agencies/{self.agency_id}/logo?v={self.agency_logo_id}"

    @property
    def initials(self) -> str:
        return initials_of(self.name)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """`beside` answers the question that was asked along."""

    browser: SignInSession
    viewer: Viewer
    beside: int


def signed_in(session: Session, token: str, *, at: datetime, beside: ScalarSelect[int]) -> SignedIn | None:
    """Whose browser this is and everything rights depend on, in one statement.

    `beside` may refer to the account; it is kept, so it is one object for the life of the process.
    """
    rows = session.execute(_asking(beside), opened_places(token, at)).all()
    return SignedIn(rows[0].SignInSession, _viewer(rows), rows[0].beside) if rows else None


def viewer_of(session: Session, account: Account) -> Viewer:
    return _viewer(session.execute(_by_account(), {"account": account.id}).all())


# Every request asks one of these: building the question anew would take longer than its answer.
@cache
def _asking(beside: ScalarSelect[int]) -> Select[*tuple[Any, ...]]:
    return _with_person(OPENED).add_columns(beside.label("beside"))


@cache
def _by_account() -> Select[*tuple[Any, ...]]:
    return _with_person(select(Account).where(Account.id == bindparam("account")))


def _with_person(accounts: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """One row for each role held, at least one."""
    scope, subordinate = aliased(OrgUnit), aliased(Employee)
    return (
        accounts.add_columns(
            Employee,
            OrgUnit.name.label("unit_name"),
            Agency,
            RoleAssignment.role,
            scope.path_key.label("low"),
            scope.path_end.label("high"),
            select(subordinate.id)
            .where(subordinate.evaluator_id == Employee.id)
            .exists()
            .label("has_people"),
            select(Deputy.id).where(Deputy.deputy_id == Employee.id).exists().label("is_deputy"),
        )
        .outerjoin(Employee, and_(Employee.account_id == Account.id, Employee.left_on.is_(None)))
        .outerjoin(OrgUnit, OrgUnit.id == Employee.unit_id)
        .outerjoin(Agency, Agency.id == Employee.agency_id)
        .outerjoin(RoleAssignment, RoleAssignment.account_id == Account.id)
        .outerjoin(scope, scope.id == RoleAssignment.unit_id)
        .order_by(RoleAssignment.id)
    )


def _viewer(rows: Sequence[Row[Any]]) -> Viewer:
    first = rows[0]
    account: Account = first.Account
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
        "grants": tuple(
            Grant(row.role, *(EVERYWHERE if row.low is None else (row.low, row.high)))
            for row in rows
            if row.role is not None
        ),
    }
    if first.Employee is None:
        return Viewer(**common)
    employee, agency = first.Employee, first.Agency
    return Viewer(
        **common,
        employee_id=employee.id,
        agency_id=employee.agency_id,
        agency_name=agency.name,
        agency_timezone=agency.timezone,
        agency_colour=agency.colour,
        agency_logo_id=agency.logo_id,
        unit_id=employee.unit_id,
        unit_name=first.unit_name,
        unit_key=employee.unit_key,
        has_rewards=agency.has_rewards,
        is_on_boards=employee.is_on_boards,
        has_people=first.has_people,
        is_deputy=first.is_deputy,
    )
