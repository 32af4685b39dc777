"""Add, rename, move and close units; found agencies. A move gives the whole branch new keys in one go."""

import re
from datetime import datetime
from zoneinfo import available_timezones

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.domain.audit.actions import record
from portal.domain.errors import NotAllowed, RuleBroken
from portal.domain.events import announce
from portal.domain.organisation.colours import checked_colour
from portal.domain.organisation.events import BranchMoved
from portal.domain.organisation.models import Agency, Employee, Exposure, OrgUnit
from portal.domain.organisation.paths import child_key, end_of
from portal.domain.organisation.policies import may_manage, may_run_installation
from portal.domain.organisation.units import moving
from portal.domain.organisation.units.queries import next_number
from portal.domain.organisation.viewers import Viewer
from portal.domain.periods import local_day
from portal.domain.words import n_

TIMEZONES = ("Asia/Jakarta", "Asia/Pontianak", "Asia/Makassar", "Asia/Jayapura")
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,39}")


def found_agency(
    session: Session, *, code: str, name: str, timezone: str, by: Viewer | None, at: datetime
) -> Agency:
    """A new agency with its root unit. `by` is None on the command line."""
    if by is not None and not may_run_installation(by):
        raise NotAllowed
    code, name = _checked_code(code), _checked_name(name)
    _check_timezone(timezone)
    if session.scalar(select(Agency.id).where(Agency.code == code)):
        raise RuleBroken(n_("There is already an agency with this code."), field="code")
    number = (session.scalar(select(func.max(Agency.number))) or 0) + 1
    agency = Agency(number=number, code=code, name=name, timezone=timezone)
    key = child_key(0, 1, number)
    root = OrgUnit(agency=agency, level=1, path_key=key, path_end=end_of(key, 1), code=code, name=name)
    session.add_all([agency, root])
    session.flush()
    _note(session, "agency.found", root, by, at, name=name)
    return agency


def change_agency(
    session: Session,
    agency: Agency,
    *,
    name: str,
    timezone: str,
    has_rewards: bool,
    colour: str | None = None,
    by: Viewer,
    at: datetime,
) -> None:
    """Without a colour of its own the agency wears the portal's."""
    if not may_run_installation(by):
        raise NotAllowed
    _check_timezone(timezone)
    root = session.scalars(
        select(OrgUnit).where(OrgUnit.agency_id == agency.id, OrgUnit.parent_id.is_(None))
    ).one()
    agency.name = root.name = _checked_name(name)
    agency.timezone, agency.has_rewards = timezone, has_rewards
    agency.brand = {"colour": checked_colour(colour)} if colour is not None else {}
    session.flush()
    _note(
        session, "agency.change", root, by, at,
        name=agency.name, timezone=timezone, rewards=has_rewards, colour=agency.colour or "",
    )  # fmt: skip


def add_unit(
    session: Session,
    parent: OrgUnit,
    *,
    code: str,
    name: str,
    exposure: Exposure,
    by: Viewer,
    at: datetime,
) -> OrgUnit:
    _check_may(by, parent)
    if parent.closed_on is not None:
        raise RuleBroken(n_("A closed unit gets no new sub-units."), field="name")
    code, name = _checked_code(code), _checked_name(name)
    _check_code_is_free(session, parent.agency_id, code)
    level = parent.level + 1
    key = child_key(parent.path_key, level, next_number(session, parent))
    unit = OrgUnit(
        agency_id=parent.agency_id,
        parent_id=parent.id,
        level=level,
        path_key=key,
        path_end=end_of(key, level),
        code=code,
        name=name,
        exposure=exposure,
    )
    session.add(unit)
    session.flush()
    _note(session, "unit.add", unit, by, at, name=name, code=code)
    return unit


def change_unit(
    session: Session, unit: OrgUnit, *, code: str, name: str, exposure: Exposure, by: Viewer, at: datetime
) -> None:
    _check_may(by, unit)
    code, name = _checked_code(code), _checked_name(name)
    if code != unit.code:
        _check_code_is_free(session, unit.agency_id, code)
    before = unit.name
    unit.code, unit.name, unit.exposure = code, name, exposure
    if unit.parent_id is None:
        unit.agency.name = name
    session.flush()
    _note(session, "unit.change", unit, by, at, before=before, name=name, code=code)


