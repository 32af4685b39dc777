"""What the actions of a plan accept."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from portal.domain.targets.achievement import Direction, Reading
from portal.domain.targets.plans.contents import Aspect, Perspective, ResultKind
from portal.domain.targets.plans.models import Approach


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPlan:
    """`start_from`: empty, `last` for a copy of the last plan, or the code of a library template."""

    starts_on: date
    ends_on: date
    approach: Approach = Approach.QUANTITATIVE
    start_from: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultInput:
    text: str
    kind: ResultKind = ResultKind.PRIMARY
    superior_result_id: int | None = None
    superior_text: str = ""
    assigned_by: str = ""
    perspective: Perspective | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorInput:
    text: str
    aspect: Aspect
    due_on: date
    unit: str = ""
    direction: Direction = Direction.HIGHER
    reading: Reading = Reading.SUM
    baseline: Decimal | None = None
    target_low: Decimal | None = None
    target_high: Decimal | None = None
    evidence_expected: str = ""
