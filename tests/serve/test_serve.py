"""What `make run` says, and what it starts."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from portal.config import BadSetting, from_environment
from portal.demo.accounts import PASSWORD, SIGN_INS
from portal.serve import banner, children, open_port


def test_a_busy_port_is_named_with_the_way_out() -> None:
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = busy.getsockname()[1]
        with pytest.raises(BadSetting, match=f"PORT {port} .*PORT={port + 1} make run"):
            open_port(port)


def test_a_busy_port_ends_the_command_with_a_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as busy:
        surroundings = os.environ | {
            "PORT": str(busy.getsockname()[1]),
            "PORTAL_INSTANCE": str(tmp_path),
            "DATABASE_URL": "",
        }
        done = subprocess.run(
            [sys.executable, "-m", "portal.serve"],
            env=surroundings,
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 2
    assert "is in use by another program" in done.stdout
    assert "Traceback" not in done.stderr


def test_the_address_is_printed_and_the_accounts_only_with_demo_data() -> None:
    with_demo = banner("http://127.0.0.1:8000", has_demo=True)
    without = banner("http://127.0.0.1:8000", has_demo=False)

    assert "http://127.0.0.1:8000" in with_demo
    assert "http://127.0.0.1:8000" in without
    assert all(email in with_demo for email, _label in SIGN_INS)
    assert PASSWORD in with_demo
    assert "demo" not in without


def test_as_many_web_processes_as_wanted_and_one_worker(tmp_path: Path) -> None:
    config = from_environment({"PORTAL_INSTANCE": str(tmp_path), "WEB_CONCURRENCY": "3"})

    started = children(config, 7)

    assert [child.name for child in started] == ["web-1", "web-2", "web-3", "worker"]
    assert [child.fds for child in started] == [(7,), (7,), (7,), ()]


def test_all_cores_are_used_unless_told_otherwise(tmp_path: Path) -> None:
    assert from_environment({"PORTAL_INSTANCE": str(tmp_path)}).web_processes == os.cpu_count()


@pytest.mark.parametrize(
    "given",
    [{"PORT": "80a"}, {"PORT": "0"}, {"PORT": "65536"}, {"WEB_CONCURRENCY": "-1"}, {"PORT": "9" * 5000}],
)
def test_a_number_that_is_none_is_refused_by_name(given: dict[str, str], tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match=f"^{next(iter(given))} must be a whole number"):
        from_environment({"PORTAL_INSTANCE": str(tmp_path), **given})
