"""What attendance amounts to, and when a sitting takes notes: pure functions."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from portal.domain.training.sessions.models import SessionDay, TrainingSession

EARLY = timedelta(minutes=30)
LATE = timedelta(minutes=30)


def is_taking_notes(held: TrainingSession, day: SessionDay, at: datetime) -> bool:
    """From half an hour before a sitting until half an hour after it, while the session is not settled."""
    return held.is_ahead and day.starts_at - EARLY <= at < day.ends_at + LATE


def has_begun(day: SessionDay, at: datetime) -> bool:
    return day.starts_at - EARLY <= at


def percent_present(days: Sequence[SessionDay], present: Collection[int]) -> int:
    """The share of the session's minutes, rounded down; `present` are ids of sittings."""
    whole = sum(_minutes(day) for day in days)
    there = sum(_minutes(day) for day in days if day.id in present)
    return 100 * there // whole if whole else 0


def is_enough(percent: int, least: int) -> bool:
    """Nobody has attended who was never there, whatever the course asks for."""
    return percent >= max(least, 1)


def _minutes(day: SessionDay) -> int:
    return int((day.ends_at - day.starts_at).total_seconds() // 60)


def minutes_late(day: SessionDay, at: datetime) -> int:
    return max(0, int((at - day.starts_at).total_seconds() // 60))
