"""A person's calendar address, and what stands in the calendar behind it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.domain.accounts.models import Account
from portal.domain.errors import NotFound
from portal.domain.organisation.models import Employee
from portal.domain.organisation.viewers import Viewer
from portal.domain.training.courses.models import Trainer
from portal.domain.training.seats.models import Enrolment, SeatState
from portal.domain.training.sessions.models import (
    ANNOUNCED,
    CalendarFeed,
    SessionDay,
    SessionTrainer,
    TrainingSession,
)

REACHES_BACK = timedelta(days=90)
MOST = 200
IN_MY_CALENDAR = (
    SeatState.SEATED,
    SeatState.ATTENDED,
    SeatState.ABSENT,
    SeatState.COMPLETED,
    SeatState.CANCELLED,
)


def feed_of(session: Session, viewer: Viewer) -> CalendarFeed | None:
    return session.scalar(select(CalendarFeed).where(CalendarFeed.account_id == viewer.account_id))


def renew(session: Session, *, by: Viewer, at: datetime) -> CalendarFeed:
    """The first address, or one that replaces it."""
    feed = feed_of(session, by)
    if feed is None:
        feed = CalendarFeed(account_id=by.account_id, version=0)
        session.add(feed)
    feed.version += 1
    feed.made_at = at
    session.flush()
    return feed


def close(session: Session, *, by: Viewer) -> None:
    if (feed := feed_of(session, by)) is not None:
        session.delete(feed)
        session.flush()


def open_feed(session: Session, feed_id: int) -> CalendarFeed:
    """Only while its account may sign in."""
    found = session.scalar(
        select(CalendarFeed)
        .join(Account, Account.id == CalendarFeed.account_id)
        .where(CalendarFeed.id == feed_id, Account.disabled_at.is_(None))
    )
    if found is None:
        raise NotFound
    return found


def calendar_of(session: Session, feed: CalendarFeed, *, at: datetime) -> Sequence[TrainingSession]:
    """Sessions with a seat of one's own or that one teaches, called off ones too, from three months back."""
    employee = select(Employee.id).where(Employee.account_id == feed.account_id).scalar_subquery()
    seated = select(Enrolment.session_id).where(
        Enrolment.employee_id == employee, Enrolment.state.in_(IN_MY_CALENDAR)
    )
    taught = (
        select(SessionTrainer.session_id)
        .join(Trainer, Trainer.id == SessionTrainer.trainer_id)
        .where(Trainer.employee_id == employee)
    )
    return session.scalars(
        select(TrainingSession)
        .where(
            or_(TrainingSession.id.in_(seated), TrainingSession.id.in_(taught)),
            TrainingSession.state.in_(ANNOUNCED),
            TrainingSession.ends_at > at - REACHES_BACK,
        )
        .options(
            joinedload(TrainingSession.course),
            joinedload(TrainingSession.agency),
            selectinload(TrainingSession.days).joinedload(SessionDay.room),
        )
        .order_by(TrainingSession.starts_at, TrainingSession.id)
        .limit(MOST)
    ).all()
