"""Lists of sessions: dates of a course, the calendar, the workshop of those who hold them, and what they cost."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.domain.organisation.viewers import Viewer
from portal.domain.pages import Page, page_of
from portal.domain.training.courses.queries import dates_ahead, open_to
from portal.domain.training.seats.models import OPEN, Enrolment, SeatState
from portal.domain.training.sessions.models import (
    ANNOUNCED,
    Mode,
    SessionDay,
    SessionState,
    TrainingSession,
)
from portal.domain.training.sessions.queries import run_by

A_PAGE = 20


@dataclass(frozen=True, slots=True)
class NextDate:
    """When a course is held next for somebody, and how many dates lie ahead in all."""

    starts_at: datetime
    count: int


def next_dates(
    session: Session, viewer: Viewer, course_ids: Iterable[int], *, at: datetime
) -> dict[int, NextDate]:
    rows = session.execute(
        select(TrainingSession.course_id, func.min(TrainingSession.starts_at), func.count())
        .where(TrainingSession.course_id.in_(tuple(course_ids)), dates_ahead(viewer, at))
        .group_by(TrainingSession.course_id)
    )
    return {course_id: NextDate(starts_at, count) for course_id, starts_at, count in rows}


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


def courses_taken(session: Session, viewer: Viewer) -> dict[int, bool]:
    """The courses this person need not be advised: completed at some time (True), or asked for and open (False)."""
    rows = session.execute(
        select(
            TrainingSession.course_id, func.max(case((Enrolment.state == SeatState.COMPLETED, 1), else_=0))
        )
        .join(Enrolment, Enrolment.session_id == TrainingSession.id)
        .where(
            Enrolment.employee_id == (viewer.employee_id or 0),
            Enrolment.state.in_((*OPEN, SeatState.ATTENDED, SeatState.COMPLETED)),
        )
        .group_by(TrainingSession.course_id)
    )
    return {course_id: bool(is_completed) for course_id, is_completed in rows}


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
