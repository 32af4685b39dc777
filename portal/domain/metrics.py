"""What a feature tells the reward engine: which numbers exist, and which facts an event is.

Values are whole numbers in the metric's own fixed point (`scale` 100 means hundredths): no floats.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, TypeAlias

from sqlalchemy import Select
from sqlalchemy.orm import Session

from portal.domain.events import Event


class MetricKind(StrEnum):
    COUNT = "count"
    SUM = "sum"
    RATING = "rating"
    YES_NO = "yes_no"


class MetricUse(StrEnum):
    """What a rule may build on this number alone: see the guard rails of the reward engine."""

    OUTCOME = "outcome"
    QUALITY = "quality"
    VOLUME = "volume"


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """`label` and `unit` are msgids; `scale` is how many steps one unit has (1, 10, 100 …).

    `highest`: no single value can be more than so many steps.
    """

    code: str
    kind: MetricKind
    use: MetricUse
    label: str
    unit: str
    scale: int = 1
    is_non_negative: bool = True
    is_peer: bool = False
    highest: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One thing that happened in the real world to one employee on one day of their agency.

    The key (year of `day`, source_type, source_id, source_rev, metric) is stored once, however often it is told.
    A correction is a fact with `n` and `value` negated under the next `source_rev`.
    """

    metric: str
    employee_id: int
    day: date
    value: int
    source_type: str
    source_id: int
    source_rev: int = 0
    n: int = 1


FactsOf: TypeAlias = Callable[[Session, Any], Iterable[Fact]]


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricSource:
    """All a feature offers: its metrics, the events that carry facts, and the same facts as a selectable.

    `history()` selects the columns metric, employee_id, day, value, n, source_type, source_id, source_rev
    over the feature's own rows: for rebuilding, for a new metric's past, and for the nightly comparison.
    """

    metrics: tuple[Metric, ...]
    facts_of: Mapping[type[Event], FactsOf]
    history: Callable[[], Select[Any]] = field(repr=False)
