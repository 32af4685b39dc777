"""How a person's history grows: each change of unit, position or evaluator ends one stretch and begins the next."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.errors import RuleBroken
from portal.domain.events import announce
from portal.domain.organisation.events import PeoplePlaced
from portal.domain.organisation.models import Employee, Placement, Position, PositionKind
from portal.domain.organisation.people.inputs import Place
from portal.domain.periods import local_day
from portal.domain.words import n_

LONGEST_CHAIN = 30
KINDS = (
    (PositionKind.LEADERSHIP, ("kepala dinas", "kepala badan", "sekretaris daerah", "inspektur", "asisten")),
    (PositionKind.SUPERVISOR, ("kepala seksi", "kepala subbag", "lurah", "kepala subbidang", "kepala uptd")),
    (PositionKind.ADMINISTRATOR, ("kepala bidang", "kepala bagian", "camat", "sekretaris")),
)
FUNCTIONAL = (" ahli pertama", " ahli muda", " ahli madya", " ahli utama")
SKILLED = (" pemula", " terampil", " mahir", " penyelia")


def kind_of(position: str) -> PositionKind:
    """Guessed from the usual names of posts; an administrator may correct it."""
    name = position.lower()
    for kind, starts in KINDS:
        if name.startswith(starts):
            return kind
    return PositionKind.FUNCTIONAL if name.endswith(FUNCTIONAL + SKILLED) else PositionKind.EXECUTIVE


def position_named(session: Session, agency_id: int, name: str) -> Position | None:
    """The agency's position of that name, made when it is new; None for an empty name."""
    name = " ".join(name.split())[:160]
    if not name:
        return None
    found = session.scalar(select(Position).where(Position.agency_id == agency_id, Position.name == name))
    if found is None:
        found = Position(agency_id=agency_id, name=name, kind=kind_of(name))
        session.add(found)
        session.flush()
    return found


def place(session: Session, employee: Employee, new: Place, *, at: datetime) -> Placement:
    """Begin a stretch; the one before ends the same day. A second change on one day corrects the first."""
    check_day(new.starts_on, local_day(at, new.unit.agency.timezone))
    if new.unit.closed_on is not None:
        raise RuleBroken(n_("The unit is closed. Choose another one."), field="unit")
    check_chain(session, employee.id, new.evaluator)
    current = newest_placement(session, employee.id)
    position = position_named(session, new.unit.agency_id, new.position)
    if current is None or current.starts_on < new.starts_on:
        if current is not None and current.ends_on is None:
            current.ends_on = new.starts_on
            session.flush()
        current = Placement(employee_id=employee.id, starts_on=new.starts_on)
        session.add(current)
    elif current.starts_on > new.starts_on:
        raise RuleBroken(n_("The day lies before the present placement began."), field="starts_on")
    current.unit_id, current.unit_key = new.unit.id, new.unit.path_key
    current.position_id = position.id if position else None
    current.evaluator_id = new.evaluator.id if new.evaluator else None
    current.reason = " ".join(new.reason.split())[:300]
    employee.agency_id = new.unit.agency_id
    employee.unit_id, employee.unit_key = current.unit_id, current.unit_key
    employee.position_id, employee.evaluator_id = current.position_id, current.evaluator_id
    session.flush()
    session.expire(employee, ["unit", "position", "evaluator", "agency"])
    announce(session, PeoplePlaced(employee_ids=(employee.id,), at=at))
    return current


def newest_placement(session: Session, employee_id: int) -> Placement | None:
    return session.scalar(
        select(Placement)
        .where(Placement.employee_id == employee_id)
        .order_by(Placement.starts_on.desc())
        .limit(1)
    )


def check_day(day: date, today: date) -> None:
    if day > today:
        raise RuleBroken(
            n_("The day lies in the future. Enter the change when it has come."), field="starts_on"
        )
    if day.year < 1950:
        raise RuleBroken(n_("The day lies too far in the past."), field="starts_on")


def check_chain(session: Session, employee_id: int, evaluator: Employee | None) -> None:
    """Nobody may stand above themselves, directly or through others."""
    above, steps = evaluator, 0
    while above is not None and steps < LONGEST_CHAIN:
        if above.id == employee_id:
            raise RuleBroken(
                n_("This evaluator works for the person, directly or through others."), field="evaluator"
            )
        above = session.get(Employee, above.evaluator_id) if above.evaluator_id else None
        steps += 1
