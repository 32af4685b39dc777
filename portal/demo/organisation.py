"""What the audit log says about a year of people coming, going and being trusted."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.demo.world import World
from portal.domain.audit.actions import record
from portal.domain.organisation.models import Deputy, OrgUnit, RoleAssignment

MOST_MOVES = 40


def load(session: Session, world: World) -> None:
    """Roles, moves and deputies of the world as entries, oldest first. Run by the demo's own administrators."""
    entries = [*_roles(session, world), *_moves(world), *_deputies(session, world)]
    for at, verb, by, subject in sorted(entries, key=lambda entry: entry[0]):
        record(session, verb, by=world.accounts[by], at=at, **subject)


Entry = tuple[datetime, str, str, dict[str, Any]]


def _roles(session: Session, world: World) -> Iterator[Entry]:
    rows = session.execute(
        select(RoleAssignment, OrgUnit)
        .outerjoin(OrgUnit, OrgUnit.id == RoleAssignment.unit_id)
        .order_by(RoleAssignment.id)
    )
    for given, unit in rows:
        subject = {"subject_type": "account", "subject_id": given.account_id, "role": given.role.value}
        over = {"unit_key": unit.path_key, "unit": unit.name} if given.unit_id else {"unit": ""}
        yield given.given_at, "role.give", "admin@demo.test", subject | over


def _moves(world: World) -> Iterator[Entry]:
    moved = [person for person in world.people if person.moved and person.agency_id == _surabaya(world)]
    for person in moved[:MOST_MOVES]:
        assert person.moved
        at = datetime.combine(person.moved.until, time(8, 30), ZoneInfo(person.timezone)) + timedelta(
            minutes=person.id % 400
        )
        subject = {"subject_type": "employee", "subject_id": person.id, "unit_key": person.unit_key}
        details = {"before": person.moved.unit_key, "day": person.moved.until.isoformat()}
        yield at, "employee.move", "kepegawaian@demo.test", subject | details


def _deputies(session: Session, world: World) -> Iterator[Entry]:
    for row in session.scalars(select(Deputy).order_by(Deputy.id)):
        away = world.by_id[row.evaluator_id]
        if away.agency_id == _surabaya(world):
            at = datetime.combine(row.starts_on, time(7, 45), ZoneInfo(away.timezone))
            subject = {"subject_type": "employee", "subject_id": away.id, "unit_key": away.unit_key}
            details = {"deputy": row.deputy_id, "until": row.ends_on.isoformat()}
            yield at, "deputy.name", "kepegawaian@demo.test", subject | details


def _surabaya(world: World) -> int:
    return world.agencies["surabaya"].id
