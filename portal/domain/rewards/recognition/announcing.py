"""Words to a unit: written by HR or a leader, shown from a chosen day on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, Date, bindparam, select
from sqlalchemy.orm import Session, joinedload

from portal.domain.audit.actions import record
from portal.domain.errors import NotAllowed, NotFound, RuleBroken
from portal.domain.organisation.models import OrgUnit
from portal.domain.organisation.viewers import Viewer
from portal.domain.pages import Page, page_of
from portal.domain.rewards.recognition.models import Announcement
from portal.domain.rewards.recognition.policies import may_announce_to, units_of_announcers
from portal.domain.words import n_

LONGEST = timedelta(days=92)
DEEPEST, MOST_UNITS = 4, 300
AT_ONCE = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnouncementInput:
    """Shown on every day from the first to the last."""

    unit_id: int
    title: str
    words: str
    first_day: date
    last_day: date


def announcements_to(session: Session, viewer: Viewer, day: date) -> list[Announcement]:
    """What is said to the viewer's unit today, latest first, a few."""
    if viewer.unit_key is None or not viewer.has_rewards:
        return []
    query = SHOWN.options(joinedload(Announcement.unit)).limit(AT_ONCE)
    return list(session.scalars(query, shown_places(viewer, day)))


# What is said on a day to a unit, latest first.
SHOWN = (
    select(Announcement)
    .join(OrgUnit, OrgUnit.id == Announcement.unit_id)
    .where(
        Announcement.agency_id == bindparam("agency"),
        Announcement.starts_on <= bindparam("day", type_=Date),
        Announcement.ends_on > bindparam("day", type_=Date),
        OrgUnit.path_key <= bindparam("unit_key", type_=BigInteger),
        OrgUnit.path_end >= bindparam("unit_key", type_=BigInteger),
    )
    .order_by(Announcement.starts_on.desc(), Announcement.id.desc())
)


def shown_places(viewer: Viewer, day: date) -> dict[str, Any]:
    return {"agency": viewer.agency_id, "unit_key": viewer.unit_key, "day": day}


def announcements_kept(session: Session, viewer: Viewer, number: int = 1) -> Page[Announcement]:
    """Those to units the viewer may speak to, past and to come, latest first."""
    query = (
        select(Announcement)
        .join(OrgUnit, OrgUnit.id == Announcement.unit_id)
        .where(units_of_announcers(viewer))
        .options(joinedload(Announcement.unit), joinedload(Announcement.agency))
        .order_by(Announcement.starts_on.desc(), Announcement.id.desc())
    )
    return page_of(session, query, number)


def announcement_for(session: Session, viewer: Viewer, announcement_id: int) -> Announcement:
    found = session.scalar(
        select(Announcement)
        .join(OrgUnit, OrgUnit.id == Announcement.unit_id)
        .where(Announcement.id == announcement_id, units_of_announcers(viewer))
        .options(joinedload(Announcement.unit))
    )
    if found is None:
        raise NotFound
    return found


def units_to_tell(session: Session, viewer: Viewer) -> list[OrgUnit]:
    """The upper units one may speak to; what is said to a unit is said to all below it."""
    query = (
        select(OrgUnit)
        .where(units_of_announcers(viewer), OrgUnit.closed_on.is_(None), OrgUnit.level <= DEEPEST)
        .order_by(OrgUnit.path_key)
        .limit(MOST_UNITS)
    )
    return list(session.scalars(query))


def announce_to(session: Session, new: AnnouncementInput, *, by: Viewer, at: datetime) -> Announcement:
    unit = _checked(session, new, by)
    made = Announcement(author_id=by.account_id, author_name=by.name, written_at=at)
    session.add(_filled(made, new, unit))
    session.flush()
    _note(session, "announcement.write", made, unit, by, at)
    return made


def change_announcement(
    session: Session, announcement: Announcement, new: AnnouncementInput, *, by: Viewer, at: datetime
) -> None:
    unit = _checked(session, new, by)
    _filled(announcement, new, unit)
    session.flush()
    _note(session, "announcement.change", announcement, unit, by, at)


def withdraw(session: Session, announcement: Announcement, *, by: Viewer, at: datetime) -> None:
    """Nobody sees it any more."""
    _note(session, "announcement.withdraw", announcement, announcement.unit, by, at)
    session.delete(announcement)


def _checked(session: Session, new: AnnouncementInput, by: Viewer) -> OrgUnit:
    unit = session.get(OrgUnit, new.unit_id)
    if unit is None or not may_announce_to(by, unit):
        raise NotAllowed
    if not unit.agency.has_rewards:
        raise RuleBroken(n_("Rewards are switched off in this agency: nobody would see it."), field="unit")
    if new.last_day < new.first_day:
        raise RuleBroken(n_("The last day lies before the first."), field="last_day")
    if new.last_day - new.first_day > LONGEST:
        raise RuleBroken(n_("An announcement is shown for at most three months."), field="last_day")
    return unit


def _filled(announcement: Announcement, new: AnnouncementInput, unit: OrgUnit) -> Announcement:
    announcement.unit_id, announcement.agency_id = unit.id, unit.agency_id
    announcement.title, announcement.words = new.title, new.words
    announcement.starts_on, announcement.ends_on = new.first_day, new.last_day + timedelta(days=1)
    return announcement


def _note(
    session: Session, verb: str, announcement: Announcement, unit: OrgUnit, by: Viewer, at: datetime
) -> None:
    record(
        session, verb, by=by.account_id, subject_type="announcement", subject_id=announcement.id,
        unit_key=unit.path_key, at=at,
    )  # fmt: skip
