"""What the organisation announces: people in other places, branches under other keys."""

from dataclasses import dataclass
from datetime import datetime

from portal.domain.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class PeoplePlaced(Event):
    """These people have another unit, position or evaluator now; their rows say which."""

    employee_ids: tuple[int, ...]
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class BranchMoved(Event):
    """A branch hangs elsewhere: the keys `low` to `high` belong to nobody any more (`FormerKey` says who had them)."""

    unit_id: int
    low: int
    high: int
    at: datetime
