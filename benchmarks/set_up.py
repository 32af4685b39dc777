"""How long a stranger waits: from `make run` in a fresh clone to the first page, and the demo data alone.

The clone is of what is committed; pip's cache is filled beforehand. The size is the number of employees of the demo.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks import instances, servers
from benchmarks.lines import Line, at_most
from portal.config import ROOT
from portal.serve import HOST

SIZE = 400
MOST_SECONDS = 60
MOST_SECONDS_OF_DEMO = 20


def run(size: int) -> Iterator[Line]:
    with tempfile.TemporaryDirectory(prefix="prestasi-bench-") as folder:
        clone = Path(folder) / "clone"
        quietly("git", "clone", "--quiet", str(ROOT), str(clone))
        warm_cache(clone, Path(folder) / "wheels")
        seconds = seconds_to_first_page(clone)
        yield at_most("make run to the first page", seconds, "s", MOST_SECONDS)
        seconds = seconds_of_demo(Path(folder) / "demo", size)
        yield at_most(f"demo load of {size:,} employees", seconds, "s", MOST_SECONDS_OF_DEMO)


def quietly(*command: str) -> None:
    """Its words only when it fails."""
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{command[0]}: {done.stdout}{done.stderr}")


def warm_cache(clone: Path, wheels: Path) -> None:
    """Whatever pip fetches stays in its own cache; the folder it fetches to is thrown away."""
    options = ("--quiet", "--disable-pip-version-check", "--require-hashes")
    quietly(
        sys.executable,
        "-m",
        "pip",
        "download",
        *options,
        "-r",
        str(clone / "requirements.txt"),
        "-d",
        str(wheels),
    )


def seconds_to_first_page(clone: Path) -> float:
    port, log = servers.free_port(), clone / "make.log"
    env = instances.settings_of(clone / "instance", PORT=str(port))
    env = {key: value for key, value in env.items() if key not in ("PYTHONPATH", "VIRTUAL_ENV", "MAKEFLAGS")}
    env["PYTHON"] = os.path.realpath(sys.executable)
    began = time.perf_counter()
    with servers.running(("make", "run"), env=env, cwd=clone, log=log) as process:
        servers.wait_for(f"http://{HOST}:{port}/", process, log, patience=5 * MOST_SECONDS)
        return time.perf_counter() - began


def seconds_of_demo(instance: Path, employees: int) -> float:
    instance.mkdir(mode=0o700)
    instances.flask(instance, "prepare")
    began = time.perf_counter()
    instances.flask(instance, "demo", "load", "--employees", str(employees))
    return time.perf_counter() - began
