"""Promise: a retention table in code (what, basis, how long, then what), carried out nightly, with a dry run."""

import os
from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from portal.domain import files, outbox, throttle
from portal.domain.accounts.actions import start_session
from portal.domain.accounts.models import SignInSession
from portal.domain.notifications.actions import notify
from portal.domain.notifications.models import Notification
from portal.domain.outbox import OutboxMessage
from portal.domain.retention import OrphanFiles, carry_out
from portal.keeping import RETENTION
from tests import factories
from tests.factories import NOW

DAY = timedelta(days=1)


def test_every_rule_says_what_why_how_long_and_then_what() -> None:
    assert RETENTION
    for rule in RETENTION:
        assert rule.what
        assert rule.basis
        assert rule.then
        assert rule.keeps > timedelta()


def test_a_dry_run_counts_and_removes_nothing(session: Session) -> None:
    start_session(session, factories.account(session), device="x", at=NOW - 200 * DAY)
    dry = {rule.what: count for rule, count in carry_out(session, RETENTION, at=NOW, is_dry=True)}
    assert dry["Sign-ins that have ended"] == 1
    assert session.query(SignInSession).count() == 1
    done = {rule.what: count for rule, count in carry_out(session, RETENTION, at=NOW)}
    assert done == dry
    assert session.query(SignInSession).count() == 0


def test_what_is_within_its_time_stays(session: Session) -> None:
    account = factories.account(session)
    start_session(session, account, device="x", at=NOW - 50 * DAY)
    notify(session, account.id, "old", link="/", at=NOW - 366 * DAY)
    notify(session, account.id, "young", link="/", at=NOW - 364 * DAY)
    old, waiting = (outbox.post(session, "mail", {}, at=NOW - 40 * DAY) for _ in range(2))
    old.done_at = NOW - 31 * DAY
    throttle.add(session, "over", lasts=DAY, at=NOW - 3 * DAY)
    throttle.add(session, "runs", lasts=DAY, at=NOW)
    session.flush()
    carry_out(session, RETENTION, at=NOW)
    session.expire_all()
    assert session.query(SignInSession).count() == 1
    assert [row.message for row in session.query(Notification)] == ["young"]
    assert [row.id for row in session.query(OutboxMessage)] == [waiting.id]
    assert [row.key for row in session.query(throttle.ThrottleCounter)] == ["runs"]


def test_files_that_belong_to_nothing_go_after_a_day(session: Session) -> None:
    root, now = session.info["uploads"], datetime.now(UTC)
    prepared = [files.prepare(root, "a.pdf", b"%PDF-1.7 some words") for _ in range(3)]
    files.keep(session, prepared[0], by=None, at=now)
    for old in prepared[:2]:
        os.utime(root / old.path, ((now - 2 * DAY).timestamp(),) * 2)
    assert OrphanFiles().carry_out(session, at=now) == 1
    assert [(root / one.path).exists() for one in prepared] == [True, False, True]
