"""Asking what became of a training, three months later: the person, a colleague and the evaluator. The worker's."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, joinedload

from portal.domain.notifications.actions import notify
from portal.domain.organisation.models import Employee
from portal.domain.periods import local_day
from portal.domain.training.proof.behaviour import checks
from portal.domain.training.proof.models import BehaviourCheck, Side
from portal.domain.training.seats.models import Enrolment, SeatState
from portal.domain.training.sessions.models import SessionState, TrainingSession
from portal.domain.words import n_

AFTER = timedelta(days=91)  # three months
LONG_AGO = timedelta(days=182)  # older ones are not asked about any more
TIME_TO_ANSWER = timedelta(days=21)
REMINDED_BEFORE = timedelta(days=7)
AT_ONCE = 50
MOST_STATEMENTS = 6
GENERAL = (
    n_("Uses what was taught in the daily work"),
    n_("Works better or faster thanks to it"),
    n_("Helps others with it"),
)
ASKED_SELF = n_("Three months after “%(title)s”: what do you use at work?")
ASKED_OTHER = n_("Three months after “%(title)s”: what do you see of it in the work of %(name)s?")


def ask_due(session: Session, *, at: datetime) -> int:
    """Make the checks whose time has come; how many people were asked about. Call until it gives 0."""
    due = session.scalars(_due(at)).all()
    for enrolment in due:
        _ask(session, enrolment, at)
    session.flush()
    return len(due)


def _due(at: datetime) -> Select[Enrolment]:
    asked = select(BehaviourCheck.id).where(BehaviourCheck.enrolment_id == Enrolment.id).exists()
    return (
        select(Enrolment)
        .join(Enrolment.session)
        .join(Enrolment.employee)
        .where(
            TrainingSession.state == SessionState.FINISHED,
            TrainingSession.ends_at <= at - AFTER,
            TrainingSession.ends_at > at - LONG_AGO,
            Enrolment.state == SeatState.COMPLETED,
            Employee.left_on.is_(None),
            ~asked,
        )
        .options(
            joinedload(Enrolment.employee).joinedload(Employee.evaluator),
            joinedload(Enrolment.session).joinedload(TrainingSession.course),
            joinedload(Enrolment.session).joinedload(TrainingSession.agency),
        )
        .order_by(TrainingSession.ends_at, Enrolment.id)
        .limit(AT_ONCE)
    )


def statements_of(outcomes: str) -> list[str]:
    """What a course promised, a line each; general ones where it promised nothing."""
    lines = [line.strip(" -*•\t") for line in outcomes.splitlines()]
    return [line for line in lines if line][:MOST_STATEMENTS] or list(GENERAL)


def _ask(session: Session, enrolment: Enrolment, at: datetime) -> None:
    held, person = enrolment.session, enrolment.employee
    due_on = local_day(at + TIME_TO_ANSWER, held.agency.timezone)
    for side, rater in _raters(session, person):
        check = BehaviourCheck(
            enrolment_id=enrolment.id, side=side, rater_id=rater.id, asked_at=at, due_on=due_on,
            statements=statements_of(held.course.outcomes),
        )  # fmt: skip
        session.add(check)
        session.flush()
        _tell(session, check, rater, person, held, at)


def _raters(session: Session, person: Employee) -> list[tuple[Side, Employee]]:
    raters = [(Side.SELF, person)]
    if person.evaluator is not None and person.evaluator.left_on is None:
        raters.append((Side.EVALUATOR, person.evaluator))
    if (peer := _peer_of(session, person)) is not None:
        raters.append((Side.PEER, peer))
    return raters


def _peer_of(session: Session, person: Employee) -> Employee | None:
    """Of the same unit and not above or below the person; who has been asked least, so that it goes round."""
    asked = (
        select(func.count(BehaviourCheck.id))
        .where(BehaviourCheck.rater_id == Employee.id, BehaviourCheck.side == Side.PEER)
        .scalar_subquery()
    )
    return session.scalar(
        select(Employee)
        .where(
            Employee.unit_id == person.unit_id,
            Employee.id.not_in([person.id, person.evaluator_id or 0]),
            or_(Employee.evaluator_id.is_(None), Employee.evaluator_id != person.id),
            Employee.account_id.is_not(None),
            Employee.left_on.is_(None),
        )
        .order_by(asked, Employee.id)
        .limit(1)
    )


def _tell(
    session: Session,
    check: BehaviourCheck,
    rater: Employee,
    person: Employee,
    held: TrainingSession,
    at: datetime,
) -> None:
    notify(
        session,
        rater.account_id,
        ASKED_SELF if check.side is Side.SELF else ASKED_OTHER,
        link=f"/training/behaviour/{check.id}",
        at=at,
        icon="eye",
        title=held.course.title,
        name=person.name,
    )


def remind(session: Session, *, at: datetime) -> int:
    """Once, a week before the last day."""
    open_ones = session.scalars(
        checks()
        .where(
            BehaviourCheck.answered_at.is_(None),
            BehaviourCheck.reminded_at.is_(None),
            BehaviourCheck.due_on >= at.date(),
            BehaviourCheck.due_on <= (at + REMINDED_BEFORE).date(),
        )
        .order_by(BehaviourCheck.id)
        .limit(AT_ONCE)
    ).all()
    for check in open_ones:
        check.reminded_at = at
        _tell(session, check, check.rater, check.enrolment.employee, check.enrolment.session, at)
    session.flush()
    return len(open_ones)
