"""Installations to measure on, filled with demo data and kept between runs in the machine's temporary folder."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from portal.config import ROOT, Config, from_environment

KEPT = Path(tempfile.gettempdir()) / "prestasi-benchmarks"


def settings_of(instance: Path, **more: str) -> dict[str, str]:
    """The environment of a process that works on this installation, free of the caller's own settings."""
    ours = ("PORTAL_", "DATABASE_URL", "SECRET_KEY", "BASE_URL", "PORT", "REDIS_URL", "MAIL_URL", "OIDC_")
    kept = {key: value for key, value in os.environ.items() if not key.startswith(ours)}
    return {**kept, "PORTAL_INSTANCE": str(instance), "PYTHONPATH": str(ROOT), **more}


def config_of(instance: Path) -> Config:
    return from_environment(settings_of(instance))


def flask(instance: Path, *command: str) -> None:
    """One of the portal's own commands, on this installation; its words only when it fails."""
    done = subprocess.run(
        (sys.executable, "-m", "flask", "--app", "wsgi", *command),
        cwd=ROOT,
        env=settings_of(instance, PORTAL_DEMO="0"),
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise RuntimeError(f"flask {' '.join(command)}: {done.stdout}{done.stderr}")


def filled(employees: int) -> Path:
    """A read-mostly installation with that many employees; built at most once for a day and a state of the code."""
    instance = KEPT / f"{_fingerprint()}-{employees}"
    if not (instance / "ready").exists():
        shutil.rmtree(instance, ignore_errors=True)
        instance.mkdir(parents=True, mode=0o700)
        flask(instance, "prepare")
        flask(instance, "demo", "load", "--employees", str(employees))
        (instance / "ready").touch()
    return instance


@contextmanager
def scratch(employees: int) -> Iterator[Path]:
    """A copy that may be written to, and is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="prestasi-bench-") as folder:
        instance = Path(folder) / "instance"
        shutil.copytree(filled(employees), instance)
        yield instance


def _fingerprint() -> str:
    """Changes with the day, the tables and the demo data."""
    digest = hashlib.sha256(str(datetime.now(UTC).date()).encode())
    for folder in (ROOT / "migrations", ROOT / "portal" / "demo"):
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
