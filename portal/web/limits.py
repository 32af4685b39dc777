"""How often an address or an account may try something. Counters live in the database, or in Redis where there is one.

Ask before the request's own transaction has begun: the counter is written in a short one and stays whatever happens.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import cast

from flask import Flask, current_app, request
from limits import RateLimitItemPerSecond
from limits.storage import Storage, storage_from_string
from limits.strategies import FixedWindowRateLimiter
from werkzeug.exceptions import TooManyRequests

from portal.database import derived_key
from portal.domain import throttle
from portal.web.clock import now
from portal.web.transactions import settings, short_read, short_write


class DatabaseStorage(Storage):
    """What the `limits` library keeps, kept in our database."""

    STORAGE_SCHEME = ["portal-database"]

    @property
    def base_exceptions(self) -> type[Exception]:
        return Exception

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        with short_write() as session:
            return throttle.add(session, key, amount, lasts=timedelta(seconds=expiry), at=now())

    def get(self, key: str) -> int:
        with short_read() as session:
            counter = throttle.standing(session, key, at=now())
            return counter.count if counter else 0

    def get_expiry(self, key: str) -> float:
        with short_read() as session:
            counter = throttle.standing(session, key, at=now())
            return (counter.expires_at if counter else now()).timestamp()

    def check(self) -> bool:
        self.get("check")
        return True

    def reset(self) -> int | None:
        return None  # counters run out by themselves; retention removes them

    def clear(self, key: str) -> None:
        with short_write() as session:
            throttle.forget(session, key)


def hashed(kind: str, text: str) -> str:
    """What a counter is kept under: nobody can read from it what was counted."""
    key = derived_key(settings(), f"limits/{kind}")
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()[:32]


def address_key() -> str:
    """This request's address as a keyed hash that changes every day; of IPv6 only the network counts."""
    try:
        address = ipaddress.ip_address(request.remote_addr or "")
    except ValueError:
        network = "unknown"
    else:
        network = str(address if address.version == 4 else ipaddress.ip_network((address, 64), strict=False))
    return hashed(f"address/{datetime.now(UTC).date()}", network)


def hit(bucket: str, key: str, most: int, per: timedelta) -> bool:
    """Count one more for `key`; True while there were at most `most` in a stretch of length `per`."""
    return _limiter().hit(_limit(most, per), bucket, key)


def remaining(bucket: str, key: str, most: int, per: timedelta) -> int:
    """How many more `key` has, without counting."""
    return _limiter().get_window_stats(_limit(most, per), bucket, key).remaining


def require(bucket: str, key: str, most: int, per: timedelta) -> None:
    """Count one more, or answer 429 and say when to come back."""
    if not hit(bucket, key, most, per):
        ends = _limiter().get_window_stats(_limit(most, per), bucket, key).reset_time
        raise TooManyRequests(retry_after=max(1, int(ends - now().timestamp()) + 1))


@dataclass(frozen=True, slots=True)
class Pace:
    """`free` attempts pass, then a growing pause up to `longest` stands between two; forgotten after `lasts`."""

    key: str
    free: int
    longest: timedelta
    lasts: timedelta = timedelta(minutes=15)


class _Wait(Exception):
    def __init__(self, wait: timedelta) -> None:
        self.wait = wait


def attempt(*paces: Pace) -> timedelta | None:
    """Count an attempt at every pace and allow it (None), or count nothing and say how long to wait."""
    try:
        with short_write() as session:
            for pace in paces:
                wait = throttle.attempt(
                    session, pace.key, free=pace.free, longest=pace.longest, lasts=pace.lasts, at=now()
                )
                if wait is not None:
                    raise _Wait(wait)
    except _Wait as refused:
        return refused.wait
    return None


def went_well(*paces: Pace, forget: tuple[Pace, ...] = ()) -> None:
    """Take back the attempt that turned out well; what is in `forget` begins anew."""
    with short_write() as session:
        for pace in paces:
            throttle.give_back(session, pace.key)
        for pace in forget:
            throttle.forget(session, pace.key)


def _limit(most: int, per: timedelta) -> RateLimitItemPerSecond:
    return RateLimitItemPerSecond(most, int(per.total_seconds()))


def _limiter() -> FixedWindowRateLimiter:
    return cast(FixedWindowRateLimiter, current_app.extensions["portal_limiter"])


def init_app(app: Flask) -> None:
    config = app.extensions["portal_config"]
    storage = cast(Storage, storage_from_string(config.redis_url or "portal-database://"))
    app.extensions["portal_limiter"] = FixedWindowRateLimiter(storage)
