from datetime import timedelta

import pytest

from portal.domain import heartbeats
from portal.web import clock


def test_alive_is_asked_of_nobody_else(browser):
    assert browser.get("/healthz").json == {"status": "ok"}


def test_not_ready_without_migrations_and_worker(browser):
    answer = browser.get("/readyz")
    assert answer.status_code == 503
    assert answer.json == {"status": "not ready", "database": True, "migrations": False, "worker": False}


@pytest.mark.parametrize(("seconds", "is_alive"), [(0, True), (59, True), (61, False)])
def test_a_worker_is_missed_after_a_minute(browser, seconds, is_alive):
    with browser.database() as session:
        heartbeats.beat(session, "worker", at=clock.now() - timedelta(seconds=seconds))
    assert browser.get("/readyz").json["worker"] is is_alive
