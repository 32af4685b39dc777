"""Taking hours back with a reason, booking them again, and written assignments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.domain.audit.actions import record
from portal.domain.errors import NotAllowed, RuleBroken
from portal.domain.events import announce
from portal.domain.files import Prepared, keep
from portal.domain.notifications.actions import notify
from portal.domain.organisation.models import Employee, Role
from portal.domain.organisation.viewers import Viewer
from portal.domain.training.hours.events import HoursBooked
from portal.domain.training.hours.models import Assignment, HoursEntry, HoursTag
from portal.domain.training.hours.telling import OWN
from portal.domain.words import n_

LONGEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class NewAssignment:
    number: str
    purpose: str
    starts_on: date
    last_day: date


def correct(session: Session, entry: HoursEntry, reason: str, *, by: Viewer, at: datetime) -> HoursEntry:
    """HR takes a booking back, or books again what was taken back. The person is told why."""
    employee = session.get_one(Employee, entry.employee_id)
    if not by.covers(employee.unit_key, Role.HR_ADMIN) or employee.id == by.employee_id:
        raise NotAllowed
    turned = _turn(session, entry, reason, by=by.account_id, at=at)
    record(
        session, "hours.corrected", by=by.account_id, subject_type="employee", subject_id=employee.id,
        unit_key=employee.unit_key, at=at, label=entry.title, hours=turned.hours,
    )  # fmt: skip
    notify(
        session, employee.account_id, n_("%(hours)s learning hours of “%(title)s” were booked: %(reason)s"),
        link=f"{OWN}?year={entry.year}", at=at, icon="school", hours=turned.hours, title=entry.title, reason=reason,
    )  # fmt: skip
    return turned


def take_back(
    session: Session, source_type: str, source_id: int, employee_id: int, reason: str, *, at: datetime
) -> HoursEntry | None:
    """The proof of an activity is gone. Nothing happens when nothing is booked for it."""
    last = session.scalar(
        select(HoursEntry)
        .where(
            HoursEntry.source_type == source_type,
            HoursEntry.source_id == source_id,
            HoursEntry.employee_id == employee_id,
        )
        .order_by(HoursEntry.revision.desc())
        .limit(1)
    )
    if last is None or last.hours < 0:
        return None
    return _turn(session, last, reason, by=None, at=at)


def _turn(session: Session, entry: HoursEntry, reason: str, *, by: int | None, at: datetime) -> HoursEntry:
    """The opposite of the latest line of an activity, on the same day of the same year."""
    turned = HoursEntry(
        employee_id=entry.employee_id,
        unit_key=entry.unit_key,
        year=entry.year,
        day=entry.day,
        kind=entry.kind,
        title=entry.title,
        provider=entry.provider,
        held=entry.held,
        hours=-entry.hours,
        source_type=entry.source_type,
        source_id=entry.source_id,
        revision=entry.revision + 1,
        reason=reason,
        booked_by=by,
        booked_at=at,
    )
    session.add(turned)
    try:
        session.flush()
    except IntegrityError as twin:
        raise RuleBroken(n_("This line has been corrected already.")) from twin
    for tag in session.scalars(select(HoursTag.tag).where(HoursTag.entry_id == entry.id)).all():
        session.add(HoursTag(tag=tag, employee_id=entry.employee_id, entry_id=turned.id, hours=turned.hours))
    announce(session, HoursBooked(employee_id=entry.employee_id, entry_id=turned.id, at=at))
    return turned


def assign(
    session: Session,
    employee: Employee,
    new: NewAssignment,
    file: Prepared | None,
    *,
    by: Viewer,
    at: datetime,
) -> Assignment:
    """Write down the assignment that lets somebody with a limit learn in that contract year."""
    if not by.covers(employee.unit_key, Role.HR_ADMIN):
        raise NotAllowed
    if new.starts_on.year > at.year + 1:
        raise RuleBroken(n_("Choose a day within this year or the next."), field="starts_on")
    if new.last_day < new.starts_on:
        raise RuleBroken(n_("The last day lies before the first."), field="ends_on")
    if new.last_day - new.starts_on >= LONGEST:
        raise RuleBroken(n_("An assignment holds for one contract year at most."), field="ends_on")
    given = Assignment(
        employee_id=employee.id,
        number=new.number,
        purpose=new.purpose,
        starts_on=new.starts_on,
        ends_on=new.last_day + timedelta(days=1),
        file_id=keep(session, file, by=by.account_id, at=at).id if file else None,
        given_by=by.account_id,
        given_at=at,
    )
    session.add(given)
    try:
        session.flush()
    except IntegrityError as twin:
        raise RuleBroken(n_("There is an assignment with this number already."), field="number") from twin
    record(
        session, "hours.assigned", by=by.account_id, subject_type="employee", subject_id=employee.id,
        unit_key=employee.unit_key, at=at, label=new.number,
    )  # fmt: skip
    notify(
        session, employee.account_id, n_("You are assigned to learn: %(purpose)s (%(number)s)"),
        link=OWN, at=at, icon="school", purpose=new.purpose, number=new.number,
    )  # fmt: skip
    return given
