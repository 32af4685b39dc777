"""kill -9 of the server under load loses no acknowledged review."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from urllib.parse import urlencode

import pytest

from portal.database import open_engine, own_session
from portal.domain.public_reviews.reviews.models import Review
from tests import factories_public_reviews as given
from tests.factories_public_reviews import answers

COMMAND = (sys.executable, "-m", "portal.webserver")
PROCESSES = 2
CLIENTS = 4
ENOUGH = 60


class Visitor(threading.Thread):
    """Leaves one review after another until the server is gone; keeps the numbers it was given."""

    def __init__(self, port: int, code: str) -> None:
        super().__init__(daemon=True)
        self.port, self.code = port, code
        self.receipts: list[str] = []

    def run(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            while True:
                self.receipts.append(self.leave_review(connection))
        except (OSError, http.client.HTTPException):
            return
        finally:
            connection.close()

    def leave_review(self, connection: http.client.HTTPConnection) -> str:
        connection.request("GET", f"/s/{self.code}")
        page = connection.getresponse()
        cookie, text = (page.headers["Set-Cookie"] or "").split(";")[0], page.read().decode()
        hidden = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', text))
        body = urlencode({**hidden, **answers(3, 4), "confirm": "1"})
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie}
        connection.request("POST", f"/s/{self.code}", body, headers)
        done = connection.getresponse()
        done.read()
        assert done.status == 303, done.status
        return done.headers["Location"].rpartition("/")[2]


def serve(listener: socket.socket, environment: dict[str, str], log: Path) -> list[subprocess.Popen]:
    """The web processes of a production start, on a socket that is open already."""
    command = (*COMMAND, str(listener.fileno()))
    with log.open("wb") as out:
        return [
            subprocess.Popen(command, env=environment, stdout=out, stderr=out, pass_fds=[listener.fileno()])
            for _ in range(PROCESSES)
        ]


@pytest.mark.slow
def test_every_acknowledged_review_outlives_a_kill(session, config, tmp_path: Path) -> None:
    code = given.counter(session).code
    session.commit()
    with socket.create_server(("127.0.0.1", 0), backlog=128) as listener:
        port = int(listener.getsockname()[1])
        environment = os.environ | {
            "DATABASE_URL": config.database_url,
            "SECRET_KEY": config.secret_key,
            "PORTAL_INSTANCE": str(tmp_path),
            "PORTAL_REVIEWS_PER_ADDRESS": "1000000",
            "PORT": str(port),
        }
        servers = serve(listener, environment, tmp_path / "server.log")
    visitors = [Visitor(port, code) for _ in range(CLIENTS)]
    try:
        for visitor in visitors:
            visitor.start()
        deadline = time.monotonic() + 90
        while sum(len(one.receipts) for one in visitors) < ENOUGH and time.monotonic() < deadline:
            time.sleep(0.05)
    finally:
        for server in servers:
            os.kill(server.pid, signal.SIGKILL)
            server.wait()
    for visitor in visitors:
        visitor.join(70)
    acknowledged = [number for visitor in visitors for number in visitor.receipts]
    engine = open_engine(config.database_url)
    with own_session(engine, config) as fresh:
        stored = {number for (number,) in fresh.query(Review.number)}
    engine.dispose()
    assert len(acknowledged) >= ENOUGH
    assert set(acknowledged) <= stored
