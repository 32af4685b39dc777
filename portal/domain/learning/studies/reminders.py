"""What comes back by itself: booster questions and commitments on their day. Run by the worker; each tells once."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager, joinedload

from portal.domain.learning.studies.models import Study
from portal.domain.learning.studies.records import Booster, Writing
from portal.domain.notifications.actions import notify
from portal.domain.words import n_

AT_ONCE = 500
SHORT = 240


def remind(session: Session, *, at: datetime) -> int:
    """How many were told. At most a thousand; the next call goes on."""
    return _bring_boosters(session, at) + _bring_commitments(session, at)


def _bring_boosters(session: Session, at: datetime) -> int:
    due = session.scalars(
        select(Booster)
        .join(Booster.study)
        .where(Booster.due_at <= at, Booster.notified_at.is_(None), Booster.answered_at.is_(None))
        .options(contains_eager(Booster.study).options(joinedload(Study.version), joinedload(Study.employee)))
        .order_by(Booster.due_at, Booster.id)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True, of=Booster)
    ).all()
    for booster in due:
        booster.notified_at = at
        notify(
            session, booster.study.employee.account_id, n_("Do you still know? One question from “%(title)s”"),
            link=f"/learning/boosters/{booster.id}", at=at, icon="bulb", title=booster.study.version.title,
        )  # fmt: skip
    return len(due)


def _bring_commitments(session: Session, at: datetime) -> int:
    due = session.scalars(
        select(Writing)
        .where(Writing.remind_at <= at, Writing.reminded_at.is_(None))
        .options(
            joinedload(Writing.study, innerjoin=True).joinedload(Study.employee), joinedload(Writing.lesson)
        )
        .order_by(Writing.remind_at, Writing.study_id, Writing.lesson_id)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True, of=Writing)
    ).all()
    for writing in due:
        writing.reminded_at = at
        notify(
            session, writing.study.employee.account_id, n_("You wanted to do this: “%(commitment)s”. How did it go?"),
            link=f"/learning/studies/{writing.study_id}/lessons/{writing.lesson.number}", at=at, icon="flag",
            commitment=writing.commitment[:SHORT],
        )  # fmt: skip
    return len(due)
