"""Certificates from elsewhere: handed in by the employee, verified or refused by HR with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from portal.domain import files
from portal.domain.audit.actions import record
from portal.domain.errors import NotAllowed, NotFound, RuleBroken
from portal.domain.events import announce
from portal.domain.files import Prepared
from portal.domain.notifications.actions import notify
from portal.domain.organisation.models import Role
from portal.domain.organisation.roles.queries import deciders_over
from portal.domain.organisation.viewers import Viewer
from portal.domain.training.certificates.events import (
    ExternalCertificateUndone,
    ExternalCertificateVerified,
)
from portal.domain.training.certificates.models import ExternalCertificate, ExternalState
from portal.domain.training.courses.models import CourseKind
from portal.domain.words import n_

OLDEST_YEARS = 5
MOST_TOLD = 20
LEAST_REASON = 10
HANDED_IN = n_("%(name)s handed in a certificate from elsewhere: “%(title)s”")
ACCEPTED = n_("HR verified your certificate “%(title)s” with %(hours)s JP.")
NOT_ACCEPTED = n_("HR did not accept your certificate “%(title)s”. The reason stands beside it.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What somebody says they learned elsewhere. `hours` in JP."""

    title: str
    provider: str
    number: str
    kind: CourseKind
    hours: int
    began_on: date
    ended_on: date


def hand_in(
    session: Session, claim: Claim, file: Prepared | None, *, by: Viewer, today: date, at: datetime
) -> ExternalCertificate:
    """Goes to HR of the person's unit. The same training cannot be handed in twice."""
    if by.employee_id is None or by.unit_key is None:
        raise NotAllowed
    if file is None:
        raise RuleBroken(n_("Choose the certificate as a PDF or a picture."), field="file")
    _check_days(claim, today)
    if session.scalar(_same(claim, by.employee_id)) is not None:
        raise RuleBroken(n_("You have handed in this certificate already."), field="title")
    new = ExternalCertificate(
        employee_id=by.employee_id,
        unit_key=by.unit_key,
        title=claim.title,
        provider=claim.provider,
        number=claim.number,
        kind=claim.kind,
        hours=claim.hours,
        began_on=claim.began_on,
        ended_on=claim.ended_on,
        file_id=files.keep(session, file, by=by.account_id, at=at).id,
        handed_in_at=at,
    )
    session.add(new)
    session.flush()
    for account_id in deciders_over(session, new.unit_key, Role.HR_ADMIN, but=[by.account_id])[:MOST_TOLD]:
        notify(
            session, account_id, HANDED_IN, link=f"/training/certificates/external/{new.id}", at=at,
            icon="certificate", name=by.name, title=new.title,
        )  # fmt: skip
    return new


def _check_days(claim: Claim, today: date) -> None:
    if claim.ended_on < claim.began_on:
        raise RuleBroken(n_("The last day lies before the first."), field="ended_on")
    if claim.ended_on > today:
        raise RuleBroken(n_("Hand it in when the training has ended."), field="ended_on")
    if claim.ended_on.year < today.year - OLDEST_YEARS:
        raise RuleBroken(n_("Certificates older than five years are not counted any more."), field="ended_on")


def _same(claim: Claim, employee_id: int) -> Select[int]:
    return select(ExternalCertificate.id).where(
        ExternalCertificate.employee_id == employee_id,
        ExternalCertificate.title == claim.title,
        ExternalCertificate.began_on == claim.began_on,
        ExternalCertificate.state.in_((ExternalState.WAITING, ExternalState.VERIFIED)),
    )


def withdraw(session: Session, one: ExternalCertificate, *, by: Viewer, at: datetime) -> None:
    """While nobody has decided."""
    if one.employee_id != by.employee_id:
        raise NotFound
    if one.state is not ExternalState.WAITING:
        raise RuleBroken(n_("HR has decided already."))
    one.state, one.decided_at = ExternalState.WITHDRAWN, at


def may_decide(one: ExternalCertificate, viewer: Viewer) -> bool:
    """HR over the person's unit, never for oneself."""
    return viewer.covers(one.unit_key, Role.HR_ADMIN) and one.employee_id != viewer.employee_id


def verify(session: Session, one: ExternalCertificate, hours: int, *, by: Viewer, at: datetime) -> None:
    """With the hours that HR counts, which may be fewer than those claimed but never more."""
    if not may_decide(one, by):
        raise NotAllowed
    if one.state is not ExternalState.WAITING:
        raise RuleBroken(n_("This certificate has been decided already."))
    if not 1 <= hours <= one.hours:
        raise RuleBroken(n_("Accept between 1 and %(most)s JP."), field="hours", most=one.hours)
    one.hours_accepted = hours
    _decided(session, one, ExternalState.VERIFIED, "", by, at)
    announce(session, ExternalCertificateVerified(employee_id=one.employee_id, external_id=one.id))


def refuse(session: Session, one: ExternalCertificate, reason: str, *, by: Viewer, at: datetime) -> None:
    """Also later, when a verified one turns out not to be genuine."""
    if not may_decide(one, by):
        raise NotAllowed
    if one.state not in (ExternalState.WAITING, ExternalState.VERIFIED):
        raise RuleBroken(n_("This certificate has been decided already."))
    if len(reason.strip()) < LEAST_REASON:
        raise RuleBroken(n_("Give the reason in a sentence. The holder reads it."), field="reason")
    was_verified = one.state is ExternalState.VERIFIED
    one.hours_accepted = None
    _decided(session, one, ExternalState.REFUSED, reason.strip(), by, at)
    if was_verified:
        announce(session, ExternalCertificateUndone(employee_id=one.employee_id, external_id=one.id))


def _decided(
    session: Session, one: ExternalCertificate, state: ExternalState, reason: str, by: Viewer, at: datetime
) -> None:
    one.state, one.reason, one.decided_by, one.decided_at = state, reason, by.account_id, at
    record(
        session, f"certificate.external_{state.value}", by=by.account_id, subject_type="external_certificate",
        subject_id=one.id, unit_key=one.unit_key, at=at, label=one.title,
    )  # fmt: skip
    notify(
        session,
        one.employee.account_id,
        ACCEPTED if state is ExternalState.VERIFIED else NOT_ACCEPTED,
        link=f"/training/certificates/external/{one.id}",
        at=at,
        icon="certificate",
        title=one.title,
        hours=one.hours_accepted or 0,
    )
    session.flush()
