"""Questions about sessions: dates of a course, the calendar, what one runs, who holds its seats."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from sqlalchemy import ColumnElement, Select, case, func, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from portal.domain.errors import NotFound
from portal.domain.organisation.models import OrgUnit, Role
from portal.domain.organisation.viewers import Viewer
from portal.domain.pages import Page, page_of
from portal.domain.training.courses.models import Course, Trainer
from portal.domain.training.courses.queries import dates_ahead, managed_agencies, open_to
from portal.domain.training.policies import may_run
from portal.domain.training.seats.models import HOLDS_A_SEAT, Enrolment, SeatState
from portal.domain.training.sessions.models import (
    ANNOUNCED,
    Mode,
    SessionDay,
    SessionMaterial,
    SessionState,
    SessionTrainer,
    TrainingSession,
)

STILL_ASKING = (SeatState.REQUESTED, SeatState.APPROVED, SeatState.WAITING)
A_PAGE = 20


@dataclass(frozen=True, slots=True)
class NextDate:
    """When a course is held next for somebody, and how many dates lie ahead in all."""

    starts_at: datetime
    count: int


@dataclass(frozen=True, slots=True)
class Seats:
    """How many hold a seat of a session, and how many still ask for one or wait."""

    held: int = 0
    asking: int = 0


def next_dates(
    session: Session, viewer: Viewer, course_ids: Iterable[int], *, at: datetime
) -> dict[int, NextDate]:
    rows = session.execute(
        select(TrainingSession.course_id, func.min(TrainingSession.starts_at), func.count())
        .where(TrainingSession.course_id.in_(tuple(course_ids)), dates_ahead(viewer, at))
        .group_by(TrainingSession.course_id)
    )
    return {course_id: NextDate(starts_at, count) for course_id, starts_at, count in rows}


def seats_of(session: Session, session_ids: Iterable[int]) -> dict[int, Seats]:
    """Of every session asked about, also those nobody has asked for."""
    ids = tuple(session_ids)
    rows = session.execute(
        select(
            Enrolment.session_id,
            func.sum(case((Enrolment.state.in_(HOLDS_A_SEAT), 1), else_=0)),
            func.sum(case((Enrolment.state.in_(STILL_ASKING), 1), else_=0)),
        )
        .where(Enrolment.session_id.in_(ids))
        .group_by(Enrolment.session_id)
    )
    found = {session_id: Seats(int(held), int(asking)) for session_id, held, asking in rows}
    return {session_id: found.get(session_id, Seats()) for session_id in ids}


def run_by(viewer: Viewer) -> ColumnElement[bool]:
    """The sessions this viewer may change; the same answer as `policies.may_run`."""
    parts: list[ColumnElement[bool]] = [TrainingSession.agency_id.in_(managed_agencies(viewer))]
    if viewer.has(Role.TRAINER):
        parts.append(TrainingSession.created_by == viewer.account_id)
    if viewer.employee_id is not None:
        parts.append(TrainingSession.id.in_(_taught(viewer.employee_id)))
    return or_(*parts)


def _taught(employee_id: int) -> Select[int]:
    return (
        select(SessionTrainer.session_id)
        .join(Trainer, Trainer.id == SessionTrainer.trainer_id)
        .where(Trainer.employee_id == employee_id)
    )


def session_for(
    session: Session, viewer: Viewer, session_id: int, *, to_change: bool = False
) -> TrainingSession:
    """Announced to the viewer's unit, run by the viewer, or one the viewer has asked for. With `to_change` one
    transaction at a time holds it.
    """
    asked = select(Enrolment.session_id).where(Enrolment.employee_id == (viewer.employee_id or 0))
    announced = TrainingSession.state.in_(ANNOUNCED) & (open_to(viewer) | TrainingSession.id.in_(asked))
    query = _whole().where(TrainingSession.id == session_id, or_(announced, run_by(viewer)))
    if to_change:
        query = query.with_for_update(of=TrainingSession).execution_options(populate_existing=True)
    found = session.scalar(query)
    if found is None:
        raise NotFound
    return found


def _whole() -> Select[TrainingSession]:
    return (
        select(TrainingSession)
        .join(TrainingSession.course)
        .join(TrainingSession.agency)
        .options(
            contains_eager(TrainingSession.course).joinedload(Course.agency),
            contains_eager(TrainingSession.agency),
            selectinload(TrainingSession.days).joinedload(SessionDay.room),
            selectinload(TrainingSession.trainers),
        )
    )


def session_to_run(
    session: Session, viewer: Viewer, session_id: int, *, to_change: bool = False
) -> TrainingSession:
    """For those who hold it or look after the agency's training."""
    found = session_for(session, viewer, session_id, to_change=to_change)
    if not may_run(viewer, found):
        raise NotFound
    return found


