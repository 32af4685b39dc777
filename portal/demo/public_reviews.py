"""Services, counters and a year of reviews: busy days, weak elements, and a lift after each improvement."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from sqlalchemy.orm import Session

from portal.demo import bulk
from portal.demo.names import TEXTS, sections
from portal.demo.public_reviews_answers import Visit, review_row, token_row, visits_of
from portal.demo.public_reviews_slips import demo_slips
from portal.demo.public_reviews_work import contest_some, promise_and_reply
from portal.demo.world import Person, UnitInfo, World
from portal.domain.public_reviews.codes import hash_of
from portal.domain.public_reviews.elements import CODES
from portal.domain.public_reviews.reviews.models import Review
from portal.domain.public_reviews.satisfaction import WeightMode
from portal.domain.public_reviews.services.models import Counter, CounterKind, SatisfactionSurvey, Service
from portal.domain.public_reviews.visits.models import VisitToken

USUAL = 6000
CHUNK = 5000
MOST_AT_ONCE = 100_000
LEAST_FOR_DEMO_OFFICER = 22
DEMO_OFFICERS = ("pegawai@demo.test", "pegawai2@demo.test")


@dataclass(frozen=True, slots=True)
class Line:
    """One service of texts/services.txt."""

    unit: str
    code: str
    name: str
    counter: str
    share: int
    quality: float
    weak: str
    weakness: float
    days: int
    cost: str
    served: int
    requirements: str


@dataclass(frozen=True, slots=True)
class Stall:
    """A service with its counters and the people who sit there."""

    line: Line
    unit: UnitInfo
    service_id: int
    desk_id: int
    online_id: int
    officers: list[Person]
    lifted_on: date


@cache
def lines() -> tuple[Line, ...]:
    return tuple(_lines())


def _lines() -> Iterator[Line]:
    for unit, rows in sections((TEXTS / "services.txt").read_text()):
        for row in rows:
            code, name, counter, share, quality, weak, days, cost, served, needs = (
                part.strip() for part in row.split("|")
            )
            element, weakness = weak.split()
            papers = "\n".join(one.strip() for one in needs.split(";"))
            yield Line(
                unit, code, name, counter, int(share), float(quality), element, float(weakness),
                int(days), cost, int(served), papers,
            )  # fmt: skip


def load(session: Session, world: World, reviews: int | None = None) -> None:
    """About 6,000 reviews, or as many as asked, of services in all five places."""
    total = USUAL if reviews is None else reviews
    stalls = _open(session, world, total)
    shares = sum(stall.line.share for stall in stalls)
    rows: list[dict[str, object]] = []
    for stall in stalls:
        count = total * stall.line.share // shares
        for start in range(0, count, CHUNK):
            visits = visits_of(world, stall, min(CHUNK, count - start))
            rows += _reviews(session, world, stall, [*visits, *_for_demo_officers(world, stall, start)])
            rows = _stored(session, rows) if len(rows) > MOST_AT_ONCE else rows
    _stored(session, rows)
    _hand_out_slips(session, world, stalls)
    promise_and_reply(session, world, stalls)
    contest_some(session, world)


def _open(session: Session, world: World, total: int) -> list[Stall]:
    shares = sum(line.share for line in lines())
    units = [world.units[line.unit] for line in lines()]
    services = [
        {
            "agency_id": unit.agency_id,
            "unit_id": unit.id,
            "unit_key": unit.key,
            "code": line.code,
            "name": line.name,
            "description": "",
            "standard_days": line.days,
            "standard_fee": line.cost,
            "requirements": line.requirements,
            "served_per_year": line.served,
            "usual_per_day": -(-total * line.share // shares // 365),
            "is_open": True,
        }
        for line, unit in zip(lines(), units, strict=True)
    ]
    ids = bulk.add(session, Service, services)
    since = world.today - timedelta(days=800)
    mode = {"valid_from": since, "weight_mode": WeightMode.ROUND3, "elements": list(CODES)}
    bulk.add(session, SatisfactionSurvey, [{"service_id": service_id, **mode} for service_id in ids])
    counters = bulk.add(
        session, Counter, [row for place in zip(ids, lines(), strict=True) for row in _counters(*place)]
    )
    return [
        Stall(
            line=line,
            unit=unit,
            service_id=ids[number],
            desk_id=counters[2 * number],
            online_id=counters[2 * number + 1],
            officers=_officers(world, unit),
            lifted_on=world.today - timedelta(days=110 + 7 * (number % 9)),
        )
        for number, (line, unit) in enumerate(zip(lines(), units, strict=True))
    ]


def _counters(service_id: int, line: Line) -> list[dict[str, object]]:
    common = {"service_id": service_id, "is_open": True}
    return [
        {**common, "code": line.counter, "name": "Loket pelayanan", "kind": CounterKind.DESK},
        {**common, "code": f"{line.counter}-daring", "name": "Layanan daring", "kind": CounterKind.ONLINE},
    ]


def _officers(world: World, unit: UnitInfo) -> list[Person]:
    staff = [person for person in world.by_unit.get(unit.id, []) if not person.is_head]
    return staff or world.by_unit.get(unit.id, [])


def _for_demo_officers(world: World, stall: Stall, start: int) -> list[Visit]:
    """The people one can sign in as were reviewed often enough this quarter to see something."""
    if start:
        return []
    quarter = date(world.today.year, (world.today.month - 1) // 3 * 3 + 1, 1)
    named = [world.by_email[email] for email in DEMO_OFFICERS if email in world.by_email]
    return [
        Visit(
            day=quarter + timedelta(days=world.random.randrange((world.today - quarter).days + 1)),
            officer=person,
        )
        for person in named
        if person.unit_id == stall.unit.id and person in stall.officers
        for _ in range(LEAST_FOR_DEMO_OFFICER)
    ]


def _stored(session: Session, rows: list[dict[str, object]]) -> list[dict[str, object]]:
    """Write them in the order in which they came; nothing is left to write."""
    bulk.add(session, Review, sorted(rows, key=lambda row: str(row["submitted_at"])))
    return []


def _reviews(session: Session, world: World, stall: Stall, visits: list[Visit]) -> list[dict[str, object]]:
    """Reviews, after the used slips behind the verified ones have been written."""
    following = bulk.next_id(session, VisitToken)
    tokens: list[dict[str, object]] = []
    rows: list[dict[str, object]] = []
    for visit in visits:
        token_id = None
        if visit.officer is not None:
            token_id = following + len(tokens)
            tokens.append(token_row(stall, visit, token_id))
        rows.append(review_row(world, stall, visit, token_id))
    if tokens:
        bulk.add(session, VisitToken, tokens)
    return rows


def _hand_out_slips(session: Session, world: World, stalls: list[Stall]) -> None:
    """Slips whose tokens are known, to try the loop without a printer; they last longer than real ones."""
    rows = []
    for stall in stalls:
        names = [world.by_email[email] for email in DEMO_OFFICERS if email in world.by_email]
        own = [person for person in names if person.unit_id == stall.unit.id]
        officer = (own or stall.officers)[0] if own or stall.officers else None
        rows += [
            {
                "token_hash": hash_of(token),
                "counter_id": stall.desk_id,
                "officer_id": officer.id if officer else None,
                "issued_by": None,
                "issued_at": world.now,
                "expires_at": world.now + timedelta(days=90),
            }
            for token in demo_slips(stall.line.counter)
        ]
    bulk.add(session, VisitToken, rows)
