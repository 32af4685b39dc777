"""What a session is made of: its days, rooms and trainers, checked against the rules and against each other."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from portal.domain.errors import RuleBroken
from portal.domain.organisation.models import OrgUnit
from portal.domain.organisation.viewers import EVERYWHERE
from portal.domain.training.courses.models import Trainer
from portal.domain.training.sessions.clashes import Sitting, hold_still, refuse_clashes
from portal.domain.training.sessions.inputs import DayInput, SessionInput
from portal.domain.training.sessions.models import (
    Mode,
    Room,
    Selection,
    SessionDay,
    SessionState,
    SessionTrainer,
    TrainingSession,
)
from portal.domain.words import n_

MOST_DAYS = 15
LARGEST = 5000
LAST_MINUTE = time(23, 59)


def what_people_see(held: TrainingSession) -> tuple[Any, ...]:
    """What those concerned must hear of when it changes."""
    days = tuple((one.starts_at, one.ends_at, one.room_id) for one in held.days)
    return held.mode, days


def fill(session: Session, held: TrainingSession, given: SessionInput, *, at: datetime) -> None:
    """Write what is given into a session, new or not, or refuse it at the field."""
    rooms = _rooms(session, held.agency_id or held.agency.id, given)
    trainers = _trainers(session, given.trainers)
    sittings = _sittings(held.agency.timezone, given)
    _check_start(held, sittings[0].starts_at, at)
    _check_capacity(held, given, rooms)
    hold_still(session, sorted(rooms), trainers)
    refuse_clashes(session, sittings, trainers, but=held.id)
    held.starts_at, held.ends_at = sittings[0].starts_at, sittings[-1].ends_at
    _set_words(held, given)
    _set_seats(held, given, at)
    _set_unit(session, held, given)
    session.add(held)
    _set_days(held, sittings, given.days)
    session.flush()
    _set_trainers(session, held, trainers)


def _rooms(session: Session, agency_id: int, given: SessionInput) -> dict[int, Room]:
    wanted = {one.room_id for one in given.days if one.room_id}
    if given.mode is Mode.ONLINE and wanted:
        raise RuleBroken(n_("An online session needs no room."), field="mode")
    found = session.scalars(select(Room).where(Room.id.in_(wanted), Room.agency_id == agency_id)).all()
    if len(found) != len(wanted):
        raise RuleBroken(n_("Choose a room from the list."), field="days-0-room")
    return {one.id: one for one in found}


def _trainers(session: Session, wanted: Sequence[int]) -> list[int]:
    chosen = list(dict.fromkeys(wanted))
    if not chosen:
        return []
    return list(session.scalars(select(Trainer.id).where(Trainer.id.in_(chosen)).order_by(Trainer.id)))


def _sittings(zone: str, given: SessionInput) -> list[Sitting]:
    """In order; no sitting before the one above it has ended."""
    if not given.days:
        raise RuleBroken(n_("A session needs at least one day."), field="days-0-day")
    if len(given.days) > MOST_DAYS:
        raise RuleBroken(n_("A session has at most %(most)s days."), field="days-0-day", most=MOST_DAYS)
    sittings: list[Sitting] = []
    for number, one in enumerate(given.days):
        sitting = Sitting(_moment(one.day, one.begins, zone), _moment(one.day, one.ends, zone), one.room_id)
        if sitting.ends_at <= sitting.starts_at:
            raise RuleBroken(n_("The end lies before the beginning."), field=f"days-{number}-ends")
        if sittings and sitting.starts_at < sittings[-1].ends_at:
            raise RuleBroken(n_("The days stand in order, one after the other."), field=f"days-{number}-day")
        sittings.append(sitting)
    return sittings


def _moment(day: date, clock: time, zone: str) -> datetime:
    return datetime.combine(day, clock, ZoneInfo(zone))


def _check_start(held: TrainingSession, starts_at: datetime, at: datetime) -> None:
    """What has begun keeps its beginning; anything else lies ahead."""
    if starts_at <= at and starts_at != held.starts_at:
        raise RuleBroken(n_("The session must begin in the future."), field="days-0-day")


def _check_capacity(held: TrainingSession, given: SessionInput, rooms: dict[int, Room]) -> None:
    if not 1 <= given.capacity <= LARGEST:
        raise RuleBroken(n_("From 1 to %(most)s seats."), field="capacity", most=LARGEST)
    smallest = min(rooms.values(), key=lambda room: room.capacity, default=None)
    if smallest and given.mode is Mode.CLASSROOM and given.capacity > smallest.capacity:
        raise RuleBroken(
            n_("%(room)s holds %(most)s people."),
            field="capacity",
            room=smallest.name,
            most=smallest.capacity,
        )
    if held.id and held.state is not SessionState.DRAFT and given.capacity < held.capacity:
        raise RuleBroken(
            n_("An announced session can't lose seats: somebody counts on them."), field="capacity"
        )


def _set_words(held: TrainingSession, given: SessionInput) -> None:
    if given.online_url and urlsplit(given.online_url).scheme != "https":
        raise RuleBroken(n_("Write the whole address, beginning with https://"), field="online_url")
    held.mode, held.words = given.mode, given.words
    held.online_url = "" if given.mode is Mode.CLASSROOM else given.online_url


def _set_seats(held: TrainingSession, given: SessionInput, at: datetime) -> None:
    """How seats are given is settled once people may ask for them."""
    is_new = not held.id or held.state is SessionState.DRAFT
    if not is_new and (given.selection is not held.selection or given.needs_approval != held.needs_approval):
        raise RuleBroken(n_("How seats are given stays as it was announced."), field="selection")
    held.capacity, held.selection, held.needs_approval = given.capacity, given.selection, given.needs_approval
    held.offer_hours, held.requests_until = given.offer_hours, _last_request(held, given, at)


def _last_request(held: TrainingSession, given: SessionInput, at: datetime) -> datetime:
    """By the fair rule seats are given after it, so there must be time left before the beginning."""
    is_fair = given.selection is Selection.FAIR and held.state is not SessionState.ALLOCATED
    if given.requests_until is None:
        return _usual_deadline(held.starts_at, at) if is_fair else held.starts_at
    last = _moment(given.requests_until, LAST_MINUTE, held.agency.timezone)
    if given.requests_until > held.starts_at.astimezone(last.tzinfo).date():
        raise RuleBroken(n_("Requests end before the session begins."), field="requests_until")
    if is_fair and last >= held.starts_at:
        raise RuleBroken(
            n_("Seats are given by the fair rule after this day: choose one before the session begins."),
            field="requests_until",
        )
    return min(last, held.starts_at)


def _usual_deadline(starts_at: datetime, at: datetime) -> datetime:
    """A week before the beginning, or the day before; when that is too soon, half of the time that is left."""
    for ahead in (timedelta(days=7), timedelta(days=1)):
        if starts_at - ahead > at + timedelta(days=1):
            return starts_at - ahead
    return at + max(starts_at - at, timedelta(0)) / 2


def _set_unit(session: Session, held: TrainingSession, given: SessionInput) -> None:
    if given.for_all:
        if held.course.agency_id is not None:
            raise RuleBroken(n_("This course is offered in its own agency only."), field="for_all")
        held.unit, (held.unit_low, held.unit_high) = None, EVERYWHERE
        return
    found = session.scalar(
        select(OrgUnit).where(OrgUnit.agency_id == held.agency.id, *_named(given.unit_code.strip()))
    )
    if found is None:
        raise RuleBroken(n_("No open unit of the agency has this code."), field="unit_code")
    held.unit, held.unit_low, held.unit_high = found, found.path_key, found.path_end


def _named(code: str) -> tuple[Any, ...]:
    return (OrgUnit.code == code, OrgUnit.closed_on.is_(None)) if code else (OrgUnit.level == 1,)


def _set_days(held: TrainingSession, sittings: Sequence[Sitting], given: Sequence[DayInput]) -> None:
    """Days that stay keep their rows, for attendance hangs on them."""
    kept = list(held.days)
    for number, (sitting, one) in enumerate(zip(sittings, given, strict=True)):
        if number < len(kept):
            day = kept[number]
        else:
            day = SessionDay()
            held.days.append(day)
        day.starts_at, day.ends_at = sitting.starts_at, sitting.ends_at
        day.room_id, day.topic = sitting.room_id, one.topic
    del held.days[len(sittings) :]


def _set_trainers(session: Session, held: TrainingSession, trainers: Sequence[int]) -> None:
    session.execute(delete(SessionTrainer).where(SessionTrainer.session_id == held.id))
    if trainers:
        session.execute(
            insert(SessionTrainer), [{"session_id": held.id, "trainer_id": one} for one in trainers]
        )
    session.expire(held, ["trainers"])
