"""Rooms of an agency, and when they are taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager

from portal.domain.errors import NotAllowed, NotFound, RuleBroken
from portal.domain.organisation.viewers import Viewer
from portal.domain.training.policies import may_teach
from portal.domain.training.sessions.models import Room, SessionDay, SessionState, TrainingSession
from portal.domain.words import n_


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomInput:
    name: str
    address: str
    capacity: int
    is_accessible: bool
    is_active: bool = True


def rooms_of(session: Session, viewer: Viewer) -> Sequence[Room]:
    """Of the viewer's agency: those in use by name, then the others."""
    return session.scalars(
        select(Room)
        .where(Room.agency_id == (viewer.agency_id or 0))
        .order_by(Room.is_active.desc(), Room.name, Room.id)
        .limit(300)
    ).all()


def rooms_to_choose(session: Session, agency_id: int) -> Sequence[Room]:
    return session.scalars(
        select(Room)
        .where(Room.agency_id == agency_id, Room.is_active)
        .order_by(Room.name, Room.id)
        .limit(300)
    ).all()


def room_for(session: Session, viewer: Viewer, room_id: int) -> Room:
    found = session.get(Room, room_id)
    if found is None or found.agency_id != viewer.agency_id or not may_teach(viewer):
        raise NotFound
    return found


def taken(session: Session, room: Room, *, at: datetime) -> Sequence[SessionDay]:
    """What is planned in it from now on."""
    return session.scalars(
        select(SessionDay)
        .join(SessionDay.session)
        .options(contains_eager(SessionDay.session).joinedload(TrainingSession.course))
        .where(
            SessionDay.room_id == room.id,
            SessionDay.ends_at > at,
            TrainingSession.state != SessionState.CANCELLED,
        )
        .order_by(SessionDay.starts_at, SessionDay.id)
        .limit(60)
    ).all()


def add_room(session: Session, given: RoomInput, *, by: Viewer) -> Room:
    if by.agency_id is None or not may_teach(by):
        raise NotAllowed
    room = Room(agency_id=by.agency_id)
    _fill(room, given)
    session.add(room)
    session.flush()
    return room


def change_room(room: Room, given: RoomInput, *, by: Viewer) -> None:
    if room.agency_id != by.agency_id or not may_teach(by):
        raise NotAllowed
    _fill(room, given)


def _fill(room: Room, given: RoomInput) -> None:
    if not 1 <= given.capacity <= 5000:
        raise RuleBroken(n_("From 1 to %(most)s seats."), field="capacity", most=5000)
    room.name, room.address, room.capacity = given.name, given.address, given.capacity
    room.is_accessible, room.is_active = given.is_accessible, given.is_active
