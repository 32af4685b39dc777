"""Telling holders that a badge they have a certificate of runs out soon."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from portal.domain.notifications.actions import notify
from portal.domain.organisation.models import Employee
from portal.domain.rewards.credentials.models import Credential
from portal.domain.rewards.credentials.queries import COUNTS
from portal.domain.rewards.jobs import Begin
from portal.domain.rewards.ledger.models import Award
from portal.domain.words import n_

BEFORE = timedelta(days=30)
MOST_AT_ONCE = 500
ENDS_SOON = n_("Your badge “%(badge)s” counts until %(day)s. Win it again to go on.")


def remind(session: Session, *, at: datetime) -> int:
    """Once for each certificate, a month before its end; gives how many were told."""
    ending = session.execute(
        select(Credential, Employee.account_id)
        .join(Award, Award.id == Credential.award_id)
        .join(Employee, Employee.id == Award.employee_id)
        .where(
            Credential.reminded_at.is_(None),
            Credential.expires_at > at,
            Credential.expires_at <= at + BEFORE,
            COUNTS,
        )
        .options(joinedload(Credential.badge), joinedload(Credential.agency))
        .order_by(Credential.id)
        .limit(MOST_AT_ONCE)
    ).all()
    for credential, account_id in ending:
        credential.reminded_at = at
        notify(
            session,
            account_id,
            ENDS_SOON,
            link=f"/rewards/awards/{credential.award_id}",
            at=at,
            icon="clock",
            badge=credential.badge.name,
            day=_last_day(credential),
        )
    session.flush()
    return len(ending)


def remind_all(begin: Begin, at: datetime) -> int:
    """In short transactions."""
    told = 0
    while True:
        with begin() as session:
            some = remind(session, at=at)
        told += some
        if not some:
            return told


def _last_day(credential: Credential) -> str:
    """In the agency's calendar, as it is written in Indonesia."""
    ends = credential.expires_at
    return "" if ends is None else f"{ends.astimezone(ZoneInfo(credential.agency.timezone)):%d-%m-%Y}"
