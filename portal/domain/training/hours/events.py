"""What the ledger of learning hours announces."""

from dataclasses import dataclass
from datetime import datetime

from portal.domain.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursBooked(Event):
    """Hours were booked, or taken back: the entry says which."""

    employee_id: int
    entry_id: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TeachingBooked(Event):
    """Everybody of the portal's own people who held the session."""

    session_id: int
    at: datetime
