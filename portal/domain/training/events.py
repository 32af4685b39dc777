"""What training announces."""

from dataclasses import dataclass
from datetime import datetime

from portal.domain.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionCalledOff(Event):
    """The session will not be held; whoever had or wanted a seat has none now. `by` is an account."""

    session_id: int
    by: int
    at: datetime
