"""Limits are counted in the database and addresses are kept only as keyed hashes."""

from datetime import timedelta

import pytest
from flask import Flask
from werkzeug.exceptions import TooManyRequests

from portal.domain.throttle import ThrottleCounter
from portal.extensions import db
from portal.web import limits

MINUTE = timedelta(minutes=1)


def test_a_limit_holds_across_applications(app: Flask) -> None:
    """Promise: limits live in the database, never in process memory."""
    with app.test_request_context():
        assert [limits.hit("review", "a", 2, MINUTE) for _ in range(3)] == [True, True, False]
        assert limits.hit("review", "b", 2, MINUTE)
        assert limits.remaining("review", "b", 2, MINUTE) == 1
    from portal import create_app

    other = create_app(app.extensions["portal_config"])
    with other.test_request_context():
        assert not limits.hit("review", "a", 2, MINUTE)
        db.engine.dispose()


def test_past_the_limit_it_says_when_to_come_back(app: Flask) -> None:
    with app.test_request_context():
        limits.require("reset", "a", 1, MINUTE)
        with pytest.raises(TooManyRequests) as refused:
            limits.require("reset", "a", 1, MINUTE)
    assert 1 <= refused.value.retry_after <= 61


def test_no_raw_address_is_kept(app: Flask) -> None:
    """Promise: no raw address is kept (keyed hash with a daily salt)."""
    with app.test_request_context(environ_base={"REMOTE_ADDR": "203.0.113.9"}):
        limits.hit("review", limits.address_key(), 5, MINUTE)
        kept = db.session.query(ThrottleCounter.key).all()
    assert kept
    assert all("203.0.113.9" not in row.key for row in kept)


def test_one_ipv6_network_counts_as_one_address(app: Flask) -> None:
    with app.test_request_context(environ_base={"REMOTE_ADDR": "2001:db8::1"}):
        first = limits.address_key()
    with app.test_request_context(environ_base={"REMOTE_ADDR": "2001:db8::ffff"}):
        assert limits.address_key() == first
    with app.test_request_context(environ_base={"REMOTE_ADDR": "2001:db8:0:1::1"}):
        assert limits.address_key() != first