def dates_of(session: Session, viewer: Viewer, course_id: int, *, at: datetime) -> Sequence[TrainingSession]:
    """What lies ahead of a course for this person, the earliest first."""
    return session.scalars(
        _listed().where(TrainingSession.course_id == course_id, dates_ahead(viewer, at)).limit(30)
    ).all()


def _listed() -> Select[TrainingSession]:
    return (
        select(TrainingSession)
        .options(
            joinedload(TrainingSession.course),
            joinedload(TrainingSession.agency),
            selectinload(TrainingSession.days).joinedload(SessionDay.room),
        )
        .order_by(TrainingSession.starts_at, TrainingSession.id)
    )


def count_held(session: Session, course_id: int) -> int:
    """How often a course has been held so far, everywhere."""
    held = select(func.count()).where(
        TrainingSession.course_id == course_id, TrainingSession.state == SessionState.FINISHED
    )
    return session.scalar(held) or 0


def calendar(
    session: Session,
    viewer: Viewer,
    *,
    start: datetime,
    end: datetime,
    mode: Mode | None = None,
    number: int = 1,
) -> Page[TrainingSession]:
    """Announced sessions for this person's unit that begin within these moments."""
    query = _listed().where(
        TrainingSession.state.in_(ANNOUNCED),
        TrainingSession.starts_at >= start,
        TrainingSession.starts_at < end,
        open_to(viewer),
    )
    if mode:
        query = query.where(TrainingSession.mode == mode)
    return page_of(session, query, number, A_PAGE)


def sessions_run(
    session: Session, viewer: Viewer, *, at: datetime, is_past: bool = False, number: int = 1
) -> Page[TrainingSession]:
    """What the workshop shows: ahead (drafts too) the earliest first, or past the latest first."""
    query = _listed().where(run_by(viewer))
    if is_past:
        query = query.where(TrainingSession.ends_at <= at).order_by(None)
        query = query.order_by(TrainingSession.starts_at.desc(), TrainingSession.id.desc())
    else:
        query = query.where(TrainingSession.ends_at > at)
    return page_of(session, query, number, A_PAGE)


def materials_of(session: Session, session_id: int) -> Sequence[SessionMaterial]:
    return session.scalars(
        select(SessionMaterial)
        .where(SessionMaterial.session_id == session_id)
        .options(joinedload(SessionMaterial.file))
        .order_by(SessionMaterial.id)
    ).all()


def has_a_seat(session: Session, viewer: Viewer, session_id: int) -> bool:
    held = select(Enrolment.id).where(
        Enrolment.session_id == session_id,
        Enrolment.employee_id == (viewer.employee_id or 0),
        Enrolment.state.in_(HOLDS_A_SEAT),
    )
    return bool(session.scalar(select(held.exists())))


def completed_courses(session: Session, viewer: Viewer) -> frozenset[int]:
    """The courses this person has completed at some time."""
    rows = session.scalars(
        select(TrainingSession.course_id)
        .join(Enrolment, Enrolment.session_id == TrainingSession.id)
        .where(Enrolment.employee_id == (viewer.employee_id or 0), Enrolment.state == SeatState.COMPLETED)
        .distinct()
    )
    return frozenset(rows)


@dataclass(frozen=True, slots=True)
class MoneyThisYear:
    """Budgets of the sessions one runs in the last twelve months and ahead, and what was spent."""

    budget: Decimal
    spent: Decimal
    sessions: int


def money_of(session: Session, viewer: Viewer, *, at: datetime) -> MoneyThisYear:
    budget, spent, count = session.execute(
        select(func.sum(TrainingSession.budget), func.sum(TrainingSession.spent), func.count()).where(
            run_by(viewer),
            TrainingSession.starts_at > at - timedelta(days=365),
            TrainingSession.state != SessionState.CANCELLED,
        )
    ).one()
    return MoneyThisYear(budget or Decimal(0), spent or Decimal(0), count)


def units_to_choose(session: Session, agency_id: int) -> list[tuple[str, str]]:
    """Codes and names of an agency's open units; the first ones of a large tree."""
    rows = session.execute(
        select(OrgUnit.code, OrgUnit.name)
        .where(OrgUnit.agency_id == agency_id, OrgUnit.closed_on.is_(None))
        .order_by(OrgUnit.path_key)
        .limit(300)
    )
    return [(code, name) for code, name in rows]
