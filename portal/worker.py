"""The second process: sweeps the outbox, runs timers and long jobs. `python -m portal.worker` ends on SIGTERM."""

from __future__ import annotations

import logging
import os
import signal
import threading
from datetime import UTC, datetime
from types import FrameType

from sqlalchemy import Engine

from portal import logs
from portal.config import Config, from_environment
from portal.database import open_engine, own_session
from portal.domain import heartbeats, outbox
from portal.wiring import HANDLERS, TIMERS, Timer

log = logging.getLogger(__name__)

SWEEP_EVERY = 1.0


class Worker:
    """Does due work until it is told to stop. Many may run: messages are claimed, timers take turns by a lease."""

    def __init__(self, config: Config, engine: Engine | None = None) -> None:
        self.config = config
        self.engine = engine or open_engine(config.database_url)
        self.stopping = threading.Event()

    def run(self) -> None:
        from apscheduler.schedulers.background import BackgroundScheduler

        clock = BackgroundScheduler(timezone=UTC, job_defaults={"coalesce": True, "max_instances": 1})
        for timer in TIMERS:
            clock.add_job(self.tick, timer.trigger, args=(timer,), id=timer.name, **timer.when)
        clock.add_job(
            self.beat, "interval", seconds=heartbeats.EVERY.total_seconds(), next_run_time=datetime.now(UTC)
        )
        clock.start()
        try:
            while not self.stopping.is_set():
                if not self.sweep():
                    self.stopping.wait(SWEEP_EVERY)
        finally:
            clock.shutdown(wait=False)
            self.engine.dispose()

    def stop(self, _signal: int = 0, _frame: FrameType | None = None) -> None:
        self.stopping.set()

    def beat(self) -> None:
        """Tell `/readyz` that somebody is working."""
        with own_session(self.engine, self.config) as session, session.begin():
            heartbeats.beat(session, "worker", at=datetime.now(UTC))

    def sweep(self) -> int:
        """Handle the messages that are due; how many there were."""
        now = datetime.now(UTC)
        with own_session(self.engine, self.config) as session, session.begin():
            claimed = [message.id for message in outbox.claim(session, at=now)]
        for message_id in claimed:
            self.handle(message_id)
        return len(claimed)

    def handle(self, message_id: int) -> None:
        """Run one message's handler outside any transaction of ours, then mark it."""
        error = None
        with own_session(self.engine, self.config) as session:
            message = session.get_one(outbox.OutboxMessage, message_id)
            kind, payload = message.kind, dict(message.payload)
        try:
            HANDLERS[kind](self.engine, self.config, payload)
        except Exception as failure:
            log.exception("Outbox message %s (%s) failed", message_id, kind)
            error = f"{type(failure).__name__}: {failure}"[:500]
        with own_session(self.engine, self.config) as session, session.begin():
            outbox.settle(
                session.get_one(outbox.OutboxMessage, message_id), at=datetime.now(UTC), error=error
            )

    def tick(self, timer: Timer) -> None:
        """Run a timer's job; a failing one is logged and comes again at its next time."""
        try:
            timer.job(self.engine, self.config)
        except Exception:
            log.exception("Timer %s failed", timer.name)


def main() -> None:
    logs.configure(os.environ.get("PORTAL_ENV", "production"))
    worker = Worker(from_environment())
    signal.signal(signal.SIGTERM, worker.stop)
    signal.signal(signal.SIGINT, worker.stop)
    worker.run()


if __name__ == "__main__":
    main()
