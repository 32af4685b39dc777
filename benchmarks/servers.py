"""Servers to measure: the portal as `make run` starts it, or another application behind the same web processes."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from benchmarks.instances import settings_of
from portal.config import ROOT
from portal.serve import HOST
from portal.supervisor import with_parent

PATIENCE = 60.0


def free_port() -> int:
    with socket.create_server((HOST, 0)) as listener:
        return int(listener.getsockname()[1])


@contextmanager
def running(
    command: Sequence[str], *, env: dict[str, str], cwd: Path = ROOT, log: Path, fds: tuple[int, ...] = ()
) -> Iterator[subprocess.Popen[bytes]]:
    """A process group that ends with the block, and with this process should that be killed."""
    with log.open("ab") as out:
        process = subprocess.Popen(
            command,
            cwd=cwd,
            env=env,
            stdout=out,
            stderr=out,
            pass_fds=fds,
            start_new_session=True,
            preexec_fn=with_parent,
        )
    try:
        yield process
    finally:
        end(process)


def end(process: subprocess.Popen[bytes]) -> None:
    for number in (signal.SIGTERM, signal.SIGKILL):
        if process.poll() is None:
            os.killpg(process.pid, number)
            try:
                process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                continue


def wait_for(url: str, process: subprocess.Popen[bytes], log: Path, patience: float = PATIENCE) -> None:
    """Until the address answers 200. Raises with the log when the process ends before or takes too long."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urlopen(url, timeout=5) as answer:
                if answer.status == 200:
                    return
        except (URLError, OSError):
            time.sleep(0.05)
    raise RuntimeError(f"{url} does not answer: {log.read_text()[-2000:]}")


@contextmanager
def portal(instance: Path, **settings: str) -> Iterator[int]:
    """The portal with its worker, on all cores; gives its port."""
    port, log = free_port(), instance / "server.log"
    env = settings_of(instance, PORT=str(port), PORTAL_DEMO="0", **settings)
    with running((sys.executable, "-m", "portal.serve"), env=env, log=log) as process:
        wait_for(f"http://{HOST}:{port}/healthz", process, log)
        yield port


@contextmanager
def application(target: str, instance: Path, processes: int) -> Iterator[int]:
    """`module:app` in as many of the portal's web processes, on one socket; gives its port."""
    log = instance / "server.log"
    with ExitStack() as stack:
        listener = stack.enter_context(socket.create_server((HOST, 0), backlog=1024))
        port, fd = int(listener.getsockname()[1]), listener.fileno()
        command = (sys.executable, "-m", "portal.webserver", str(fd), target)
        started = [
            stack.enter_context(running(command, env=settings_of(instance), log=log, fds=(fd,)))
            for _ in range(processes)
        ]
        wait_for(f"http://{HOST}:{port}/healthz", started[0], log)
        yield port
