"""What the database knows that a file can be compared with, fetched in a few statements."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from portal.domain.organisation.imports.columns import Column
from portal.domain.organisation.imports.reading import Row
from portal.domain.organisation.models import Employee, Employment, OrgUnit, Placement, Position
from portal.domain.organisation.policies import may_manage
from portal.domain.organisation.scope import inside
from portal.domain.organisation.viewers import Viewer

CHUNK = 1000
LONGEST_CHAIN = 12


@dataclass(frozen=True, slots=True)
class KnownUnit:
    id: int
    key: int
    agency_id: int


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """As registered. `is_mine`: the importer administers the unit where this person works."""

    id: int
    nip: str
    name: str
    email: str | None
    grade: str
    employment: Employment
    agency_id: int
    unit_id: int
    position: str
    evaluator_nip: str
    left_on: date | None
    placed_on: date
    is_mine: bool


@dataclass(frozen=True, slots=True)
class Known:
    units: dict[str, list[KnownUnit]]
    people: dict[str, KnownPerson]


def known_to(session: Session, viewer: Viewer, rows: Sequence[Row]) -> Known:
    """Units and people the rows name, and everybody who stands above those people."""
    people: dict[str, KnownPerson] = {}
    wanted = {_digits(row[column]) for row in rows for column in (Column.NIP, Column.EVALUATOR)}
    for _step in range(LONGEST_CHAIN):
        wanted = {number for number in wanted if len(number) == 18} - people.keys()
        if not wanted:
            break
        found = list(_people(session, viewer, sorted(wanted)))
        people.update((person.nip, person) for person in found)
        wanted = {person.evaluator_nip for person in found}
    return Known(_units(session, viewer, {row[Column.UNIT] for row in rows}), people)


def _digits(text: str) -> str:
    return "".join(text.split()).replace(".", "")


def _units(session: Session, viewer: Viewer, codes: set[str]) -> dict[str, list[KnownUnit]]:
    found: dict[str, list[KnownUnit]] = {}
    for some in _chunks(sorted(codes)):
        rows = session.execute(
            select(OrgUnit.code, OrgUnit.id, OrgUnit.path_key, OrgUnit.agency_id).where(
                OrgUnit.code.in_(some), OrgUnit.closed_on.is_(None), inside(OrgUnit.path_key, viewer)
            )
        )
        for code, unit_id, key, agency_id in rows:
            found.setdefault(code, []).append(KnownUnit(unit_id, key, agency_id))
    return found


def _people(session: Session, viewer: Viewer, nips: Sequence[str]) -> Iterable[KnownPerson]:
    boss = aliased(Employee)
    placed_on = (
        select(func.max(Placement.starts_on))
        .where(Placement.employee_id == Employee.id)
        .correlate(Employee)
        .scalar_subquery()
    )
    for some in _chunks(nips):
        rows = session.execute(
            select(
                Employee.id,
                Employee.nip,
                Employee.name,
                Employee.email,
                Employee.grade,
                Employee.employment,
                Employee.agency_id,
                Employee.unit_id,
                func.coalesce(Position.name, ""),
                func.coalesce(boss.nip, ""),
                Employee.left_on,
                func.coalesce(placed_on, date(1950, 1, 1)),
                Employee.unit_key,
            )
            .outerjoin(Position, Position.id == Employee.position_id)
            .outerjoin(boss, boss.id == Employee.evaluator_id)
            .where(Employee.nip.in_(some))
        )
        for row in rows:
            values: list[Any] = [*row]
            values[-1] = may_manage(viewer, values[-1])
            yield KnownPerson(*values)


def _chunks(items: Sequence[str]) -> Iterable[Sequence[str]]:
    for start in range(0, len(items), CHUNK):
        yield items[start : start + CHUNK]
