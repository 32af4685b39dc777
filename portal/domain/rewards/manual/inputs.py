"""What decisions accept."""

from dataclasses import dataclass

from portal.domain.organisation.models import Employee
from portal.domain.rewards.rules.models import RuleVersion

SHORTEST_REASON = 30
LONGEST_REASON = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """`points` are always positive; whether they are given or taken is the rule's."""

    version: RuleVersion
    person: Employee
    points: int
    reason: str
