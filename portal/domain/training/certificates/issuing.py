"""Certificates come about, are taken back and issued again. The number never changes and is never given twice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from portal.domain.audit.actions import record
from portal.domain.codes import new_code
from portal.domain.errors import NotAllowed, RuleBroken
from portal.domain.events import announce
from portal.domain.notifications.actions import notify
from portal.domain.organisation.models import Agency, Employee, Role
from portal.domain.organisation.viewers import Viewer
from portal.domain.training.certificates.events import CertificateIssued, CertificateRevoked
from portal.domain.training.certificates.models import (
    Certificate,
    CertificateChange,
    CertificateSeries,
    CertificateState,
)
from portal.domain.training.courses.models import CourseKind
from portal.domain.words import n_

LEAST_REASON = 10
READY = n_("Your certificate for “%(title)s” is ready.")
TAKEN_BACK = n_("Your certificate for “%(title)s” was taken back. The reason stands beside it.")
AGAIN = n_("Your certificate for “%(title)s” was issued again under its number.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Achievement:
    """What was learned: `hours` in JP; `source_type` and `source_id` name the thing the certificate is of."""

    employee_id: int
    title: str
    kind: CourseKind
    hours: int
    began_on: date
    ended_on: date
    source_type: str
    source_id: int


def issue(session: Session, achieved: Achievement, *, at: datetime) -> Certificate:
    """The certificate of an achievement; asking again gives the same one, whatever its state."""
    existing = session.scalar(
        select(Certificate).where(
            Certificate.source_type == achieved.source_type,
            Certificate.source_id == achieved.source_id,
            Certificate.employee_id == achieved.employee_id,
        )
    )
    if existing is not None:
        return existing
    person = session.get_one(Employee, achieved.employee_id)
    made = Certificate(
        number=_next_number(session, session.get_one(Agency, person.agency_id), achieved.ended_on.year),
        code=new_code(),
        employee_id=person.id,
        agency_id=person.agency_id,
        unit_key=person.unit_key,
        name=person.name,
        title=achieved.title,
        kind=achieved.kind,
        hours=achieved.hours,
        began_on=achieved.began_on,
        ended_on=achieved.ended_on,
        source_type=achieved.source_type,
        source_id=achieved.source_id,
        issued_at=at,
        changed_at=at,
    )
    session.add(made)
    session.flush()
    _note(session, made, by=None, at=at, reason="")
    _tell(session, made, person, READY, at)
    announce(session, CertificateIssued(employee_id=person.id, certificate_id=made.id))
    return made


def revoke(session: Session, made: Certificate, reason: str, *, by: Viewer, at: datetime) -> None:
    """From this moment the check says that it was taken back. The reason is for the holder, not for strangers."""
    _may_change(made, by, reason)
    if made.state is CertificateState.REVOKED:
        raise RuleBroken(n_("This certificate has been taken back already."))
    made.state, made.changed_at = CertificateState.REVOKED, at
    _changed(session, made, "certificate.revoke", TAKEN_BACK, reason, by, at)
    announce(session, CertificateRevoked(employee_id=made.employee_id, certificate_id=made.id))


def reissue(
    session: Session, made: Certificate, title: str, reason: str, *, by: Viewer, at: datetime
) -> None:
    """With the holder's name as it is today and a corrected title; valid again if it had been taken back."""
    _may_change(made, by, reason)
    if not title.strip():
        raise RuleBroken(n_("Write what the certificate is for."), field="title")
    was_revoked = made.state is CertificateState.REVOKED
    made.name = session.get_one(Employee, made.employee_id).name
    made.title, made.state = title.strip(), CertificateState.VALID
    made.revision, made.changed_at = made.revision + 1, at
    _changed(session, made, "certificate.reissue", AGAIN, reason, by, at)
    if was_revoked:
        announce(session, CertificateIssued(employee_id=made.employee_id, certificate_id=made.id))


def may_change(made: Certificate, viewer: Viewer) -> bool:
    """HR over the holder's unit, never the holder."""
    return viewer.covers(made.unit_key, Role.HR_ADMIN) and made.employee_id != viewer.employee_id


def _may_change(made: Certificate, by: Viewer, reason: str) -> None:
    if not may_change(made, by):
        raise NotAllowed
    if len(reason.strip()) < LEAST_REASON:
        raise RuleBroken(n_("Give the reason in a sentence. The holder reads it."), field="reason")


def _changed(
    session: Session, made: Certificate, verb: str, message: str, reason: str, by: Viewer, at: datetime
) -> None:
    _note(session, made, by=by.account_id, at=at, reason=reason.strip())
    record(
        session, verb, by=by.account_id, subject_type="certificate", subject_id=made.id,
        unit_key=made.unit_key, at=at, label=made.number,
    )  # fmt: skip
    _tell(session, made, session.get_one(Employee, made.employee_id), message, at)


def _note(session: Session, made: Certificate, *, by: int | None, at: datetime, reason: str) -> None:
    session.add(
        CertificateChange(
            certificate_id=made.id, state=made.state, revision=made.revision, name=made.name,
            title=made.title, at=at, by=by, reason=reason,
        )
    )  # fmt: skip
    session.flush()


def _tell(session: Session, made: Certificate, person: Employee, message: str, at: datetime) -> None:
    notify(
        session, person.account_id, message, link=f"/training/certificates/{made.id}", at=at,
        icon="certificate", title=made.title,
    )  # fmt: skip


def _next_number(session: Session, agency: Agency, year: int) -> str:
    """Counted by agency and year; the row is locked until the commit, so that no two get the same."""
    dialect = session.get_bind().dialect.name
    added: postgresql.Insert | sqlite.Insert = (
        postgresql.insert(CertificateSeries) if dialect == "postgresql" else sqlite.insert(CertificateSeries)
    )
    counted = (
        added.values(agency_id=agency.id, year=year, last=1)
        .on_conflict_do_update(
            index_elements=["agency_id", "year"], set_={"last": CertificateSeries.last + 1}
        )
        .returning(CertificateSeries.last)
    )
    return number_of(agency.number, year, session.scalar(counted) or 1)


def number_of(agency_number: int, year: int, serial: int) -> str:
    return f"SERT-{agency_number:02d}-{year}-{serial:05d}"
