"""The web process for real: slow browsers, junk, large bodies, a polite end."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

SLOW = 20
FAST_ENOUGH = 1.0  # seconds for one request, on a busy machine


@dataclass
class Server:
    port: int
    process: subprocess.Popen[bytes]

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=10)

    def request(self, method: str = "GET", path: str = "/", body: bytes = b"") -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request(method, path, body)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def status_of(self, junk: bytes) -> int:
        with self.connect() as connection:
            connection.sendall(junk)
            return int(connection.recv(1000).split()[1])


@pytest.fixture
def server() -> Iterator[Server]:
    with socket.create_server(("127.0.0.1", 0), backlog=100) as listener:
        fd = listener.fileno()
        command = [sys.executable, "-m", "portal.webserver", str(fd), "tests.serve.sample_app:app"]
        with subprocess.Popen(command, pass_fds=(fd,)) as process:
            server = Server(listener.getsockname()[1], process)
            server.request()
            yield server
            process.kill()


def dribble(sockets: list[socket.socket], stop: threading.Event) -> None:
    while not stop.wait(0.2):
        for connection in sockets:
            connection.send(b"x")


@contextlib.contextmanager
def slow_browsers(server: Server, opening: bytes, *, is_sending: bool) -> Iterator[None]:
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(server.connect()) for _ in range(SLOW)]
        for connection in sockets:
            connection.sendall(opening)
        stop = threading.Event()
        thread = threading.Thread(target=dribble, args=(sockets if is_sending else [], stop))
        thread.start()
        time.sleep(0.5)
        yield
        stop.set()
        thread.join()


def slowest(ask: Callable[[], object], times: int = 20) -> float:
    taken = []
    for _ in range(times):
        begin = time.monotonic()
        ask()
        taken.append(time.monotonic() - begin)
    return max(taken)


@pytest.mark.parametrize(
    ("opening", "is_sending"),
    [
        pytest.param(b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ", True, id="headers"),
        pytest.param(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9999\r\n\r\n", True, id="body"),
        pytest.param(b"GET /much HTTP/1.1\r\nHost: x\r\n\r\n", False, id="readers"),
    ],
)
def test_twenty_slow_browsers_hold_up_nobody(server: Server, opening: bytes, is_sending: bool) -> None:
    with slow_browsers(server, opening, is_sending=is_sending):
        assert slowest(server.request) < FAST_ENOUGH


@pytest.mark.parametrize(
    ("junk", "status"),
    [
        (b"\x00\xff\xfe\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: many\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: x\r\nX-Long: " + b"a" * 70_000 + b"\r\n\r\n", 431),
        (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\n\r\n", 413),
    ],
)
def test_junk_is_refused_and_survived(server: Server, junk: bytes, status: int) -> None:
    assert server.status_of(junk) == status
    assert server.request()[0] == 200


def test_heads_bodies_and_kept_connections(server: Server) -> None:
    assert server.request("HEAD", "/much") == (200, b"")
    assert server.request("POST", "/", b"a" * 1_000_000)[1].endswith(b" 1000000")
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    for _ in range(3):
        connection.request("GET", "/much")
        assert len(connection.getresponse().read()) == 3_000_000
    connection.close()


def test_an_answer_under_way_is_finished_before_the_end(server: Server) -> None:
    answers: list[tuple[int, bytes]] = []
    asking = threading.Thread(target=lambda: answers.append(server.request("GET", "/late")))
    asking.start()
    time.sleep(0.4)
    os.kill(server.process.pid, signal.SIGTERM)
    asking.join()
    assert answers
    assert answers[0][0] == 200
    assert server.process.wait(timeout=10) == 0
