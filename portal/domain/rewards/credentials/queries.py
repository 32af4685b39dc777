"""Questions about credentials: the holder's own, the one behind a code or a shared link, who was taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, Select, and_, or_, select
from sqlalchemy.orm import Session, joinedload

from portal.domain.codes import read_code
from portal.domain.errors import NotFound
from portal.domain.organisation.models import Agency, Employee
from portal.domain.organisation.viewers import Viewer
from portal.domain.rewards.badges.catalogue import look_numbered
from portal.domain.rewards.badges.models import Look
from portal.domain.rewards.credentials.models import Credential, CredentialState
from portal.domain.rewards.ledger.models import Award, AwardState, LedgerEntry

COUNTS = and_(Award.state == AwardState.GRANTED, Award.revision == Credential.revision)


@dataclass(frozen=True, slots=True)
class Shown:
    """A credential with what its readers may be told. `ended_at`: when it was taken back."""

    credential: Credential
    person: Employee
    look: Look
    state: CredentialState
    ended_at: datetime | None

    @property
    def agency(self) -> Agency:
        return self.credential.agency


def own_credential(session: Session, viewer: Viewer, award_id: int, at: datetime) -> Shown | None:
    """The credential of one's own award as it is now; None when none was made. NotFound for an award of others."""
    award = own_award(session, viewer, award_id)
    found = session.execute(
        _all().where(Credential.award_id == award.id, Credential.revision == award.revision)
    ).first()
    return _shown(session, found, at) if found else None


def own_award(session: Session, viewer: Viewer, award_id: int) -> Award:
    award = session.get(Award, award_id)
    if award is None or award.employee_id != viewer.employee_id:
        raise NotFound
    return award


def holder(session: Session, award: Award) -> Employee:
    """With the agency that stands on the certificate."""
    return session.get_one(Employee, award.employee_id, options=[joinedload(Employee.agency)])


def by_code(session: Session, typed: str, at: datetime) -> Shown:
    """Whatever its state: who holds the code was given it by the holder."""
    code = read_code(typed)
    found = session.execute(_all().where(Credential.code == code)).first() if code else None
    if found is None:
        raise NotFound
    return _shown(session, found, at)


def shared_under(session: Session, token: str, at: datetime) -> Shown:
    """Only while the holder consents, the badge is theirs and their agency uses rewards."""
    found = session.execute(
        _all()
        .join(Agency, Agency.id == Credential.agency_id)
        .where(Credential.share_token == token, COUNTS, Agency.has_rewards)
    ).first()
    if found is None:
        raise NotFound
    return _shown(session, found, at)


def taken_back(session: Session, agency_id: int, number: int) -> list[int]:
    """The places in one status list whose award no longer stands. NotFound for a list nobody is on."""
    places = session.scalars(
        select(Credential.status_index)
        .join(Award, Award.id == Credential.award_id)
        .where(Credential.agency_id == agency_id, Credential.status_list == number)
        .where(or_(Award.state != AwardState.GRANTED, Award.revision != Credential.revision))
    ).all()
    if not places and not _is_list(session, agency_id, number):
        raise NotFound
    return list(places)


def agency_numbered(session: Session, number: int) -> Agency:
    agency = session.scalar(select(Agency).where(Agency.number == number))
    if agency is None:
        raise NotFound
    return agency


def _is_list(session: Session, agency_id: int, number: int) -> bool:
    found = session.scalar(
        select(Credential.id)
        .where(Credential.agency_id == agency_id, Credential.status_list == number)
        .limit(1)
    )
    return found is not None


def _all() -> Select[Credential, Award, Employee]:
    return (
        select(Credential, Award, Employee)
        .join(Award, Award.id == Credential.award_id)
        .join(Employee, Employee.id == Award.employee_id)
        .options(joinedload(Credential.badge), joinedload(Credential.agency), joinedload(Employee.account))
    )


def _shown(session: Session, row: Row[Credential, Award, Employee], at: datetime) -> Shown:
    made, award, person = row
    look = look_numbered(session, made.badge, made.badge_version)
    if award.state is not AwardState.GRANTED or award.revision != made.revision:
        ended = session.scalar(
            select(LedgerEntry.booked_at).where(
                LedgerEntry.employee_id == award.employee_id,
                LedgerEntry.award_id == award.id,
                LedgerEntry.revision == made.revision + 1,
            )
        )
        return Shown(made, person, look, CredentialState.REVOKED, ended or award.changed_at)
    is_over = made.expires_at is not None and made.expires_at <= at
    return Shown(made, person, look, CredentialState.EXPIRED if is_over else CredentialState.VALID, None)
