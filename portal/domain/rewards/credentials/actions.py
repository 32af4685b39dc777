"""Making a credential of one's own award, sharing it, and taking the consent back."""

from __future__ import annotations

import secrets
from datetime import datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.domain.codes import new_code, new_token
from portal.domain.errors import NotAllowed, RuleBroken
from portal.domain.organisation.models import Agency, Employee
from portal.domain.organisation.viewers import Viewer
from portal.domain.rewards.badges.catalogue import look_at
from portal.domain.rewards.badges.lasting import last_day
from portal.domain.rewards.badges.models import Badge
from portal.domain.rewards.credentials.models import Credential
from portal.domain.rewards.credentials.status_list import SIZE
from portal.domain.rewards.ledger.models import Award, AwardState
from portal.domain.words import n_

MOST_ON_A_LIST = SIZE // 2  # half full, so that a random free place is found at once


def issue(session: Session, award: Award, *, by: Viewer, at: datetime) -> Credential:
    """The credential of an award as it stands; asking again gives the same one."""
    if by.employee_id != award.employee_id:
        raise NotAllowed
    badge = award.version.badge
    if award.state is not AwardState.GRANTED or badge is None:
        raise RuleBroken(n_("There is a certificate only for a badge that is yours today."))
    return _existing(session, award) or credential_for(session, award, badge, at)


def share(session: Session, award: Award, *, by: Viewer, at: datetime) -> Credential:
    """With the holder's consent everybody who has the link sees the badge. Each consent has a link of its own."""
    credential = issue(session, award, by=by, at=at)
    if not by.has_rewards:
        raise RuleBroken(n_("Rewards are switched off in your agency, so badges stay private."))
    if credential.share_token is None:
        credential.share_token, credential.shared_at, credential.withdrawn_at = new_token(), at, None
        session.flush()
    return credential


def withdraw(session: Session, award: Award, *, by: Viewer, at: datetime) -> None:
    """The link is dead from this moment, and no later one will be the same."""
    if by.employee_id != award.employee_id:
        raise NotAllowed
    credential = _existing(session, award)
    if credential is not None and credential.share_token is not None:
        credential.share_token, credential.shared_at, credential.withdrawn_at = None, None, at
        session.flush()


def ends_at(granted_at: datetime, months: int | None, timezone: str) -> datetime | None:
    """At the end of the last day in the agency's calendar."""
    if months is None:
        return None
    zone = ZoneInfo(timezone)
    return datetime.combine(last_day(granted_at.astimezone(zone).date(), months), time(23, 59, 59), zone)


def credential_for(session: Session, award: Award, badge: Badge, at: datetime) -> Credential:
    """Made without asking whether one may; `issue` is what people do."""
    agency_id = session.get_one(Employee, award.employee_id).agency_id
    timezone = session.get_one(Agency, agency_id).timezone
    look = look_at(session, badge, award.changed_at)
    number = _open_list(session, agency_id)
    while True:
        credential = Credential(
            award_id=award.id,
            revision=award.revision,
            agency_id=agency_id,
            badge_id=badge.id,
            badge_version=look.number,
            code=new_code(),
            status_list=number,
            status_index=secrets.randbelow(SIZE),
            granted_at=award.changed_at,
            issued_at=at,
            expires_at=ends_at(award.changed_at, look.lasts_months, timezone),
        )
        try:
            with session.begin_nested():
                session.add(credential)
        except IntegrityError:  # the place was taken, or somebody pressed twice at once
            if (existing := _existing(session, award)) is not None:
                return existing
        else:
            return credential


def _existing(session: Session, award: Award) -> Credential | None:
    return session.scalar(
        select(Credential).where(Credential.award_id == award.id, Credential.revision == award.revision)
    )


def _open_list(session: Session, agency_id: int) -> int:
    last = session.scalar(select(func.max(Credential.status_list)).where(Credential.agency_id == agency_id))
    if last is None:
        return 1
    people = session.scalar(
        select(func.count())
        .select_from(Credential)
        .where(Credential.agency_id == agency_id, Credential.status_list == last)
    )
    return last + 1 if (people or 0) >= MOST_ON_A_LIST else last
