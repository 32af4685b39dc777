"""Questions about certificates: one's own, those HR looks after, the one behind a code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, joinedload

from portal.domain.codes import read_code
from portal.domain.errors import NotFound
from portal.domain.organisation.models import Employee, Role
from portal.domain.organisation.scope import inside
from portal.domain.organisation.viewers import Viewer
from portal.domain.pages import Page, page_of
from portal.domain.training.certificates.models import (
    Certificate,
    CertificateChange,
    CertificateState,
    ExternalCertificate,
    ExternalState,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """All that a stranger may learn from a code. `ended_at`: when it was taken back."""

    name: str
    title: str
    agency: str
    hours: int
    made: Certificate
    ended_at: datetime | None

    @property
    def is_valid(self) -> bool:
        return self.ended_at is None


def by_code(session: Session, typed: str) -> Checked:
    """Whatever its state: who holds the code was given it by the holder."""
    code = read_code(typed)
    made = session.scalar(_certificates().where(Certificate.code == code)) if code else None
    if made is None:
        raise NotFound
    ended = made.changed_at if made.state is CertificateState.REVOKED else None
    return Checked(
        name=made.name, title=made.title, agency=made.agency.name, hours=made.hours, made=made, ended_at=ended
    )


def issued_for_training(session: Session, typed: str) -> bool:
    """Whether a code is one of ours; other features give codes of the same form."""
    code = read_code(typed)
    found = select(Certificate.id).where(Certificate.code == code)
    return code is not None and bool(session.scalar(select(found.exists())))


def _certificates() -> Select[Certificate]:
    return select(Certificate).options(
        joinedload(Certificate.agency),
        joinedload(Certificate.employee).options(joinedload(Employee.unit), joinedload(Employee.account)),
    )


def own_certificates(session: Session, viewer: Viewer) -> Sequence[Certificate]:
    """The newest training first."""
    return session.scalars(
        _certificates()
        .where(Certificate.employee_id == (viewer.employee_id or 0))
        .order_by(Certificate.ended_on.desc(), Certificate.id.desc())
    ).all()


def certificate_for(session: Session, viewer: Viewer, certificate_id: int) -> Certificate:
    """One's own, or of somebody whose HR one is."""
    found = session.scalar(
        _certificates().where(
            Certificate.id == certificate_id,
            or_(
                Certificate.employee_id == (viewer.employee_id or 0),
                inside(Certificate.unit_key, viewer, Role.HR_ADMIN),
            ),
        )
    )
    if found is None:
        raise NotFound
    return found


def changes_of(session: Session, made: Certificate) -> Sequence[CertificateChange]:
    """What was done to it, newest first."""
    return session.scalars(
        select(CertificateChange)
        .where(CertificateChange.certificate_id == made.id)
        .order_by(CertificateChange.id.desc())
    ).all()


def certificates_under(
    session: Session, viewer: Viewer, words: str = "", number: int = 1
) -> Page[Certificate]:
    """Issued to people whose HR one is, newest first; `words` are looked for in names, titles and numbers."""
    query = _certificates().where(inside(Certificate.unit_key, viewer, Role.HR_ADMIN))
    if words:
        typed = words.lower()
        texts = (Certificate.name, Certificate.title, Certificate.number)
        query = query.where(or_(*(func.lower(text).contains(typed, autoescape=True) for text in texts)))
    return page_of(session, query.order_by(Certificate.issued_at.desc(), Certificate.id.desc()), number)


def certificate_of(
    session: Session, source_type: str, source_id: int, employee_id: int
) -> Certificate | None:
    return session.scalar(
        _certificates().where(
            Certificate.source_type == source_type,
            Certificate.source_id == source_id,
            Certificate.employee_id == employee_id,
        )
    )


def _externals() -> Select[ExternalCertificate]:
    return select(ExternalCertificate).options(
        joinedload(ExternalCertificate.employee).options(
            joinedload(Employee.unit), joinedload(Employee.account)
        ),
        joinedload(ExternalCertificate.file),
    )


def own_externals(session: Session, viewer: Viewer) -> Sequence[ExternalCertificate]:
    return session.scalars(
        _externals()
        .where(ExternalCertificate.employee_id == (viewer.employee_id or 0))
        .order_by(ExternalCertificate.ended_on.desc(), ExternalCertificate.id.desc())
    ).all()


def external_for(session: Session, viewer: Viewer, external_id: int) -> ExternalCertificate:
    """One's own, or of somebody whose HR one is."""
    found = session.scalar(
        _externals().where(
            ExternalCertificate.id == external_id,
            or_(
                ExternalCertificate.employee_id == (viewer.employee_id or 0),
                inside(ExternalCertificate.unit_key, viewer, Role.HR_ADMIN),
            ),
        )
    )
    if found is None:
        raise NotFound
    return found


def externals_under(
    session: Session, viewer: Viewer, *, is_waiting: bool, number: int = 1
) -> Page[ExternalCertificate]:
    """For HR, never one's own: who has waited longest first, or what was decided last."""
    query = _externals().where(
        inside(ExternalCertificate.unit_key, viewer, Role.HR_ADMIN),
        ExternalCertificate.employee_id != (viewer.employee_id or 0),
    )
    if is_waiting:
        waiting = query.where(ExternalCertificate.state == ExternalState.WAITING)
        return page_of(
            session, waiting.order_by(ExternalCertificate.handed_in_at, ExternalCertificate.id), number
        )
    decided = query.where(ExternalCertificate.state.in_((ExternalState.VERIFIED, ExternalState.REFUSED)))
    last = (ExternalCertificate.decided_at.desc(), ExternalCertificate.id.desc())
    return page_of(session, decided.order_by(*last), number)


def count_waiting(session: Session, viewer: Viewer) -> int:
    if not viewer.spans(Role.HR_ADMIN):
        return 0
    waiting = select(func.count()).where(
        inside(ExternalCertificate.unit_key, viewer, Role.HR_ADMIN),
        ExternalCertificate.employee_id != (viewer.employee_id or 0),
        ExternalCertificate.state == ExternalState.WAITING,
    )
    return session.scalar(waiting) or 0


def others_with_same_file(session: Session, one: ExternalCertificate) -> Sequence[ExternalCertificate]:
    """Handed in by somebody else with the very same file: a sign that HR should look twice."""
    if one.file is None:
        return []
    return session.scalars(
        _externals()
        .join(ExternalCertificate.file)
        .where(
            ExternalCertificate.employee_id != one.employee_id,
            type(one.file).sha256 == one.file.sha256,
            ExternalCertificate.state != ExternalState.WITHDRAWN,
        )
        .order_by(ExternalCertificate.id)
        .limit(5)
    ).all()
