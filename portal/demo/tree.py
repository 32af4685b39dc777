"""Agencies and units of the demo data, from texts/units.txt; more schools and centres for larger ones."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from portal.demo import bulk
from portal.demo.names import TEXTS, sections
from portal.demo.world import AgencyInfo, UnitInfo, World
from portal.domain.organisation.models import Agency, Exposure, OrgUnit
from portal.domain.organisation.paths import child_key, end_of

NAMED_PEOPLE = 400
COLOURS = {"semarang": "#9c2a3c", "abdya": "#1b6e3c"}  # the others wear the portal's own
PEOPLE_PER_EXTRA_UNIT = 14


@dataclass(slots=True)
class Line:
    address: str
    name: str
    exposure: Exposure
    size: int
    profile: str
    level: int
    parent: str


@dataclass(slots=True)
class Plant:
    """The tree while it grows: the next free number under every unit."""

    world: World
    next_id: int
    taken: dict[int, int] = field(default_factory=dict)

    def add(self, agency: AgencyInfo, line: Line) -> None:
        parent = self.world.units.get(line.parent)
        number = agency.number
        if parent:
            number = self.taken[parent.id] = self.taken.get(parent.id, 0) + 1
        key = child_key(parent.key if parent else 0, line.level, number)
        self.world.units[line.address] = UnitInfo(
            id=self.next_id,
            address=line.address,
            key=key,
            end=end_of(key, line.level),
            level=line.level,
            parent_id=parent.id if parent else None,
            code=f"{parent.code}.{number:02d}" if parent else agency.code,
            name=line.name,
            exposure=line.exposure,
            profile=line.profile,
            size=line.size,
            agency_id=agency.id,
            agency_key=agency.key,
            timezone=agency.timezone,
        )
        self.next_id += 1


def grow(session: Session, world: World, employees: int) -> None:
    plant = Plant(world, bulk.next_id(session, OrgUnit))
    first_agency = bulk.next_id(session, Agency)
    for offset, (heading, lines) in enumerate(sections((TEXTS / "units.txt").read_text())):
        key, code, name, timezone, region = (part.strip() for part in heading.split("|"))
        agency = AgencyInfo(
            id=first_agency + offset,
            number=offset + 1,
            key=key,
            code=code,
            name=name,
            timezone=timezone,
            region=region,
            root_unit_id=plant.next_id,
        )
        world.agencies[key] = agency
        plant.add(agency, Line(key, name, Exposure.SUPPORT, 0, "office", 1, ""))
        for line in _outline(key, lines):
            plant.add(agency, line)
    for agency, line in _extra(world, employees):
        plant.add(agency, line)
    _write(session, world)


def _outline(agency_key: str, lines: list[str]) -> Iterator[Line]:
    above: list[tuple[str, str]] = [(agency_key, "office")]
    for line in lines:
        depth = (len(line) - len(line.lstrip())) // 2 + 1
        short, rest = line.strip().split(":", 1)
        name, exposure, size, *profile = (part.strip() for part in rest.split("|"))
        del above[depth:]
        parent, inherited = above[-1]
        address = f"{parent}.{short}"
        above.append((address, profile[0] if profile else inherited))
        yield Line(address, name, Exposure(exposure), int(size), above[-1][1], depth + 1, parent)


def _extra(world: World, employees: int) -> Iterator[tuple[AgencyInfo, Line]]:
    """Four schools to one health centre, dealt to the agencies in turn."""
    agencies = list(world.agencies.values())
    for number in range(max(0, employees - NAMED_PEOPLE) // PEOPLE_PER_EXTRA_UNIT):
        agency = agencies[number % len(agencies)]
        serial = number // len(agencies) + 1
        schools = f"{agency.key}.dispendik"
        if serial % 5 and schools in world.units:
            name = f"SD Negeri {serial}" if serial % 3 else f"SMP Negeri {serial}"
            yield agency, _service(f"{schools}.school_{serial}", name, "school", schools)
        else:
            office = f"{agency.key}.dinkes"
            name = f"Puskesmas Pembantu {serial}"
            yield agency, _service(f"{office}.centre_{serial}", name, "health", office)


def _service(address: str, name: str, profile: str, parent: str) -> Line:
    return Line(address, name, Exposure.SERVICE, PEOPLE_PER_EXTRA_UNIT, profile, 3, parent)


def _write(session: Session, world: World) -> None:
    agencies = list(world.agencies.values())
    bulk.add(
        session,
        Agency,
        [
            {
                "id": a.id,
                "number": a.number,
                "code": a.code,
                "name": a.name,
                "timezone": a.timezone,
                "brand": {"colour": COLOURS[a.key]} if a.key in COLOURS else {},
            }
            for a in agencies
        ],
    )
    bulk.add(
        session,
        OrgUnit,
        [
            {
                "id": unit.id,
                "agency_id": unit.agency_id,
                "parent_id": unit.parent_id,
                "level": unit.level,
                "path_key": unit.key,
                "path_end": unit.end,
                "code": unit.code,
                "name": unit.name,
                "exposure": unit.exposure,
            }
            for unit in world.units.values()
        ],
    )
