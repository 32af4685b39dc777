"""The throw-away PostgreSQL itself: shared by a run's processes, gone after the last one."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests import postgres

pytestmark = pytest.mark.postgres

ASK = """
import sys, time
sys.path.insert(0, ".")
from tests.postgres import postgres_url
import sqlalchemy as sa
url = postgres_url(sys.argv[1])
with sa.create_engine(url, poolclass=sa.NullPool).connect() as connection:
    print(connection.execute(sa.text("select current_database()")).scalar_one(), url, flush=True)
sys.stdin.read()
"""


def ask(worker: str, run: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", ASK, worker],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTEST_XDIST_TESTRUNUID": run},
    )


def wait_until_gone(folder: Path) -> bool:
    deadline = time.monotonic() + 15
    while folder.exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    return not folder.exists()


@pytest.fixture
def _own_cluster(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TEST_POSTGRES_URL", raising=False)
    if reason := postgres.unavailable_reason():
        pytest.fail(reason) if os.environ.get("REQUIRE_POSTGRES") == "1" else pytest.skip(reason)


@pytest.mark.usefixtures("_own_cluster")
def test_workers_share_a_server_that_goes_when_they_are_killed(tmp_path: Path) -> None:
    run = f"t{os.getpid()}"
    workers = [ask("gw0", run), ask("gw1", run)]
    lines = [worker.stdout.readline().split() for worker in workers if worker.stdout]

    assert [line[0] for line in lines] == ["portal_test_gw0", "portal_test_gw1"]
    folder = Path(lines[0][1].partition("host=")[2].replace("%2F", "/"))
    assert lines[1][1].endswith(lines[0][1].partition("host=")[2])

    workers[0].kill()
    workers[0].communicate()
    time.sleep(3 * postgres.POLL_SECONDS)
    assert folder.exists(), "the server stays while one worker needs it"

    workers[1].kill()
    workers[1].communicate()
    assert wait_until_gone(folder)


def test_without_postgresql_the_reason_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TEST_POSTGRES_URL", raising=False)
    monkeypatch.delenv("REQUIRE_POSTGRES", raising=False)
    monkeypatch.setattr(postgres, "_binaries", lambda: None)

    assert postgres.postgres_url("no-worker") is None
    assert "apt install postgresql" in (postgres.unavailable_reason() or "")

    monkeypatch.setenv("REQUIRE_POSTGRES", "1")
    with pytest.raises(postgres.PostgresUnavailable, match="apt install postgresql"):
        postgres.postgres_url("another-worker")


def test_without_its_programs_a_test_is_skipped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REQUIRE_POSTGRES", raising=False)
    with pytest.raises(pytest.skip.Exception, match="pg_nothing"):
        postgres.tools_or_skip("pg_nothing")


def test_where_it_is_required_a_missing_program_fails_the_test(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQUIRE_POSTGRES", "1")
    with pytest.raises(pytest.fail.Exception, match="pg_nothing"):
        postgres.tools_or_skip("pg_nothing")
