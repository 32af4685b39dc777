import re
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.audit.actions import record
from portal.domain.errors import NotAllowed, RuleBroken
from portal.domain.organisation.events import BranchMoved
from portal.domain.organisation.models import OrgUnit, Role
from portal.domain.organisation.viewers import Viewer
from portal.domain.periods import local_day
from portal.domain.public_reviews.codes import counter_code
from portal.domain.public_reviews.satisfaction import WeightMode
from portal.domain.public_reviews.services.inputs import CounterInput, ServiceInput
from portal.domain.public_reviews.services.models import Counter, SatisfactionSurvey, Service
from portal.domain.public_reviews.services.queries import mode_on, modes_of, unit_to_manage
from portal.domain.words import n_

CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def follow_branch(session: Session, event: BranchMoved) -> None:
    """Services stand under the key their unit has now."""
    key = select(OrgUnit.path_key).where(OrgUnit.id == Service.unit_id).scalar_subquery()
    session.execute(
        sa.update(Service)
        .where(Service.unit_key.between(event.low, event.high))
        .values(unit_key=key)
        .execution_options(synchronize_session=False)
    )
    session.expire_all()


def may_manage(viewer: Viewer, unit_key: int) -> bool:
    return viewer.covers(unit_key, Role.SERVICE_MANAGER)


def create(session: Session, given: ServiceInput, *, by: Viewer, at: datetime) -> Service:
    """A new service with one counter, so that it can be reviewed at once."""
    unit = unit_to_manage(session, by, given.unit_id)
    service = Service(agency_id=unit.agency_id, unit_id=unit.id, unit_key=unit.path_key)
    _fill(session, service, given)
    session.add(service)
    session.flush()
    today = local_day(at, unit.agency.timezone)
    session.add(SatisfactionSurvey(service_id=service.id, valid_from=today, weight_mode=given.weight_mode))
    add_counter(session, service, CounterInput(name=given.name[:80]), by=by, at=at)
    _write_down(session, "service.create", service, by=by, at=at)
    return service


def update(session: Session, service: Service, given: ServiceInput, *, by: Viewer, at: datetime) -> None:
    if not may_manage(by, service.unit_key):
        raise NotAllowed
    unit = unit_to_manage(session, by, given.unit_id)
    if unit.agency_id != service.agency_id:
        raise RuleBroken(n_("A service stays within its agency."), field="unit_id")
    service.unit_id, service.unit_key = unit.id, unit.path_key
    _fill(session, service, given)
    _set_mode(session, service, given.weight_mode, local_day(at, unit.agency.timezone))
    _write_down(session, "service.update", service, by=by, at=at)


def _fill(session: Session, service: Service, given: ServiceInput) -> None:
    code = given.code.lower()
    if not CODE.fullmatch(code):
        raise RuleBroken(n_("Use small letters, digits and dashes between them."), field="code")
    twin = select(Service.id).where(Service.code == code)
    if service.id is not None:
        twin = twin.where(Service.id != service.id)
    with session.no_autoflush:
        if session.scalar(twin) is not None:
            raise RuleBroken(n_("Another service already has this code."), field="code")
    service.code = code
    for name in (
        "name",
        "description",
        "standard_days",
        "standard_fee",
        "requirements",
        "served_per_year",
        "is_open",
    ):
        setattr(service, name, getattr(given, name))


def _set_mode(session: Session, service: Service, mode: WeightMode, today: date) -> None:
    """A changed weight mode counts from today on; earlier figures keep theirs."""
    if mode_on(modes_of(session, [service.id])[service.id], today) is mode:
        return
    current = session.scalar(
        select(SatisfactionSurvey).where(
            SatisfactionSurvey.service_id == service.id, SatisfactionSurvey.valid_from == today
        )
    )
    if current is None:
        session.add(SatisfactionSurvey(service_id=service.id, valid_from=today, weight_mode=mode))
    else:
        current.weight_mode = mode


def add_counter(
    session: Session, service: Service, given: CounterInput, *, by: Viewer, at: datetime
) -> Counter:
    if not may_manage(by, service.unit_key):
        raise NotAllowed
    counter = Counter(
        service_id=service.id, code=counter_code(), name=given.name, kind=given.kind, is_open=given.is_open
    )
    session.add(counter)
    session.flush()
    return counter


def change_counter(
    session: Session, counter: Counter, given: CounterInput, *, by: Viewer, at: datetime
) -> None:
    """A closed counter keeps its reviews and its code; its form is no longer there."""
    if not may_manage(by, counter.service.unit_key):
        raise NotAllowed
    counter.name, counter.kind, counter.is_open = given.name, given.kind, given.is_open
    _write_down(session, "service.counter", counter.service, by=by, at=at)


def _write_down(session: Session, verb: str, service: Service, *, by: Viewer, at: datetime) -> None:
    record(
        session,
        verb,
        by=by.account_id,
        subject_type="service",
        subject_id=service.id,
        unit_key=service.unit_key,
        at=at,
        label=service.name,
        code=service.code,
    )
