"""What must hold before a seat can be asked for. Each refusal is a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from portal.domain.errors import RuleBroken
from portal.domain.organisation.viewers import Viewer
from portal.domain.training.courses.models import Course, CoursePrerequisite
from portal.domain.training.seats.limits import check_limit, limit_of
from portal.domain.training.seats.models import HOLDS_A_SEAT, OPEN, Enrolment, SeatState
from portal.domain.training.sessions.models import AHEAD, SessionDay, SessionState, TrainingSession
from portal.domain.words import n_

CLOSED = {
    SessionState.DRAFT: n_("This session is not open for requests yet."),
    SessionState.CANCELLED: n_("This session was called off."),
    SessionState.FINISHED: n_("This session has been held."),
}
AGAIN = (SeatState.WITHDRAWN, SeatState.EXPIRED)


def obstacle(session: Session, held: TrainingSession, viewer: Viewer, at: datetime) -> RuleBroken | None:
    """Why this employee could not ask for a seat now, said before they try."""
    try:
        check_request(session, held, viewer.employee_id or 0, viewer.unit_key or 0, at)
    except RuleBroken as broken:
        return broken
    return None


def check_request(
    session: Session, held: TrainingSession, employee_id: int, unit_key: int, at: datetime
) -> None:
    if not held.unit_low <= unit_key <= held.unit_high:
        raise RuleBroken(n_("This session is for other units."))
    check_open(held, at)
    if missing := missing_courses(session, held.course_id, employee_id):
        raise RuleBroken(
            n_("Please complete this first: %(titles)s."), titles=", ".join(one.title for one in missing)
        )
    _check_course(session, held, employee_id)
    _check_days(session, held, employee_id)
    check_limit(limit_of(session, held, employee_id))


def check_open(held: TrainingSession, at: datetime) -> None:
    if held.state in CLOSED:
        raise RuleBroken(CLOSED[held.state])
    if at >= held.starts_at:
        raise RuleBroken(n_("This session has already begun."))
    if held.state is SessionState.ALLOCATED or at >= held.requests_until:
        raise RuleBroken(n_("The time for requests is over."))


def check_not_asked(before: Enrolment | None) -> None:
    """A request that was taken back, or an offer that ran out, does not stand in the way of another one."""
    if before is None or before.state in AGAIN:
        return
    if before.state is SeatState.REFUSED:
        raise RuleBroken(
            n_("Your evaluator did not approve your request. Talk with them: they can still do it.")
        )
    raise RuleBroken(n_("You have already asked for a seat in this session."))


def missing_courses(session: Session, course_id: int, employee_id: int) -> Sequence[Course]:
    """Courses that have to be completed first and are not."""
    completed = (
        select(Enrolment.id)
        .join(TrainingSession, TrainingSession.id == Enrolment.session_id)
        .where(
            TrainingSession.course_id == Course.id,
            Enrolment.employee_id == employee_id,
            Enrolment.state == SeatState.COMPLETED,
        )
    )
    return session.scalars(
        select(Course)
        .join(CoursePrerequisite, CoursePrerequisite.needs_id == Course.id)
        .where(CoursePrerequisite.course_id == course_id, ~completed.exists())
        .order_by(Course.title, Course.id)
    ).all()


def _check_course(session: Session, held: TrainingSession, employee_id: int) -> None:
    """One seat in a course at a time: other dates of the same course wait until these are settled."""
    other = (
        select(Enrolment.id)
        .join(TrainingSession, TrainingSession.id == Enrolment.session_id)
        .where(
            Enrolment.employee_id == employee_id,
            Enrolment.state.in_(OPEN),
            TrainingSession.course_id == held.course_id,
            TrainingSession.id != held.id,
            TrainingSession.state.in_(AHEAD),
        )
    )
    if session.scalar(other.limit(1)) is not None:
        raise RuleBroken(n_("You have already asked for a seat in this course on other dates."))


def _check_days(session: Session, held: TrainingSession, employee_id: int) -> None:
    mine, theirs = aliased(SessionDay), aliased(SessionDay)
    clash = (
        select(Course.title)
        .join(TrainingSession, TrainingSession.course_id == Course.id)
        .join(Enrolment, Enrolment.session_id == TrainingSession.id)
        .join(theirs, theirs.session_id == TrainingSession.id)
        .join(mine, (mine.starts_at < theirs.ends_at) & (mine.ends_at > theirs.starts_at))
        .where(
            Enrolment.employee_id == employee_id,
            Enrolment.state.in_(HOLDS_A_SEAT),
            TrainingSession.id != held.id,
            TrainingSession.state != SessionState.CANCELLED,
            mine.session_id == held.id,
        )
    )
    if (title := session.scalar(clash.limit(1))) is not None:
        raise RuleBroken(n_("At that time you have a seat in “%(title)s”."), title=title)
