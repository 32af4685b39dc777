"""What attendance announces."""

from dataclasses import dataclass

from portal.domain.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionFinished(Event):
    """Attendance is settled: everybody with a seat has attended or was absent."""

    session_id: int
