"""What is kept about one person's attendance, tests, checks and certificates, for that person's "my data"."""

from __future__ import annotations

from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from portal.domain.organisation.viewers import Viewer
from portal.domain.training.attendance.models import Attendance
from portal.domain.training.certificates.models import Certificate
from portal.domain.training.certificates.queries import own_certificates, own_externals
from portal.domain.training.proof.models import BehaviourCheck, FeedbackGiven, Side, TakenTest
from portal.domain.training.seats.models import Enrolment
from portal.domain.training.sessions.models import TrainingSession

CERTIFICATE = (
    "number",
    "code",
    "name",
    "title",
    "kind",
    "hours",
    "began_on",
    "ended_on",
    "state",
    "issued_at",
)
EXTERNAL = (
    *("title", "provider", "number", "kind", "hours", "hours_accepted", "began_on", "ended_on"),
    *("state", "reason", "handed_in_at", "decided_at"),
)


def own_attendance(session: Session, me: Viewer) -> list[dict[str, Any]]:
    """Every seat with what was noted and what the person did around it, oldest first."""
    seats = session.scalars(
        select(Enrolment)
        .where(Enrolment.employee_id == (me.employee_id or 0))
        .options(joinedload(Enrolment.session).joinedload(TrainingSession.course))
        .order_by(Enrolment.id)
    ).all()
    ids = [seat.id for seat in seats]
    marks = _by_seat(session, select(Attendance).where(Attendance.enrolment_id.in_(ids)))
    tests = _by_seat(session, select(TakenTest).where(TakenTest.enrolment_id.in_(ids)))
    given = {
        one.enrolment_id: one.given_on
        for one in session.scalars(select(FeedbackGiven).where(FeedbackGiven.enrolment_id.in_(ids)))
    }
    return [
        {
            "training": seat.session.course.title,
            "sittings": [
                {
                    "day_id": one.day_id,
                    "present": one.is_present,
                    "how": one.way,
                    "at": one.at,
                    "reason": one.reason,
                }
                for one in marks.get(seat.id, [])
            ],
            "tests": [
                {"when": one.turn, "percent": one.percent, "answers": one.answers, "taken_at": one.taken_at}
                for one in tests.get(seat.id, [])
            ],
            "feedback_given_on": given.get(seat.id),
        }
        for seat in seats
        if seat.id in marks or seat.id in tests or seat.id in given
    ]


def _by_seat(session: Session, query: Any) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for one in session.scalars(query):
        found.setdefault(one.enrolment_id, []).append(one)
    return found


def own_behaviour(session: Session, me: Viewer) -> list[dict[str, Any]]:
    """What this person answered, and that others were asked about them; what those said is only told in means."""
    mine = me.employee_id or 0
    checks = session.scalars(
        select(BehaviourCheck)
        .join(BehaviourCheck.enrolment)
        .where(or_(BehaviourCheck.rater_id == mine, Enrolment.employee_id == mine))
        .order_by(BehaviourCheck.id)
    )
    return [
        {
            "side": one.side,
            "asked_at": one.asked_at,
            **(
                {"statements": one.statements, "scores": one.scores, "obstacle": one.obstacle}
                if one.rater_id == mine
                else {}
            ),
        }
        for one in checks
        if one.rater_id == mine or one.side is not Side.SELF
    ]


def own_training_certificates(session: Session, me: Viewer) -> dict[str, list[dict[str, Any]]]:
    return {
        "issued_here": [_told(one, CERTIFICATE) for one in own_certificates(session, me)],
        "from_elsewhere": [_told(one, EXTERNAL) for one in own_externals(session, me)],
    }


def _told(one: Certificate | Any, columns: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(one, name) for name in columns}
