"""A valid one of everything. Name only what the test is about."""

from datetime import UTC, date, datetime
from itertools import count, cycle

from sqlalchemy.orm import Session

from portal.domain.accounts.models import Account
from portal.domain.notifications.models import Notification
from portal.domain.organisation.models import (
    Agency,
    Employee,
    Employment,
    OrgUnit,
    Placement,
    Role,
    RoleAssignment,
)
from portal.domain.organisation.paths import child_key, end_of
from portal.domain.organisation.units.queries import next_number
from portal.domain.organisation.viewers import Viewer, viewer_of

NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
_numbers = count(1)
_agency_numbers = cycle(range(1, 4096))  # all that path keys have room for
NAMES = (
    "Siti Nurhaliza", "I Made Wirawan", "Agus Prasetyo", "Ratna Wulandari", "Teuku Iskandar Muda",
    "Maria Goreti Nona Sina", "Dewi Anggraini", "Bambang Sutrisno", "Sri", "Yohanes Kaise",
)  # fmt: skip


def _added(session: Session, thing):
    session.add(thing)
    session.flush()
    return thing


def agency(session: Session, *, name: str = "Kota Surabaya", timezone: str = "Asia/Jakarta") -> Agency:
    number = next(_agency_numbers)
    return _added(session, Agency(number=number, code=f"agency-{number}", name=name, timezone=timezone))


def unit(
    session: Session, *, parent: OrgUnit | None = None, of: Agency | None = None, name: str = ""
) -> OrgUnit:
    """The root of a new agency, or a unit under `parent`."""
    number = next(_numbers)
    owner = parent.agency if parent else of or agency(session)
    level = parent.level + 1 if parent else 1
    place = next_number(session, parent) if parent else owner.number
    key = child_key(parent.path_key if parent else 0, level, place)
    return _added(
        session,
        OrgUnit(
            agency=owner,
            parent_id=parent.id if parent else None,
            level=level,
            path_key=key,
            path_end=end_of(key, level),
            code=f"unit-{number}",
            name=name or (f"Seksi Pelayanan Umum {number}" if parent else owner.name),
        ),
    )


def account(session: Session, *, name: str = "", email: str = "", **fields) -> Account:
    number = next(_numbers)
    return _added(
        session,
        Account(
            name=name or NAMES[number % len(NAMES)],
            email=email or f"orang{number}@example.go.id",
            created_at=NOW,
            **fields,
        ),
    )


def employee(
    session: Session,
    *,
    name: str = "",
    unit_: OrgUnit | None = None,
    evaluator: Employee | None = None,
    nip: str = "",
    has_account: bool = True,
    since: date = date(2025, 1, 1),
    **fields,
) -> Employee:
    number = next(_numbers)
    home = unit_ or (evaluator.unit if evaluator else unit(session))
    name = name or NAMES[number % len(NAMES)]
    new = _added(
        session,
        Employee(
            agency_id=home.agency_id,
            account_id=account(session, name=name).id if has_account else None,
            nip=nip or f"19{number % 40 + 60}0229201503{number % 2 + 1}{number % 999 + 1:03d}",
            name=name,
            employment=fields.pop("employment", Employment.PNS),
            unit_id=home.id,
            unit_key=home.path_key,
            evaluator_id=evaluator.id if evaluator else None,
            **fields,
        ),
    )
    _added(
        session,
        Placement(
            employee_id=new.id,
            unit_id=home.id,
            unit_key=home.path_key,
            evaluator_id=new.evaluator_id,
            starts_on=since,
        ),
    )
    return new


def role(
    session: Session, who: Employee | Account, role: Role, *, over: OrgUnit | None = None
) -> RoleAssignment:
    """Without `over` the role counts for the whole installation."""
    account_id = who.account_id if isinstance(who, Employee) else who.id
    return _added(
        session,
        RoleAssignment(account_id=account_id, role=role, unit_id=over.id if over else None, given_at=NOW),
    )


def viewer(session: Session, who: Employee | Account) -> Viewer:
    """The same answer to "who is asking" as a request gets."""
    found = session.get_one(Account, who.account_id) if isinstance(who, Employee) else who
    return viewer_of(session, found)


def notification(session: Session, to: Account, *, link: str = "/") -> Notification:
    return _added(
        session,
        Notification(
            account_id=to.id,
            icon="bell",
            message="%(name)s sent you something",
            values={"name": "Sri"},
            link=link,
            created_at=NOW,
        ),
    )
