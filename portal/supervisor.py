"""Keeps a handful of processes running: starts them, restarts a crashed one, ends them all together."""

from __future__ import annotations

import ctypes
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import FrameType

QUICK = 10.0  # seconds; a process that lived shorter has failed to start
PATIENCE = 5  # failures of what never ran yet, then all is given up, visibly
GRACE = 12.0  # seconds to end in
TICK = 0.1

_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


@dataclass(slots=True)
class Child:
    name: str
    command: Sequence[str]
    fds: tuple[int, ...] = ()
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    starts_at: float = 0.0
    quick_failures: int = 0
    has_run: bool = False


def restart_delay(quick_failures: int) -> float:
    """Seconds to wait: none after a long life, then 0.5, 1, 2, 4 …, at most 30."""
    return min(30.0, 0.25 * 2**quick_failures) if quick_failures else 0.0


def how_it_ended(returncode: int) -> str:
    if returncode >= 0:
        return f"exit {returncode}"
    try:
        return signal.Signals(-returncode).name
    except ValueError:
        return f"signal {-returncode}"


def with_parent() -> None:
    """In a new process: should the parent be killed outright, Linux ends this one too."""
    if _libc is not None:
        _libc.prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG


def start(command: Sequence[str], fds: tuple[int, ...] = ()) -> subprocess.Popen[bytes]:
    """In a process group of its own: Ctrl-C in a terminal reaches the supervisor alone, which passes it on."""
    return subprocess.Popen(command, pass_fds=fds, process_group=0, preexec_fn=with_parent)


@dataclass(slots=True)
class Supervisor:
    children: Sequence[Child]
    say: Callable[[str], None] = print
    clock: Callable[[], float] = time.monotonic
    stops_asked: int = field(default=0, init=False)

    def run(self) -> int:
        """Until asked to stop (0), or until one process cannot be kept running (1)."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self.stop)
        try:
            while not self.stops_asked:
                if any(self.look_after(child) for child in self.children):
                    return 1
                time.sleep(TICK)
            return 0
        finally:
            self.end_all()

    def stop(self, _signal: int = 0, _frame: FrameType | None = None) -> None:
        self.stops_asked += 1

    def look_after(self, child: Child) -> bool:
        """Start it when it is time to; whether it has to be given up."""
        if child.process is None:
            if self.clock() >= child.starts_at:
                child.process, child.started_at = start(child.command, child.fds), self.clock()
            return False
        if child.process.poll() is None:
            return False
        return self.bury(child, child.process.returncode)

    def bury(self, child: Child, returncode: int) -> bool:
        lived = self.clock() - child.started_at
        child.process = None
        child.has_run = child.has_run or lived >= QUICK
        child.quick_failures = child.quick_failures + 1 if lived < QUICK else 0
        ended = how_it_ended(returncode)
        if child.quick_failures >= PATIENCE and not child.has_run:
            self.say(f"{child.name}: gagal terus-menerus ({ended}) / keeps failing; giving up.")
            return True
        delay = restart_delay(child.quick_failures)
        child.starts_at = self.clock() + delay
        self.say(f"{child.name}: berhenti ({ended}), dijalankan lagi / ended, restarting in {delay:g} s.")
        return False

    def end_all(self) -> None:
        """Ask politely, wait, and kill what is left or when asked to stop once more."""
        running = [child.process for child in self.children if child.process]
        for process in running:
            process.terminate()
        asked, deadline = self.stops_asked, self.clock() + GRACE
        while any(process.poll() is None for process in running):
            if self.clock() > deadline or self.stops_asked > asked:
                self.say("Dihentikan paksa / Killed what did not end by itself.")
                for process in running:
                    process.kill()
                break
            time.sleep(TICK)
        for process in running:
            process.wait()
