"""A day before the time for requests ends, evaluators who have not answered are asked once more."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager

from portal.domain.notifications.actions import notify
from portal.domain.organisation.acting import accounts_deciding
from portal.domain.training.seats.models import Enrolment, SeatState
from portal.domain.training.sessions.models import SessionState, TrainingSession
from portal.domain.words import n_

BEFORE, AT_ONCE = timedelta(hours=24), 500


def remind(session: Session, *, at: datetime) -> int:
    """One line for each evaluator, whatever the number of people. How many requests they are about."""
    late = session.scalars(
        select(Enrolment)
        .join(Enrolment.session)
        .join(Enrolment.employee)
        .where(
            Enrolment.state == SeatState.REQUESTED,
            Enrolment.reminded_at.is_(None),
            Enrolment.requested_at <= at - BEFORE,
            TrainingSession.state == SessionState.PLANNED,
            TrainingSession.requests_until > at,
            TrainingSession.requests_until <= at + BEFORE,
        )
        .options(contains_eager(Enrolment.employee))
        .order_by(Enrolment.id)
        .limit(AT_ONCE)
        .with_for_update(of=Enrolment, skip_locked=True)
    ).all()
    by_evaluator: defaultdict[int | None, list[Enrolment]] = defaultdict(list)
    for enrolment in late:
        enrolment.reminded_at = at
        by_evaluator[enrolment.employee.evaluator_id].append(enrolment)
    for evaluator_id, enrolments in by_evaluator.items():
        for account_id in accounts_deciding(session, evaluator_id, about=enrolments[0].employee_id, at=at):
            notify(
                session, account_id,
                n_("Requests for training wait for you: %(count)s. From tomorrow on only the waiting list is left."),
                link="/training/approvals", at=at, icon="clock", count=len(enrolments),
            )  # fmt: skip
    return len(late)
