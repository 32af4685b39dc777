from dataclasses import dataclass
from datetime import date

from portal.domain.organisation.models import Employee, Employment, OrgUnit


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What is written on the person, not on the place."""

    nip: str
    name: str
    email: str | None
    grade: str
    employment: Employment


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A new stretch in somebody's history. An empty position is none; `reason` is for those who read it later."""

    unit: OrgUnit
    position: str
    evaluator: Employee | None
    starts_on: date
    reason: str
