"""What managers see of their people's rewards: those they evaluate, stand in for, or administer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, false, func, or_, select
from sqlalchemy.orm import Session, joinedload

from portal.domain.errors import NotFound
from portal.domain.organisation.acting import acting_for
from portal.domain.organisation.models import Agency, Employee, Role
from portal.domain.organisation.viewers import Viewer
from portal.domain.pages import Page, page_of
from portal.domain.rewards.ledger.models import Award, AwardState, Score
from portal.domain.rewards.periods import year_key


@dataclass(frozen=True, slots=True)
class Standing:
    """A person with this year's points, awards held from it, and rules met that wait for their period to close."""

    person: Employee
    points: int
    held: int
    on_course: int


def whom(session: Session, viewer: Viewer, at: datetime) -> Select[Employee]:
    """Never oneself, nobody who left, and only where rewards are used."""
    acting = acting_for(session, viewer, at)
    own = Employee.evaluator_id.in_(acting.evaluator_ids) if acting.evaluator_ids else false()
    spans: list[ColumnElement[bool]] = [
        Employee.unit_key.between(low, high) for low, high in viewer.spans(Role.HR_ADMIN)
    ]
    return (
        select(Employee)
        .join(Agency, Agency.id == Employee.agency_id)
        .where(
            or_(own, *spans),
            Agency.has_rewards,
            Employee.left_on.is_(None),
            Employee.id != (viewer.employee_id or 0),
        )
    )


def people_standing(
    session: Session, viewer: Viewer, at: datetime, *, day: date, search: str = "", number: int = 1
) -> Page[Standing]:
    """By name; a handful of statements however many people there are."""
    query = whom(session, viewer, at)
    if search:
        query = query.where(func.lower(Employee.name).contains(search.lower(), autoescape=True))
    found = page_of(
        session,
        query.options(
            joinedload(Employee.unit), joinedload(Employee.position), joinedload(Employee.account)
        ).order_by(Employee.name, Employee.id),
        number,
    )
    ids = [one.id for one in found.items]
    points, awards = _points(session, ids, day), _awards(session, ids, day.year)
    rows = [
        Standing(
            one,
            points.get(one.id, 0),
            awards.get((one.id, AwardState.GRANTED), 0),
            awards.get((one.id, AwardState.ON_COURSE), 0),
        )
        for one in found.items
    ]
    return Page(rows, found.number, found.total, found.size)


def person_seen(session: Session, viewer: Viewer, at: datetime, employee_id: int) -> Employee:
    person = session.scalar(
        whom(session, viewer, at)
        .where(Employee.id == employee_id)
        .options(joinedload(Employee.unit), joinedload(Employee.position), joinedload(Employee.account))
    )
    if person is None:
        raise NotFound
    return person


def _points(session: Session, ids: list[int], day: date) -> dict[int, int]:
    rows = session.execute(
        select(Score.employee_id, Score.points).where(
            Score.period_key == year_key(day), Score.employee_id.in_(ids)
        )
    )
    return {employee_id: points for employee_id, points in rows}


def _awards(session: Session, ids: list[int], year: int) -> dict[tuple[int, AwardState], int]:
    rows = session.execute(
        select(Award.employee_id, Award.state, func.count())
        .where(
            Award.employee_id.in_(ids),
            Award.state.in_((AwardState.GRANTED, AwardState.ON_COURSE)),
            Award.points >= 0,  # what was taken by a decision is not something earned
            Award.window_key.between(year * 10_000, year * 10_000 + 9_999),
        )
        .group_by(Award.employee_id, Award.state)
    )
    return {(employee_id, state): count for employee_id, state, count in rows}
