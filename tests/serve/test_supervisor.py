"""Processes are kept running, and end together."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from portal.supervisor import PATIENCE, Child, Supervisor, how_it_ended, restart_delay

# Whole lines at once: several processes write to one pipe.
CHILD = """
import os, sys, time
os.write(1, " ".join((sys.argv[1], str(os.getpid()), os.linesep)).encode())
time.sleep(60)
"""
PROGRAM = f"""
import os, sys
from portal.supervisor import Child, Supervisor
children = [Child(name, (sys.executable, "-c", {CHILD!r}, name)) for name in ("web-1", "worker")]
raise SystemExit(Supervisor(children, say=lambda text: os.write(1, (text + os.linesep).encode())).run())
"""


class Running:
    """A supervisor with two children, in a process of its own."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM], stdout=subprocess.PIPE, text=True, start_new_session=True
        )
        self.pids = dict(self.line().split() for _ in range(2))

    def line(self) -> str:
        assert self.process.stdout
        return self.process.stdout.readline()

    def pid(self, name: str) -> int:
        return int(self.pids[name])


@pytest.fixture
def running() -> object:
    running = Running()
    with running.process:
        yield running
        running.process.kill()


def ends(pid: int, seconds: float = 5) -> bool:
    deadline = time.monotonic() + seconds
    while is_alive(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not is_alive(pid)


def is_alive(pid: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except FileNotFoundError:
        return False


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_one_signal_ends_everything(running: Running, number: signal.Signals) -> None:
    running.process.send_signal(number)

    assert running.process.wait(timeout=10) == 0
    assert ends(running.pid("web-1"))
    assert ends(running.pid("worker"))


def test_a_killed_process_comes_back_and_the_other_stays(running: Running) -> None:
    os.kill(running.pid("web-1"), signal.SIGKILL)

    assert "web-1" in (said := running.line())
    assert "SIGKILL" in said
    name, pid = running.line().split()
    assert name == "web-1"
    assert int(pid) != running.pid("web-1")
    assert is_alive(running.pid("worker"))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells children of their parent's end")
def test_nothing_is_left_when_the_supervisor_itself_is_killed(running: Running) -> None:
    running.process.kill()

    assert ends(running.pid("web-1"))
    assert ends(running.pid("worker"))


def test_what_cannot_start_is_given_up_with_a_word() -> None:
    said: list[str] = []
    now = [0.0]
    child = Child("web-1", ("false",))
    supervisor = Supervisor([child], say=said.append, clock=lambda: now[0])
    for attempt in range(1, PATIENCE + 1):
        given_up = supervisor.bury(child, 1)
        assert given_up == (attempt == PATIENCE)
    assert "keeps failing" in said[-1]


def test_a_long_life_forgives_earlier_failures() -> None:
    now = [0.0]
    child = Child("worker", ("false",), quick_failures=PATIENCE - 1)
    supervisor = Supervisor([child], say=lambda _: None, clock=lambda: now[0])
    now[0] = 3600.0

    assert not supervisor.bury(child, -9)
    assert child.quick_failures == 0
    assert child.starts_at == 3600.0


def test_what_once_ran_is_tried_for_ever() -> None:
    child = Child("worker", ("false",), quick_failures=PATIENCE, has_run=True)

    assert not Supervisor([child], say=lambda _: None, clock=lambda: 1.0).bury(child, 1)
    assert child.starts_at > 1.0


def test_waiting_grows_to_half_a_minute() -> None:
    assert [restart_delay(failures) for failures in (0, 1, 2, 3, 4, 20)] == [0, 0.5, 1, 2, 4, 30]


def test_endings_have_names() -> None:
    assert [how_it_ended(code) for code in (1, -9, -15, -99)] == ["exit 1", "SIGKILL", "SIGTERM", "signal 99"]
