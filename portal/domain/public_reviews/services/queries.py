from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, bindparam, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, contains_eager

from portal.domain.errors import NotFound
from portal.domain.organisation.models import Agency, OrgUnit, Role
from portal.domain.organisation.viewers import Viewer
from portal.domain.pages import Page, page_of
from portal.domain.public_reviews.codes import as_typed
from portal.domain.public_reviews.satisfaction import WeightMode
from portal.domain.public_reviews.services.models import Counter, SatisfactionSurvey, Service

_COUNTER, _SERVICE = Counter.__table__.c, Service.__table__.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """An open counter with all that storing a review needs to know, in one statement."""

    counter_id: int
    counter_code: str
    counter_name: str
    service_id: int
    service_code: str
    service_name: str
    unit_key: int
    unit_name: str
    agency_name: str
    timezone: str
    usual_per_day: int


# Built once: every review asks this, and building costs more than asking.
_OPEN_PLACE = (
    select(
        _COUNTER.id.label("counter_id"),
        _COUNTER.code.label("counter_code"),
        _COUNTER.name.label("counter_name"),
        _SERVICE.id.label("service_id"),
        _SERVICE.code.label("service_code"),
        _SERVICE.name.label("service_name"),
        _SERVICE.unit_key,
        OrgUnit.__table__.c.name.label("unit_name"),
        Agency.__table__.c.name.label("agency_name"),
        Agency.__table__.c.timezone,
        _SERVICE.usual_per_day,
    )
    .join(Service.__table__, _SERVICE.id == _COUNTER.service_id)
    .join(OrgUnit.__table__, OrgUnit.__table__.c.id == _SERVICE.unit_id)
    .join(Agency.__table__, Agency.__table__.c.id == _SERVICE.agency_id)
    .where(_COUNTER.code == bindparam("typed"), _COUNTER.is_open, _SERVICE.is_open)
)


def open_place(session: Session, code: str) -> Place:
    """The counter behind a typed or scanned code. Unknown, closed, or of a closed service: NotFound."""
    row = session.connection().execute(_OPEN_PLACE, {"typed": as_typed(code)}).first()
    if row is None:
        raise NotFound
    return Place(**row._mapping)


def within(column: InstrumentedAttribute[int], viewer: Viewer) -> ColumnElement[bool]:
    """Units over which the viewer manages services."""
    return or_(False, *(column.between(low, high) for low, high in viewer.spans(Role.SERVICE_MANAGER)))


def _with_unit() -> Select[Service]:
    return (
        select(Service)
        .join(Service.unit)
        .join(Service.agency)
        .options(contains_eager(Service.unit), contains_eager(Service.agency))
    )


def _matching(words: str) -> ColumnElement[bool]:
    wanted = words.strip().lower()
    return or_(
        func.lower(Service.name).contains(wanted, autoescape=True),
        func.lower(OrgUnit.name).contains(wanted, autoescape=True),
    )


def open_services(
    session: Session, *, words: str = "", agency_id: int | None = None, number: int = 1
) -> Page[Service]:
    """What anybody may look up, by name."""
    query = _with_unit().where(Service.is_open).order_by(Service.name, Service.id)
    if words.strip():
        query = query.where(_matching(words[:80]))
    if agency_id is not None:
        query = query.where(Service.agency_id == agency_id)
    return page_of(session, query, number)


def service_by_code(session: Session, code: str) -> Service:
    """For everybody. A closed service keeps its page: its results stay public."""
    found = session.scalars(_with_unit().where(Service.code == code[:60].lower())).first()
    if found is None:
        raise NotFound
    return found


def agencies_with_services(session: Session) -> Sequence[tuple[int, str]]:
    rows = session.execute(
        select(Agency.id, Agency.name)
        .where(select(Service.id).where(Service.agency_id == Agency.id, Service.is_open).exists())
        .order_by(Agency.name, Agency.id)
    )
    return [(row.id, row.name) for row in rows]


def managed_services(session: Session, viewer: Viewer, *, words: str = "", number: int = 1) -> Page[Service]:
    query = _with_unit().where(within(Service.unit_key, viewer)).order_by(Service.name, Service.id)
    if words.strip():
        query = query.where(_matching(words[:80]))
    return page_of(session, query, number)


def managed_names(session: Session, viewer: Viewer) -> Sequence[tuple[str, str]]:
    """Code and name of the services a viewer manages, for a choice; at most 500."""
    rows = session.execute(
        select(Service.code, Service.name)
        .where(within(Service.unit_key, viewer))
        .order_by(Service.name, Service.id)
        .limit(500)
    )
    return [(row.code, row.name) for row in rows]


def managed_service(session: Session, viewer: Viewer, code: str) -> Service:
    found = session.scalars(
        _with_unit().where(Service.code == code[:60], within(Service.unit_key, viewer))
    ).first()
    if found is None:
        raise NotFound
    return found


def managed_counter(session: Session, viewer: Viewer, counter_id: int) -> Counter:
    found = session.scalars(
        select(Counter)
        .join(Counter.service)
        .options(contains_eager(Counter.service))
        .where(Counter.id == counter_id, within(Service.unit_key, viewer))
    ).first()
    if found is None:
        raise NotFound
    return found


def counter_by_code(session: Session, code: str) -> Counter:
    """An open counter, for the operator."""
    found = session.scalar(select(Counter).where(Counter.code == as_typed(code), Counter.is_open))
    if found is None:
        raise NotFound
    return found


def counters_of(session: Session, service_id: int) -> Sequence[Counter]:
    return session.scalars(
        select(Counter).where(Counter.service_id == service_id).order_by(Counter.name, Counter.id)
    ).all()


def open_counters(session: Session, service_id: int) -> Sequence[Counter]:
    return [counter for counter in counters_of(session, service_id) if counter.is_open]


def units_to_choose(session: Session, viewer: Viewer) -> Sequence[tuple[int, str]]:
    """Units in which the viewer may keep services, in the order of the tree; at most 1,000."""
    rows = session.execute(
        select(OrgUnit.id, OrgUnit.name, OrgUnit.level)
        .where(within(OrgUnit.path_key, viewer), OrgUnit.closed_on.is_(None))
        .order_by(OrgUnit.path_key)
        .limit(1000)
    )
    return [(row.id, "\u2003" * (row.level - 1) + row.name) for row in rows]


def unit_to_manage(session: Session, viewer: Viewer, unit_id: int) -> OrgUnit:
    found = session.scalar(select(OrgUnit).where(OrgUnit.id == unit_id, within(OrgUnit.path_key, viewer)))
    if found is None:
        raise NotFound
    return found


def modes_of(session: Session, service_ids: Sequence[int]) -> dict[int, list[tuple[date, WeightMode]]]:
    """The weight modes of each service with the day from which they count, oldest first."""
    found: dict[int, list[tuple[date, WeightMode]]] = {service_id: [] for service_id in service_ids}
    rows = session.execute(
        select(SatisfactionSurvey.service_id, SatisfactionSurvey.valid_from, SatisfactionSurvey.weight_mode)
        .where(SatisfactionSurvey.service_id.in_(service_ids))
        .order_by(SatisfactionSurvey.service_id, SatisfactionSurvey.valid_from)
    )
    for service_id, valid_from, mode in rows:
        found[service_id].append((valid_from, mode))
    return found


def mode_on(modes: Sequence[tuple[date, WeightMode]], day: date) -> WeightMode:
    """The mode that counts on a day; before the first one the regulation's usual rounding."""
    return next((mode for valid_from, mode in reversed(modes) if valid_from <= day), WeightMode.ROUND3)
