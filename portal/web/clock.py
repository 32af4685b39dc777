"""The only clock of the request: the domain is told the time."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def now() -> datetime:
    return datetime.now(UTC)


def today(timezone: str) -> date:
    """The calendar day at this moment in that time zone."""
    return now().astimezone(ZoneInfo(timezone)).date()
