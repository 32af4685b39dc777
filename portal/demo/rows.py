"""The rows that the people of the demo data become."""

import secrets
from collections.abc import Iterator
from datetime import date, timedelta

from argon2 import PasswordHasher
from sqlalchemy.orm import Session

from portal.demo import bulk
from portal.demo.accounts import PASSWORD, Named, demo_accounts
from portal.demo.world import Person, World
from portal.domain.accounts.links import LIVES
from portal.domain.accounts.models import Account, LinkPurpose, OneTimeLink
from portal.domain.organisation.models import (
    Deputy,
    DeputyKind,
    Employee,
    Placement,
    Position,
    Role,
    RoleAssignment,
)


def write(session: Session, world: World) -> None:
    _write_people(session, world, _write_positions(session, world))
    _write_roles(session, world, demo_accounts())
    _write_deputies(session, world)


def _write_positions(session: Session, world: World) -> dict[tuple[int, str], int]:
    kinds = {(person.agency_id, person.position_name): person.position_kind for person in world.people}
    ids = bulk.add(
        session,
        Position,
        [{"agency_id": agency_id, "name": name, "kind": kind} for (agency_id, name), kind in kinds.items()],
    )
    return dict(zip(kinds, ids, strict=True))


def _write_accounts(session: Session, world: World, demo: set[str]) -> None:
    """Most people have joined, with a password that nobody knows: hashing one for each would take minutes."""
    known, unknown = (PasswordHasher().hash(word) for word in (PASSWORD, secrets.token_urlsafe(32)))
    bulk.add(
        session,
        Account,
        [
            {
                "id": person.account_id,
                "email": person.email,
                "name": person.name.split(",")[0],
                "password_hash": known if person.email in demo else unknown if has_joined(person) else None,
                "timezone": person.timezone,
                "is_demo": person.email in demo,
                "created_at": world.now - timedelta(days=400),
            }
            for person in world.people
        ],
    )


def has_joined(person: Person) -> bool:
    return person.is_head or person.id % 12 != 0


def _write_invitations(session: Session, world: World, demo: set[str]) -> None:
    """Of those who have not joined, a third holds a letter and a third let it run out."""
    waiting = [one for one in world.people if one.email not in demo and not has_joined(one)]
    bulk.add(
        session,
        OneTimeLink,
        [
            {
                "account_id": person.account_id,
                "purpose": LinkPurpose.INVITATION,
                "token_hash": secrets.token_hex(32),
                "created_at": sent,
                "expires_at": sent + LIVES[LinkPurpose.INVITATION],
            }
            for place, person in enumerate(waiting)
            if (sent := world.now - timedelta(days=(1, 30, 0)[place % 3])) < world.now
        ],
    )


def _write_people(session: Session, world: World, positions: dict[tuple[int, str], int]) -> None:
    demo = {account.email for found in demo_accounts().values() for account, _position in found}
    _write_accounts(session, world, demo)
    _write_invitations(session, world, demo)
    random = world.random
    bulk.add(
        session,
        Employee,
        [
            {
                "id": person.id,
                "agency_id": person.agency_id,
                "account_id": person.account_id,
                "nip": person.nip,
                "name": person.name,
                "email": person.email,
                "employment": person.employment,
                "grade": person.grade,
                "unit_id": person.unit_id,
                "unit_key": person.unit_key,
                "position_id": positions[person.agency_id, person.position_name],
                "evaluator_id": person.evaluator_id,
                "is_on_boards": random.random() > 0.04 or person.email in demo,
                "is_recognisable": random.random() < 0.7 or person.email in demo,
            }
            for person in world.people
        ],
    )
    bulk.add(session, Placement, [row for person in world.people for row in _placements(person, positions)])


def _placements(person: Person, positions: dict[tuple[int, str], int]) -> Iterator[dict[str, object]]:
    common = {
        "employee_id": person.id,
        "position_id": positions[person.agency_id, person.position_name],
        "evaluator_id": person.evaluator_id,
    }
    starts_on: date = person.began
    if person.moved:
        yield common | {
            "unit_id": person.moved.unit_id,
            "unit_key": person.moved.unit_key,
            "evaluator_id": None,
            "starts_on": starts_on,
            "ends_on": person.moved.until,
            "reason": "",
        }
        starts_on = person.moved.until
    yield common | {
        "unit_id": person.unit_id,
        "unit_key": person.unit_key,
        "starts_on": starts_on,
        "ends_on": None,
        "reason": "Penataan pegawai" if person.moved else "",
    }


def _write_roles(session: Session, world: World, named: Named) -> None:
    rows = []
    for account in (account for found in named.values() for account, _position in found if account.role):
        role, over = account.role.split()
        unit_id = None if over == "*" else world.units[over].id
        rows.append(
            {
                "account_id": world.accounts[account.email],
                "role": Role(role),
                "unit_id": unit_id,
                "given_at": world.now - timedelta(days=380),
            }
        )
    bulk.add(session, RoleAssignment, rows)


def _write_deputies(session: Session, world: World) -> None:
    """In every agency a head is away for some days about now, and another was in the past."""
    rows = []
    for agency in world.agencies.values():
        heads = [p for p in world.people if p.agency_id == agency.id and p.is_head and p.evaluator_id]
        for days_ago, length, kind in ((3, 10, DeputyKind.PLH), (200, 60, DeputyKind.PLT)):
            away = world.random.choice([p for p in heads if len(world.by_unit[p.unit_id]) > 1])
            stand_in = world.by_unit[away.unit_id][1]
            starts_on = world.today - timedelta(days=days_ago)
            rows.append(
                {
                    "evaluator_id": away.id,
                    "deputy_id": stand_in.id,
                    "kind": kind,
                    "starts_on": starts_on,
                    "ends_on": starts_on + timedelta(days=length),
                }
            )
    bulk.add(session, Deputy, rows)
