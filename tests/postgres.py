"""A throw-away PostgreSQL for one test run, shared by its parallel workers.

A keeper process owns the cluster. Every worker holds a shared lock for as long as it lives, so when the
last one ends, however it ends, the keeper gets the lock, stops the server and removes its folder.
"""

import contextlib
import fcntl
import functools
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

START_SECONDS = 60
POLL_SECONDS = 0.3
USER = "portal"
SETTINGS = (
    "listen_addresses=",
    "max_connections=300",
    "timezone=UTC",
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "wal_level=minimal",
    "max_wal_senders=0",
)

_held: list[IO[str]] = []  # locks live as long as the process


class PostgresUnavailable(RuntimeError):
    """PostgreSQL was required (REQUIRE_POSTGRES=1) and cannot be had; the text says why."""


@functools.cache
def postgres_url(worker_id: str) -> str | None:
    """The SQLAlchemy URL of this worker's own empty database, or None: `unavailable_reason()` says why."""
    reason = unavailable_reason()
    if reason:
        if os.environ.get("REQUIRE_POSTGRES") == "1":
            raise PostgresUnavailable(reason)
        return None
    server = os.environ.get("TEST_POSTGRES_URL") or _shared_cluster(_run_folder())
    return _fresh_database(server, f"portal_test_{worker_id}")


def unavailable_reason() -> str | None:
    """Why there is no PostgreSQL here, in a sentence; None when there is one."""
    if os.environ.get("TEST_POSTGRES_URL") or _binaries():
        return None
    return "PostgreSQL is not installed (sudo apt install postgresql, or set TEST_POSTGRES_URL)"


def tools_or_skip(*names: str) -> None:
    """A test that needs these programs of PostgreSQL is skipped without them; where it is required, it fails."""
    import pytest

    missing = [name for name in names if not shutil.which(name)]
    if missing:
        reason = f"not installed (sudo apt install postgresql-client): {', '.join(missing)}"
        pytest.fail(reason) if os.environ.get("REQUIRE_POSTGRES") == "1" else pytest.skip(reason)


def _binaries() -> Path | None:
    """The folder with initdb and postgres: Debian's newest version, else whatever is on the PATH."""
    versions = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(versions, key=lambda path: int(path.parts[-3]), default=None)
    found = newest or shutil.which("initdb")
    return Path(found).resolve().parent if found else None


def _run_folder() -> Path:
    """One folder per test run: xdist gives its workers a common id; alone, the process is the run."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", "")[:12] or str(os.getpid())
    return Path(tempfile.gettempdir()) / f"portal-pg-{os.getuid()}-{run}"


def _shared_cluster(folder: Path) -> str:
    """The server's URL; the first worker to ask starts the keeper."""
    with _locked_start(folder):
        users = (folder / "users.lock").open("a")
        fcntl.flock(users, fcntl.LOCK_SH)
        _held.append(users)
        if not (folder / "ready").exists():
            _start_keeper(folder)
    return f"postgresql+psycopg://{USER}@/postgres?host={folder}"


def _locked_start(folder: Path) -> IO[str]:
    """The start lock, held until it is closed; tried again when a keeper removed the folder meanwhile."""
    while True:
        folder.mkdir(mode=0o700, exist_ok=True)
        path = folder / "start.lock"
        try:
            lock = path.open("a")
        except FileNotFoundError:
            continue
        fcntl.flock(lock, fcntl.LOCK_EX)
        if path.exists() and path.stat().st_ino == os.fstat(lock.fileno()).st_ino:
            return lock
        lock.close()


def _start_keeper(folder: Path) -> None:
    with tempfile.TemporaryFile("w+") as log:
        keeper = subprocess.Popen(
            [sys.executable, __file__, str(folder), str(_binaries())],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        deadline = time.monotonic() + START_SECONDS
        while not (folder / "ready").exists():
            if keeper.poll() is not None or time.monotonic() > deadline:
                keeper.terminate()
                log.seek(0)
                raise PostgresUnavailable(f"PostgreSQL did not start:\n{log.read()[-2000:]}")
            time.sleep(0.05)
    keeper.returncode = 0  # it outlives us on purpose: no ResourceWarning when this object goes


def _fresh_database(server: str, name: str) -> str:
    """Creates the database anew and returns its URL."""
    import sqlalchemy as sa

    url = sa.make_url(server)
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with engine.connect() as connection:
        connection.execute(sa.text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
        connection.execute(sa.text(f'CREATE DATABASE "{name}" TEMPLATE template0'))
    return url.set(database=name).render_as_string(hide_password=False)


def keep(folder: Path, binaries: Path) -> None:
    """The keeper's whole life: make a cluster, serve until nobody holds the users' lock, leave nothing."""
    owner = _unprivileged_owner()
    if owner is not None:
        os.chown(folder, owner, -1)
    try:
        with _server(folder, binaries, owner) as server:
            (folder / "ready").touch()
            _wait_until_unused(server, folder)
    finally:
        gone = folder.rename(f"{folder}.gone")  # at once: whoever comes now begins anew
        shutil.rmtree(gone, ignore_errors=True)


def _unprivileged_owner() -> int | None:
    """PostgreSQL refuses to run as root: root lends it the user of Debian's package, or nobody."""
    if os.getuid() != 0:
        return None
    users = {entry.pw_name: entry.pw_uid for entry in pwd.getpwall()}
    return users.get("postgres", users["nobody"])


@contextlib.contextmanager
def _server(folder: Path, binaries: Path, owner: int | None) -> Iterator[subprocess.Popen[bytes]]:
    data = folder / "data"
    _run(owner, binaries / "initdb", "-D", data, "-U", USER, "-A", "trust", "-E", "UTF8", "--no-sync").wait()
    settings = [f"unix_socket_directories={folder}", *SETTINGS]
    server = _run(owner, binaries / "postgres", "-D", data, *(f"--{setting}" for setting in settings))
    try:
        while _run(None, binaries / "pg_isready", "-q", "-h", folder, "-U", USER, "-d", "postgres").wait():
            if server.poll() is not None:
                raise SystemExit("postgres ended while starting")
            time.sleep(0.05)
        yield server
    finally:
        server.send_signal(signal.SIGQUIT)
        server.wait()


def _run(owner: int | None, *command: Path | str) -> subprocess.Popen[bytes]:
    groups: list[int] | None = [] if owner is not None else None
    return subprocess.Popen(command, cwd="/", env={"LC_ALL": "C.UTF-8"}, user=owner, extra_groups=groups)


def _wait_until_unused(server: subprocess.Popen[bytes], folder: Path) -> None:
    """Returns holding both locks, so that nobody can join a cluster that is being removed."""
    start, users = (folder / "start.lock").open(), (folder / "users.lock").open()
    _held.extend((start, users))
    while server.poll() is None:
        time.sleep(POLL_SECONDS)
        fcntl.flock(start, fcntl.LOCK_EX)
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            fcntl.flock(start, fcntl.LOCK_UN)


if __name__ == "__main__":
    keep(Path(sys.argv[1]), Path(sys.argv[2]))
