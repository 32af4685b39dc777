"""What every feature's demo data stands on: agencies, units and people, in memory and in the database."""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from random import Random
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from portal.domain.organisation.models import Employment, Exposure, PositionKind

MANY = 2000


@dataclass(frozen=True, slots=True)
class AgencyInfo:
    id: int
    number: int
    key: str
    code: str
    name: str
    timezone: str
    region: str
    root_unit_id: int


@dataclass(frozen=True, slots=True)
class UnitInfo:
    """`key` … `end` are its path keys; `address` its name in these texts: `surabaya.mulyorejo.pelayanan`."""

    id: int
    address: str
    key: int
    end: int
    level: int
    parent_id: int | None
    code: str
    name: str
    exposure: Exposure
    profile: str
    size: int
    agency_id: int
    agency_key: str
    timezone: str


@dataclass(frozen=True, slots=True)
class Move:
    """Until `until` the person worked somewhere else."""

    unit_id: int
    unit_key: int
    until: date


@dataclass(frozen=True, slots=True)
class Person:
    id: int
    account_id: int
    email: str
    name: str
    nip: str
    sex: str
    unit_id: int
    unit_key: int
    unit_address: str
    agency_id: int
    evaluator_id: int | None
    employment: Employment
    grade: str
    position_name: str
    position_kind: PositionKind
    is_head: bool
    timezone: str
    began: date
    moved: Move | None


@dataclass(slots=True)
class World:
    """`units` are found by address (see texts/units.txt), `agencies` by its first word.

    `hurried_id`: whose check-ins are decided within a minute.
    """

    today: date
    now: datetime
    random: Random
    agencies: dict[str, AgencyInfo] = field(default_factory=dict)
    units: dict[str, UnitInfo] = field(default_factory=dict)
    people: list[Person] = field(default_factory=list)
    by_email: dict[str, Person] = field(default_factory=dict)
    by_id: dict[int, Person] = field(default_factory=dict)
    by_unit: dict[int, list[Person]] = field(default_factory=dict)
    accounts: dict[str, int] = field(default_factory=dict)
    hurried_id: int | None = None

    @property
    def is_large(self) -> bool:
        """So large that people beyond the places of the demo accounts have a thinner history."""
        return len(self.people) > MANY

    def under(self, address: str) -> list[Person]:
        """Everybody who works in the unit or below it."""
        unit = self.units[address]
        return [person for person in self.people if unit.key <= person.unit_key <= unit.end]


def build(session: Session, today: date, seed: int, employees: int = 400) -> World:
    """Agencies, units, people, accounts, roles, moves and deputies: the same for the same seed and day.

    No fewer people than the units need to have a head and somebody to lead.
    """
    from portal.demo import people, tree

    now = datetime.combine(today, time(9, 0), ZoneInfo("Asia/Jakarta"))
    world = World(today=today, now=now, random=Random(seed))
    tree.grow(session, world, employees)
    people.settle(session, world, employees)
    return world
