"""Tables of certificates. The number stays with the certificate whatever happens to it."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, PrimaryKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.domain.append_only import refuse
from portal.domain.base import Base, Id
from portal.domain.files import StoredFile
from portal.domain.organisation.models import Agency, Employee
from portal.domain.training.courses.models import CourseKind
from portal.domain.words import n_


class CertificateState(StrEnum):
    VALID = "valid"
    REVOKED = "revoked"


CERTIFICATE_STATE_NAMES = {CertificateState.VALID: n_("Valid"), CertificateState.REVOKED: n_("Taken back")}


class CertificateSeries(Base):
    """The last number given by an agency in a year."""

    __tablename__ = "certificate_series"
    __table_args__ = (PrimaryKeyConstraint("agency_id", "year"),)

    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    year: Mapped[int]
    last: Mapped[int]


class Certificate(Base):
    """Of one thing learned by one person. `source_type` and `source_id` say which (an enrolment, a study).

    `name`, `title` and `hours` are as printed; `revision` grows when it is issued again. Who knows `code` may check it.
    """

    __tablename__ = "training_certificate"
    __table_args__ = (
        UniqueConstraint("source_type", "source_id", "employee_id"),
        Index(None, "employee_id", "ended_on", "id"),
        Index(None, "unit_key", "issued_at", "id"),
        CheckConstraint("hours >= 0", name="hours"),
        CheckConstraint("ended_on >= began_on", name="days"),
    )

    id: Mapped[Id]
    number: Mapped[str] = mapped_column(unique=True)
    code: Mapped[str] = mapped_column(unique=True)
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    unit_key: Mapped[int]
    name: Mapped[str]
    title: Mapped[str]
    kind: Mapped[CourseKind]
    hours: Mapped[int]
    began_on: Mapped[date]
    ended_on: Mapped[date]
    source_type: Mapped[str]
    source_id: Mapped[int]
    state: Mapped[CertificateState] = mapped_column(default=CertificateState.VALID)
    revision: Mapped[int] = mapped_column(default=1)
    issued_at: Mapped[datetime]
    changed_at: Mapped[datetime]

    employee: Mapped[Employee] = relationship()
    agency: Mapped[Agency] = relationship()


class CertificateChange(Base):
    """Append-only: what was done to a certificate, by whom (nobody: the portal itself), why, and what it said then."""

    __tablename__ = "training_certificate_change"
    __table_args__ = (Index(None, "certificate_id", "id"),)

    id: Mapped[Id]
    certificate_id: Mapped[int] = mapped_column(ForeignKey("training_certificate.id"))
    state: Mapped[CertificateState]
    revision: Mapped[int]
    name: Mapped[str]
    title: Mapped[str]
    at: Mapped[datetime]
    by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    reason: Mapped[str] = mapped_column(default="")


refuse(CertificateChange.__table__, "DELETE")  # type: ignore[arg-type]


class ExternalState(StrEnum):
    WAITING = "waiting"
    VERIFIED = "verified"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


EXTERNAL_STATE_NAMES = {
    ExternalState.WAITING: n_("Waiting for HR"),
    ExternalState.VERIFIED: n_("Verified"),
    ExternalState.REFUSED: n_("Not accepted"),
    ExternalState.WITHDRAWN: n_("Taken back by yourself"),
}


class ExternalCertificate(Base):
    """Learned elsewhere, handed in with a file. `hours` as claimed, `hours_accepted` as HR counts them."""

    __tablename__ = "external_certificate"
    __table_args__ = (
        Index(None, "employee_id", "ended_on", "id"),
        Index(None, "state", "handed_in_at", "id"),
        Index(None, "unit_key", "state"),
        Index(None, "file_id"),
        CheckConstraint("hours BETWEEN 1 AND 1000", name="hours"),
        CheckConstraint("ended_on >= began_on", name="days"),
    )

    id: Mapped[Id]
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    unit_key: Mapped[int]
    title: Mapped[str]
    provider: Mapped[str]
    number: Mapped[str] = mapped_column(default="")
    kind: Mapped[CourseKind]
    hours: Mapped[int]
    hours_accepted: Mapped[int | None]
    began_on: Mapped[date]
    ended_on: Mapped[date]
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    state: Mapped[ExternalState] = mapped_column(default=ExternalState.WAITING)
    reason: Mapped[str] = mapped_column(default="")
    handed_in_at: Mapped[datetime]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    decided_at: Mapped[datetime | None]

    employee: Mapped[Employee] = relationship()
    file: Mapped[StoredFile | None] = relationship()