def move_unit(session: Session, unit: OrgUnit, parent: OrgUnit, *, by: Viewer, at: datetime) -> None:
    """Hang a branch under another unit of the same agency. What is kept about its units follows them."""
    _check_may(by, unit)
    _check_may(by, parent)
    _check_can_move(unit, parent)
    old, end = unit.path_key, unit.path_end
    moved = moving.rekey(session, unit, parent, day=local_day(at, unit.agency.timezone))
    _note(session, "unit.move", unit, by, at, name=unit.name, before=old, under=parent.name, units=moved)
    announce(session, BranchMoved(unit_id=unit.id, low=old, high=end, at=at))


def _check_can_move(unit: OrgUnit, parent: OrgUnit) -> None:
    if unit.parent_id is None:
        raise RuleBroken(n_("An agency cannot be moved under a unit."), field="parent")
    if unit.parent_id == parent.id:
        raise RuleBroken(n_("The unit is there already."), field="parent")
    if unit.path_key <= parent.path_key <= unit.path_end:
        raise RuleBroken(
            n_("A unit cannot be moved under itself or one of its own sub-units."), field="parent"
        )
    if unit.agency_id != parent.agency_id:
        raise RuleBroken(n_("A unit can only be moved inside its agency."), field="parent")
    if parent.closed_on is not None:
        raise RuleBroken(n_("A closed unit gets no new sub-units."), field="parent")


def close_unit(session: Session, unit: OrgUnit, *, by: Viewer, at: datetime) -> None:
    """It stays in the history but takes nobody any more."""
    _check_may(by, unit)
    if unit.parent_id is None:
        raise RuleBroken(n_("An agency cannot be closed here."))
    inside = unit.path_key, unit.path_end
    if session.scalar(
        select(Employee.id).where(Employee.unit_key.between(*inside), Employee.left_on.is_(None)).limit(1)
    ):
        raise RuleBroken(n_("People still work in this unit or below it. Move them first."))
    if session.scalar(
        select(OrgUnit.id).where(OrgUnit.parent_id == unit.id, OrgUnit.closed_on.is_(None)).limit(1)
    ):
        raise RuleBroken(n_("The unit still has open sub-units. Close them first."))
    unit.closed_on = local_day(at, unit.agency.timezone)
    session.flush()
    _note(session, "unit.close", unit, by, at, name=unit.name)


def reopen_unit(session: Session, unit: OrgUnit, *, by: Viewer, at: datetime) -> None:
    _check_may(by, unit)
    parent = session.get(OrgUnit, unit.parent_id) if unit.parent_id else None
    if parent is not None and parent.closed_on is not None:
        raise RuleBroken(n_("The unit above is closed. Open that first."))
    unit.closed_on = None
    session.flush()
    _note(session, "unit.reopen", unit, by, at, name=unit.name)


def _check_may(by: Viewer, unit: OrgUnit) -> None:
    if not may_manage(by, unit.path_key):
        raise NotAllowed


def _check_timezone(timezone: str) -> None:
    if timezone not in TIMEZONES or timezone not in available_timezones():
        raise RuleBroken(n_("Choose WIB, WITA or WIT."), field="timezone")


def _check_code_is_free(session: Session, agency_id: int, code: str) -> None:
    if session.scalar(select(OrgUnit.id).where(OrgUnit.agency_id == agency_id, OrgUnit.code == code)):
        raise RuleBroken(n_("Another unit of the agency has this code."), field="code")


def _checked_code(code: str) -> str:
    code = code.strip()
    if not CODE.fullmatch(code[:41]):
        raise RuleBroken(
            n_("A code has up to 40 letters, digits, dots, hyphens or slashes, without blanks."), field="code"
        )
    return code


def _checked_name(name: str) -> str:
    name = " ".join(name.split())
    if not 3 <= len(name) <= 160:
        raise RuleBroken(n_("A name has 3 to 160 characters."), field="name")
    return name


def _note(
    session: Session, verb: str, unit: OrgUnit, by: Viewer | None, at: datetime, **details: object
) -> None:
    record(
        session,
        verb,
        by=by.account_id if by else None,
        subject_type="org_unit",
        subject_id=unit.id,
        unit_key=unit.path_key,
        at=at,
        **details,
    )
