"""Trying too often is slowed down and nobody is locked out; the counters live in the database."""

from datetime import timedelta

from sqlalchemy.orm import Session

from portal.domain import throttle
from tests.factories import NOW

RULE = {"free": 3, "longest": timedelta(seconds=60), "lasts": timedelta(minutes=15)}


def test_the_first_attempts_are_free_and_then_the_pauses_grow(session: Session) -> None:
    assert [throttle.attempt(session, "k", **RULE, at=NOW) for _ in range(3)] == [None] * 3

    at, pauses = NOW, []
    for _ in range(8):
        wait = throttle.attempt(session, "k", **RULE, at=at)
        assert wait is not None
        pauses.append(int(wait.total_seconds()))
        at += wait
        assert throttle.attempt(session, "k", **RULE, at=at) is None
    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60]


def test_refused_attempts_do_not_make_the_pause_longer(session: Session) -> None:
    """Promise: throttle per account without lock-out."""
    for _ in range(3):
        throttle.attempt(session, "k", **RULE, at=NOW)
    for _ in range(50):
        assert throttle.attempt(session, "k", **RULE, at=NOW) == timedelta(seconds=1)
    assert throttle.attempt(session, "k", **RULE, at=NOW + timedelta(seconds=1)) is None


def test_a_counter_runs_out(session: Session) -> None:
    for _ in range(3):
        throttle.attempt(session, "k", **RULE, at=NOW)
    assert throttle.attempt(session, "k", **RULE, at=NOW + timedelta(minutes=16)) is None
    assert throttle.standing(session, "k", at=NOW + timedelta(minutes=16)).count == 1


def test_adding_counts_within_a_window(session: Session) -> None:
    lasts = timedelta(minutes=1)
    assert [throttle.add(session, "w", lasts=lasts, at=NOW) for _ in range(3)] == [1, 2, 3]
    assert throttle.add(session, "w", lasts=lasts, at=NOW + lasts) == 1
    throttle.forget(session, "w")
    assert throttle.standing(session, "w", at=NOW) is None
