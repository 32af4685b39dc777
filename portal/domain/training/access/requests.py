"""Who asked for a seat, what became of it, and why: for those who may read about these people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, contains_eager

from portal.domain.organisation.models import Employee, OrgUnit
from portal.domain.pages import Page, page_of
from portal.domain.training.access.reporting import UNHEARD, begins_in
from portal.domain.training.seats.models import HOLDS_A_SEAT, Enrolment, SeatAllocation, SeatState
from portal.domain.training.seats.reasons import Reason, reason_of
from portal.domain.training.sessions.models import TrainingSession
from portal.domain.words import n_

MOST_ROWS = 20_000


class Outcome(StrEnum):
    ALL = "all"
    UNHEARD = "unheard"
    GOT = "got"
    GIVEN_BACK = "given_back"


OUTCOME_NAMES = {
    Outcome.ALL: n_("Everybody who asked"),
    Outcome.UNHEARD: n_("Without a seat"),
    Outcome.GOT: n_("With a seat"),
    Outcome.GIVEN_BACK: n_("Seat given back"),
}
STATES: dict[Outcome, tuple[SeatState, ...]] = {
    Outcome.UNHEARD: UNHEARD,
    Outcome.GOT: HOLDS_A_SEAT,
    Outcome.GIVEN_BACK: (SeatState.WITHDRAWN,),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """`reason`: the fair rule's, in words with numbers; `enrolment.reason`: what a person wrote."""

    enrolment: Enrolment
    reason: Reason | None


def requests_in(session: Session, unit: OrgUnit, year: int, outcome: Outcome, number: int = 1) -> Page[Asked]:
    """The latest sessions first."""
    page = page_of(session, _requests(unit, year, outcome), number)
    return Page(_with_reasons(session, page.items), page.number, page.total, page.size)


def all_requests_in(session: Session, unit: OrgUnit, year: int) -> list[Asked]:
    found = session.scalars(_requests(unit, year, Outcome.ALL).limit(MOST_ROWS)).unique().all()
    return _with_reasons(session, found)


def _requests(unit: OrgUnit, year: int, outcome: Outcome) -> Select[Enrolment]:
    query = (
        select(Enrolment)
        .join(Enrolment.employee)
        .join(Enrolment.session)
        .where(
            Employee.unit_key.between(unit.path_key, unit.path_end),
            Employee.left_on.is_(None),
            begins_in(unit, year),
        )
        .options(
            contains_eager(Enrolment.employee).joinedload(Employee.unit),
            contains_eager(Enrolment.session).joinedload(TrainingSession.course),
        )
        .order_by(TrainingSession.starts_at.desc(), TrainingSession.id, Employee.name, Enrolment.id)
    )
    return query.where(Enrolment.state.in_(STATES[outcome])) if outcome in STATES else query


def _with_reasons(session: Session, enrolments: Iterable[Enrolment]) -> list[Asked]:
    found = list(enrolments)
    ids = {one.session_id for one in found if one.basis is not None}
    runs = session.scalars(select(SeatAllocation).where(SeatAllocation.session_id.in_(ids))) if ids else ()
    by_session = {run.session_id: run for run in runs}
    return [Asked(one, reason_of(one, by_session.get(one.session_id))) for one in found]
