"""The people of the demo data: who works where, for whom, since when."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from sqlalchemy.orm import Session

from portal.demo import bulk, rows
from portal.demo.accounts import DemoAccount, Named, demo_accounts
from portal.demo.names import TEXTS, Nips, person_name, sections, titled
from portal.demo.world import Move, Person, UnitInfo, World
from portal.domain.accounts.models import Account
from portal.domain.organisation.models import Employee, Employment, PositionKind

HEADS = (
    ("Sekretariat Daerah", "Sekretaris Daerah", PositionKind.LEADERSHIP, 3),
    ("Inspektorat", "Inspektur", PositionKind.LEADERSHIP, 3),
    ("Dinas", "Kepala {}", PositionKind.LEADERSHIP, 3),
    ("Badan", "Kepala {}", PositionKind.LEADERSHIP, 3),
    ("Kecamatan", "Camat {rest}", PositionKind.ADMINISTRATOR, 2),
    ("Sekretariat", "Sekretaris {rest}", PositionKind.ADMINISTRATOR, 2),
    ("Bidang", "Kepala {}", PositionKind.ADMINISTRATOR, 2),
    ("Bagian", "Kepala {}", PositionKind.ADMINISTRATOR, 2),
    ("Kelurahan", "Lurah {rest}", PositionKind.SUPERVISOR, 1),
    ("Seksi", "Kepala {}", PositionKind.SUPERVISOR, 1),
    ("", "Kepala {}", PositionKind.FUNCTIONAL, 1),
)
COUNTERS = "Loket"  # led by the head of the section above
GRADES = {0: ("II/c", "III/a", "III/b"), 1: ("III/c", "III/d"), 2: ("III/d", "IV/a"), 3: ("IV/b", "IV/c")}
SENIORITY = {"Ahli Muda": 1, "Ahli Madya": 2}
PPPK_GRADES = ("V", "VII", "IX", "X")


@dataclass(frozen=True, slots=True)
class Seat:
    unit: UnitInfo
    position: str
    kind: PositionKind
    rank: int
    is_head: bool


@cache
def positions_of(profile: str) -> list[tuple[str, PositionKind]]:
    for heading, lines in sections((TEXTS / "positions.txt").read_text()):
        if heading == profile:
            pairs = [line.split("|") for line in lines]
            return [(name.strip(), PositionKind(kind.strip())) for name, kind in pairs]
    raise LookupError(profile)


def settle(session: Session, world: World, employees: int) -> None:
    """Make up the people, unit by unit, and write them down."""
    maker = _Maker(session, world)
    named = demo_accounts()
    if lost := [unit for unit, _place in named if unit not in world.units]:
        raise LookupError(f"texts/accounts.txt names units that do not exist: {lost}")
    for seat, account in _seats(world, employees, named):
        maker.employ(seat, account)
    rows.write(session, world)


def _seats(world: World, employees: int, named: Named) -> Iterator[tuple[Seat, DemoAccount | None]]:
    """Heads come before those they lead; people beyond the plan are spread over the units in turn."""
    units = [unit for unit in world.units.values() if unit.size]
    sizes = _sizes(units, employees)
    for unit in units:
        heads = 0 if unit.name.startswith(COUNTERS) else 1
        if heads:
            position, kind, rank = _head_of(unit.name)
            account = named.get((unit.address, "head"), [(None, "")])[0][0]
            yield Seat(unit, position, kind, rank, True), account
        choices = positions_of(unit.profile)
        staff = named.get((unit.address, "staff"), [])
        for place in range(max(sizes[unit.id] - heads, len(staff))):
            if place < len(staff):
                account, position = staff[place]
                yield Seat(unit, position, _kind_of(position), 0, False), account
            else:
                position, kind = choices[place % len(choices)]
                yield Seat(unit, position, kind, 0, False), None


def _sizes(units: list[UnitInfo], employees: int) -> dict[int, int]:
    """The planned shares scaled so that they add up to the number asked for."""
    planned = sum(unit.size for unit in units)
    sizes, debt = {}, 0.0
    for unit in units:
        wanted = unit.size * employees / planned + debt
        sizes[unit.id] = max(1, round(wanted))
        debt = wanted - sizes[unit.id]
    return sizes


def _kind_of(position: str) -> PositionKind:
    is_functional = any(word in position for word in (" Ahli ", " Terampil", " Mahir"))
    return PositionKind.FUNCTIONAL if is_functional else PositionKind.EXECUTIVE


def _head_of(unit_name: str) -> tuple[str, PositionKind, int]:
    for start, pattern, kind, rank in HEADS:
        if unit_name.startswith(start):
            rest = unit_name.removeprefix(start).strip()
            return pattern.format(unit_name, rest=rest), kind, rank
    raise LookupError(unit_name)


class _Maker:
    def __init__(self, session: Session, world: World) -> None:
        self.world = world
        self.nips = Nips(world.random)
        self.employee_id = bulk.next_id(session, Employee)
        self.account_id = bulk.next_id(session, Account)
        self.heads: dict[int, int] = {}
        self.top: dict[int, int] = {}
        self.units = {unit.id: unit for unit in world.units.values()}
        self.siblings: dict[int, list[UnitInfo]] = {}
        for unit in world.units.values():
            if unit.size:
                self.siblings.setdefault(unit.agency_id, []).append(unit)

    def employ(self, seat: Seat, account: DemoAccount | None) -> None:
        random, unit = self.world.random, seat.unit
        sex = account.sex if account else random.choice("LP")
        agency = self.world.agencies[unit.agency_key]
        plain = account.name if account else person_name(random, agency.region, sex)
        is_pppk = seat.rank == 0 and not seat.is_head and account is None and random.random() < 0.25
        nip, started = self.nips.new(sex=sex, is_pppk=is_pppk, rank=seat.rank, today=self.world.today)
        began = max(started, self.world.today - timedelta(days=random.randint(420, 2200)))
        person = Person(
            id=self.employee_id,
            account_id=self.account_id,
            email=account.email if account else f"{_slug(plain)}.{self.employee_id}@{agency.key}.demo.test",
            name=plain if account else titled(random, plain, sex, seat.position, seat.rank),
            nip=nip,
            sex=sex,
            unit_id=unit.id,
            unit_key=unit.key,
            unit_address=unit.address,
            agency_id=unit.agency_id,
            evaluator_id=self._evaluator(seat),
            employment=Employment.PPPK if is_pppk else Employment.PNS,
            grade=random.choice(PPPK_GRADES if is_pppk else GRADES[_seniority(seat)]),
            position_name=seat.position,
            position_kind=seat.kind,
            is_head=seat.is_head,
            timezone=unit.timezone,
            began=began,
            moved=None if account or seat.is_head else self._move(unit),
        )
        self._remember(person, seat)

    def _remember(self, person: Person, seat: Seat) -> None:
        self.employee_id += 1
        self.account_id += 1
        if seat.is_head:
            self.heads[seat.unit.id] = person.id
            self.top.setdefault(seat.unit.agency_id, person.id)
        world = self.world
        world.people.append(person)
        world.by_id[person.id] = person
        world.by_email[person.email] = person
        world.accounts[person.email] = person.account_id
        world.by_unit.setdefault(person.unit_id, []).append(person)

    def _evaluator(self, seat: Seat) -> int | None:
        """The head of the unit; for heads that of the unit above; at the top the regional secretary."""
        if not seat.is_head:
            return self.heads.get(seat.unit.id) or self.heads[seat.unit.parent_id or 0]
        above = self.units[seat.unit.parent_id] if seat.unit.parent_id else None
        if above is None or above.parent_id is None:
            return self.top.get(seat.unit.agency_id)
        return self.heads[above.id]

    def _move(self, unit: UnitInfo) -> Move | None:
        """One in fourteen worked in another unit of the agency until some day of the last twelve months."""
        if self.world.random.random() >= 1 / 14:
            return None
        before = self.world.random.choice(self.siblings[unit.agency_id])
        until = self.world.today - timedelta(days=self.world.random.randint(20, 350))
        return Move(before.id, before.key, until.replace(day=1)) if before.id != unit.id else None


def _seniority(seat: Seat) -> int:
    return next((rank for words, rank in SENIORITY.items() if seat.position.endswith(words)), seat.rank)


def _slug(name: str) -> str:
    return ".".join(name.lower().replace("'", "").split()[:2])
