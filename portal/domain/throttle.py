"""Counters against trying too often. They live in the database, so that every process and machine counts the same."""

from datetime import datetime, timedelta

from sqlalchemy import Index
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.domain.base import Base


class ThrottleCounter(Base):
    """How often something was tried since the counter began. Keys are keyed hashes, never names or addresses."""

    __tablename__ = "throttle_counter"
    __table_args__ = (Index(None, "expires_at"),)

    key: Mapped[str] = mapped_column(primary_key=True)
    count: Mapped[int]
    changed_at: Mapped[datetime]
    expires_at: Mapped[datetime]


def standing(session: Session, key: str, *, at: datetime) -> ThrottleCounter | None:
    """The counter while it is running."""
    counter = session.get(ThrottleCounter, key)
    return counter if counter is not None and counter.expires_at > at else None


def add(session: Session, key: str, amount: int = 1, *, lasts: timedelta, at: datetime) -> int:
    """Count `amount` more and give the sum; a counter that has run out begins anew."""
    counter = _locked(session, key, lasts=lasts, at=at)
    counter.count += amount
    counter.changed_at = at
    session.flush()
    return counter.count


def attempt(
    session: Session, key: str, *, free: int, longest: timedelta, lasts: timedelta, at: datetime
) -> timedelta | None:
    """Count an attempt and allow it (None), or say how long to wait.

    The first `free` attempts pass; then each needs a pause after the one before: 1, 2, 4 … seconds, never more
    than `longest`. An attempt that is refused is not counted, so nobody can be locked out by somebody else's tries.
    """
    counter = _locked(session, key, lasts=lasts, at=at)
    if counter.count >= free:
        pause = min(timedelta(seconds=2 ** min(counter.count - free, 20)), longest)
        if (wait := counter.changed_at + pause - at) > timedelta():
            return wait
    counter.count += 1
    counter.changed_at = at
    counter.expires_at = at + lasts
    session.flush()
    return None


def give_back(session: Session, key: str) -> None:
    """An attempt that turned out well does not count."""
    counter = session.get(ThrottleCounter, key, with_for_update=True)
    if counter is not None and counter.count > 0:
        counter.count -= 1


def forget(session: Session, key: str) -> None:
    counter = session.get(ThrottleCounter, key)
    if counter is not None:
        session.delete(counter)
        session.flush()


def _locked(session: Session, key: str, *, lasts: timedelta, at: datetime) -> ThrottleCounter:
    """The running counter, held until the commit. Two who begin it at once agree on one row."""
    counter = session.get(ThrottleCounter, key, with_for_update=True)
    if counter is None:
        try:
            with session.begin_nested():
                counter = ThrottleCounter(key=key, count=0, changed_at=at, expires_at=at + lasts)
                session.add(counter)
        except IntegrityError:
            counter = session.get_one(ThrottleCounter, key, with_for_update=True)
    elif counter.expires_at <= at:
        counter.count, counter.changed_at, counter.expires_at = 0, at, at + lasts
    return counter
