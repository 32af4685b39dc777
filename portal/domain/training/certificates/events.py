"""What certificates announce."""

from dataclasses import dataclass

from portal.domain.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateIssued(Event):
    """For the first time, or again after it had been taken back."""

    employee_id: int
    certificate_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateRevoked(Event):
    employee_id: int
    certificate_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ExternalCertificateVerified(Event):
    employee_id: int
    external_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ExternalCertificateUndone(Event):
    """A verified one turned out not to be genuine."""

    employee_id: int
    external_id: int
