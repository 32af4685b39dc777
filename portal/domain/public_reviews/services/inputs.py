from dataclasses import dataclass

from portal.domain.public_reviews.satisfaction import WeightMode
from portal.domain.public_reviews.services.models import CounterKind


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceInput:
    unit_id: int
    code: str
    name: str
    description: str = ""
    standard_days: int | None = None
    standard_fee: str = ""
    requirements: str = ""
    served_per_year: int | None = None
    weight_mode: WeightMode = WeightMode.ROUND3
    is_open: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class CounterInput:
    name: str
    kind: CounterKind = CounterKind.DESK
    is_open: bool = True
