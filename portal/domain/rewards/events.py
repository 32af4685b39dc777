"""What rewards announces."""

from dataclasses import dataclass

from portal.domain.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardGranted(Event):
    award_id: int
    rule_id: int
    employee_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardRevoked(Event):
    award_id: int
    rule_id: int
    employee_id: int
