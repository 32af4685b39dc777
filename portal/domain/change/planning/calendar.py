"""The days of drafts, kept by the worker: people are told, owners reminded."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from portal.domain.change.planning.models import Draft
from portal.domain.change.telling import tell_everybody
from portal.domain.notifications.actions import notify
from portal.domain.organisation.models import OrgUnit
from portal.domain.periods import local_day
from portal.domain.words import n_

REMIND_BEFORE = timedelta(days=3)


def keep_calendar(session: Session, *, at: datetime) -> int:
    """Tell about one new draft, or remind an owner of the day by which proposals are answered. How many that were."""
    for draft in session.scalars(
        select(Draft)
        .where(Draft.decided_at.is_(None), Draft.reminded_at.is_(None))
        .options(joinedload(Draft.unit).joinedload(OrgUnit.agency), joinedload(Draft.owner))
        .order_by(Draft.id)
        .with_for_update(of=Draft, skip_locked=True)
    ):
        if draft.told_at is None:
            _tell_new(session, draft, at=at)
            return 1
        today = local_day(at, draft.unit.agency.timezone)
        if today > draft.closes_on and draft.answer_by - today <= REMIND_BEFORE:
            _remind(session, draft, at=at)
            return 1
    return 0


def _tell_new(session: Session, draft: Draft, *, at: datetime) -> None:
    tell_everybody(
        session, draft.unit, n_("Before it is decided: what would you change in “%(title)s”?"),
        link=f"/change/drafts/{draft.id}", icon="hand-stop", at=at, title=draft.title,
    )  # fmt: skip
    draft.told_at = at


def _remind(session: Session, draft: Draft, *, at: datetime) -> None:
    notify(
        session,
        draft.owner.account_id,
        n_("Proposals on “%(title)s” are to be answered by %(day)s."),
        link=f"/change/drafts/{draft.id}",
        at=at,
        icon="clock",
        title=draft.title,
        day=f"{draft.answer_by:%d/%m/%Y}",
    )
    draft.reminded_at = at
