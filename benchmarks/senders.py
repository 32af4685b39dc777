"""People who send their reviews at the same time: kept connections, requests made beforehand, answers counted."""

from __future__ import annotations

import socket
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from threading import Barrier

from portal.serve import HOST

PER_CONNECTION = 10  # reviews a connection brings before another address comes: a family, an office
TIMEOUT = 30.0


@dataclass(frozen=True, slots=True)
class Tally:
    """What came back for what was sent; status 0 is an answer that never came."""

    seconds: float
    statuses: Counter[int]
    locations: tuple[str, ...]

    @property
    def sent(self) -> int:
        return self.statuses.total()

    @property
    def stored(self) -> int:
        return self.statuses[303]

    @property
    def per_second(self) -> float:
        return self.stored / self.seconds


def send_all(port: int, requests: Sequence[bytes], clients: int) -> Tally:
    """Each client sends its share, one request after the other; the clock runs from the first to the last."""
    start = Barrier(clients + 1)
    shares = [requests[number::clients] for number in range(clients)]
    with ThreadPoolExecutor(clients) as pool:
        work = [pool.submit(_send_share, port, share, start) for share in shares]
        start.wait()
        began = time.perf_counter()
        answers = [answer for one in work for answer in one.result()]
        seconds = time.perf_counter() - began
    statuses = Counter(status for status, _location in answers)
    return Tally(seconds, statuses, tuple(place for _status, place in answers if place))


def _send_share(port: int, share: Sequence[bytes], start: Barrier) -> list[tuple[int, str]]:
    start.wait()
    answers: list[tuple[int, str]] = []
    requests = iter(share)
    while batch := list(islice(requests, PER_CONNECTION)):
        answers += _send_batch(port, batch)
    return answers


def _send_batch(port: int, batch: Sequence[bytes]) -> list[tuple[int, str]]:
    """From one address of this machine's own network, so that no address sends more than a few."""
    answers: list[tuple[int, str]] = []
    try:
        with socket.create_connection(
            (HOST, port), TIMEOUT, source_address=(_own_address(), 0)
        ) as connection:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            for request in batch:
                connection.sendall(request)
                answers.append(_answer(connection))
    except OSError:
        answers += [(0, "")] * (len(batch) - len(answers))
    return answers


def _own_address() -> str:
    """One of the sixteen million addresses by which a machine is known to itself."""
    number = time.monotonic_ns()
    return f"127.{number // 64 % 250 + 1}.{number // 16000 % 250}.{number // 4000000 % 250 + 1}"


def _answer(connection: socket.socket) -> tuple[int, str]:
    received = b""
    while b"\r\n\r\n" not in received:
        received += _more(connection)
    head, _, body = received.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    missing = int(headers.get("content-length", 0)) - len(body)
    while missing > 0:
        missing -= len(_more(connection))
    return int(first.split()[1]), headers.get("location", "")


def _more(connection: socket.socket) -> bytes:
    received = connection.recv(65536)
    if not received:
        raise ConnectionError("closed before the answer was complete")
    return received
