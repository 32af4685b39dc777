"""Promise: exactly once. What must happen after the commit is claimed, tried again, given up visibly."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from portal.config import Config
from portal.domain import outbox
from portal.domain.errors import NotFound
from portal.worker import Worker
from tests.factories import NOW

MINUTE = timedelta(minutes=1)


def posted(session: Session, **payload) -> outbox.OutboxMessage:
    message = outbox.post(session, "mail", payload, at=NOW)
    session.flush()
    return message


def test_what_is_rolled_back_is_never_sent(session: Session) -> None:
    posted(session)
    session.rollback()
    assert outbox.claim(session, at=NOW) == []


def test_a_claimed_message_is_nobody_elses_until_the_lease_ends(session: Session) -> None:
    message = posted(session)
    assert outbox.claim(session, at=NOW) == [message]
    session.flush()
    assert outbox.claim(session, at=NOW + MINUTE) == []
    assert outbox.claim(session, at=NOW + outbox.LEASE) == [message]  # whoever held it has died
    outbox.settle(message, at=NOW)
    session.flush()
    assert outbox.claim(session, at=NOW + timedelta(days=1)) == []


def test_failures_wait_longer_and_longer_and_are_given_up_in_sight(session: Session) -> None:
    message, at, waits = posted(session), NOW, []
    while message.dead_at is None:
        (claimed,) = outbox.claim(session, at=at)
        outbox.settle(claimed, at=at, error="SMTPException: no")
        session.flush()
        waits.append((message.due_at - at) // MINUTE)
        at = max(message.due_at, at + MINUTE)
    assert waits[: outbox.MOST_ATTEMPTS - 1] == [1, 4, 9, 16, 25, 36, 49]
    assert len(waits) == outbox.MOST_ATTEMPTS
    assert outbox.failed(session).items == [message]
    outbox.retry(session, message.id, at=at)
    session.flush()
    assert outbox.claim(session, at=at) == [message]
    outbox.settle(message, at=at)
    with pytest.raises(NotFound):
        outbox.retry(session, message.id, at=at)


def test_the_worker_marks_what_it_did_and_keeps_what_failed(
    session: Session, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []

    def handler(_engine, _config, payload) -> None:
        if payload["fails"]:
            raise OSError("the post office is closed")
        seen.append(payload["number"])

    monkeypatch.setattr("portal.worker.HANDLERS", {"mail": handler})
    good, bad = posted(session, number=1, fails=False).id, posted(session, number=2, fails=True).id
    session.commit()
    worker = Worker(config, session.get_bind())
    assert (worker.sweep(), worker.sweep()) == (2, 0)
    session.expire_all()
    assert seen == [1]
    assert session.get_one(outbox.OutboxMessage, good).done_at is not None
    failed = session.get_one(outbox.OutboxMessage, bad)
    assert (failed.done_at, failed.error) == (None, "OSError: the post office is closed")
