"""Sessions: planned once or as a series, announced, changed and called off; whoever is concerned is told."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.audit.actions import record
from portal.domain.errors import NotAllowed, RuleBroken
from portal.domain.events import announce
from portal.domain.organisation.events import BranchMoved
from portal.domain.organisation.models import Agency, OrgUnit
from portal.domain.organisation.viewers import Viewer
from portal.domain.training.courses.models import Course, CourseState
from portal.domain.training.events import SessionCalledOff
from portal.domain.training.policies import may_hold, may_run
from portal.domain.training.sessions.inputs import Every, Money, SessionInput
from portal.domain.training.sessions.models import AHEAD, SessionState, TrainingSession
from portal.domain.training.sessions.telling import tell_concerned
from portal.domain.training.sessions.timetable import fill, what_people_see
from portal.domain.words import n_

MOST_DATES = 26


def create(
    session: Session,
    course: Course,
    given: SessionInput,
    *,
    by: Viewer,
    at: datetime,
    every: Every | None = None,
    times: int = 1,
) -> list[TrainingSession]:
    """Drafts, one for each date of the series; no date is made when one of them clashes."""
    if not may_hold(by, course):
        raise NotAllowed
    if not 1 <= times <= MOST_DATES:
        raise RuleBroken(n_("A series has at most %(most)s dates."), field="times", most=MOST_DATES)
    agency = session.get_one(Agency, by.agency_id)
    series = secrets.token_hex(8) if times > 1 and every else None
    made = []
    for number in range(times if every else 1):
        held = TrainingSession(
            course=course, agency=agency, series=series, created_by=by.account_id, created_at=at
        )
        fill(session, held, _later(given, number * (every or 0)), at=at)
        made.append(held)
    return made


def _later(given: SessionInput, days: int) -> SessionInput:
    """The same so many days later, at the same hours of the clock."""
    if not days:
        return given
    shift = timedelta(days=days)
    return replace(
        given,
        days=tuple(replace(one, day=one.day + shift) for one in given.days),
        requests_until=given.requests_until and given.requests_until + shift,
    )


def change(session: Session, held: TrainingSession, given: SessionInput, *, by: Viewer, at: datetime) -> None:
    """While it lies ahead. What those concerned must know makes a new revision, and they are told."""
    if not may_run(by, held):
        raise NotAllowed
    if held.state not in AHEAD | {SessionState.DRAFT}:
        raise RuleBroken(n_("A session that was held or called off can't be changed."))
    before = what_people_see(held)
    fill(session, held, given, at=at)
    session.refresh(held, ["days"])
    if held.state in AHEAD and what_people_see(held) != before:
        held.revision += 1
        tell_concerned(
            session,
            held,
            n_("“%(title)s” on %(day)s has changed: look at days and place again"),
            at=at,
            by=by.account_id,
        )


def announce_session(session: Session, held: TrainingSession, *, by: Viewer, at: datetime) -> None:
    """From now on people see it and may ask for a seat."""
    if not may_run(by, held):
        raise NotAllowed
    if held.state is not SessionState.DRAFT:
        raise RuleBroken(n_("The session is announced already."))
    if held.course.state is not CourseState.PUBLISHED:
        raise RuleBroken(n_("Only a published course can be held."))
    if held.requests_until <= at:
        raise RuleBroken(n_("The last day for requests is over. Move the session first."))
    held.state = SessionState.PLANNED


def announce_series(session: Session, held: TrainingSession, *, by: Viewer, at: datetime) -> int:
    """This one and the drafts of its series that follow."""
    found = [held, *_following(session, held, SessionState.DRAFT)]
    for one in found:
        announce_session(session, one, by=by, at=at)
    return len(found)


def _following(session: Session, held: TrainingSession, *states: SessionState) -> Sequence[TrainingSession]:
    if held.series is None:
        return []
    return session.scalars(
        select(TrainingSession)
        .where(
            TrainingSession.series == held.series,
            TrainingSession.state.in_(states),
            TrainingSession.starts_at > held.starts_at,
        )
        .order_by(TrainingSession.starts_at, TrainingSession.id)
        .with_for_update()
    ).all()


def call_off(
    session: Session,
    held: TrainingSession,
    reason: str,
    *,
    with_series: bool = False,
    by: Viewer,
    at: datetime,
) -> int:
    """Everybody concerned is told why. Gives how many dates were called off."""
    if not may_run(by, held):
        raise NotAllowed
    if held.state not in AHEAD:
        raise RuleBroken(n_("Only an announced session that lies ahead can be called off."))
    found = [held, *(_following(session, held, *AHEAD) if with_series else ())]
    for one in found:
        one.state, one.state_reason = SessionState.CANCELLED, reason
        one.revision += 1
        tell_concerned(
            session,
            one,
            n_("“%(title)s” on %(day)s was called off: %(reason)s"),
            at=at,
            by=by.account_id,
            reason=reason,
        )
        record(
            session, "training.session.call_off", by=by.account_id, subject_type="training_session",
            subject_id=one.id, unit_key=one.unit_low, at=at, label=one.course.title, reason=reason,
        )  # fmt: skip
        announce(session, SessionCalledOff(session_id=one.id, by=by.account_id, at=at))
    return len(found)


def drop_draft(session: Session, held: TrainingSession, *, by: Viewer) -> None:
    """Nobody has seen it: it leaves no trace."""
    if not may_run(by, held):
        raise NotAllowed
    if held.state is not SessionState.DRAFT:
        raise RuleBroken(n_("Only a draft can be deleted. Call the session off instead."))
    session.delete(held)
    session.flush()


def set_money(held: TrainingSession, given: Money, *, by: Viewer) -> None:
    if not may_run(by, held):
        raise NotAllowed
    for name in ("budget", "spent"):
        amount = getattr(given, name)
        if amount is not None and not 0 <= amount < 10**12:
            raise RuleBroken(n_("Write an amount from 0 to less than a trillion."), field=name)
        setattr(held, name, amount)


def follow_branch(session: Session, event: BranchMoved) -> None:
    """Sessions are for the keys their unit has now."""
    unit = select(OrgUnit).where(OrgUnit.id == TrainingSession.unit_id)
    session.execute(
        sa.update(TrainingSession)
        .where(TrainingSession.unit_low.between(event.low, event.high), TrainingSession.unit_id.is_not(None))
        .values(
            unit_low=unit.with_only_columns(OrgUnit.path_key).scalar_subquery(),
            unit_high=unit.with_only_columns(OrgUnit.path_end).scalar_subquery(),
        )
        .execution_options(synchronize_session=False)
    )
    session.expire_all()
