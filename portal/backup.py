"""Backup and restore: SQLite by VACUUM INTO a file only its owner reads, PostgreSQL by its own tools."""

from __future__ import annotations

import os
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.engine import make_url

from portal.config import Config
from portal.database import open_engine, sqlite_module


class BackupFailed(Exception):
    """The text says what stood in the way."""


def backup(config: Config, target: Path) -> Path:
    """Write the whole database to `target` (mode 0600) while the portal goes on working."""
    if target.exists():
        raise BackupFailed(f"{target} already exists")
    target.parent.mkdir(parents=True, exist_ok=True)
    url = make_url(config.database_url)
    if url.get_backend_name() == "sqlite":
        _vacuum_into(str(url.database), target)
    else:
        _run(["pg_dump", "--format=custom", "--no-owner", "--file", str(target), _libpq(config)])
    target.chmod(0o600)
    return target


def restore(config: Config, source: Path) -> None:
    """Put a backup in place of the database. Nothing else may be using it."""
    if not source.exists():
        raise BackupFailed(f"{source} does not exist")
    url = make_url(config.database_url)
    if url.get_backend_name() != "sqlite":
        _run(["pg_restore", "--clean", "--if-exists", "--no-owner", "--dbname", _libpq(config), str(source)])
        return
    _check(source)
    database = Path(str(url.database))
    fresh = database.with_name(database.name + ".restoring")
    shutil.copyfile(source, fresh)
    fresh.chmod(0o600)
    for leftover in ("-wal", "-shm"):
        database.with_name(database.name + leftover).unlink(missing_ok=True)
    fresh.replace(database)


def before_migrating(engine: Engine, config: Config, revision: str | None) -> Path | None:
    """A copy of a SQLite database that holds something, made before its shape changes."""
    if engine.dialect.name != "sqlite" or revision is None or not engine.url.database:
        return None
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
    folder = config.instance / "backups"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return backup(config, folder / f"before-migration-from-{revision}-{stamp}.db")


def _vacuum_into(database: str, target: Path) -> None:
    connection = sqlite_module().connect(database, timeout=30)
    mask = os.umask(0o077)
    try:
        connection.execute("VACUUM INTO ?", (str(target),))
    finally:
        os.umask(mask)
        connection.close()


def _check(source: Path) -> None:
    engine = open_engine(f"sqlite:///{source}")
    try:
        with engine.connect() as connection:
            answer = connection.exec_driver_sql("PRAGMA integrity_check").scalar()
    except Exception as error:
        raise BackupFailed(f"{source} is not a database: {error}") from error
    finally:
        engine.dispose()
    if answer != "ok":
        raise BackupFailed(f"{source} is damaged: {answer}")


def _libpq(config: Config) -> str:
    url = make_url(config.database_url).set(drivername="postgresql")
    return url.render_as_string(hide_password=False)


def _run(command: list[str]) -> None:
    try:
        subprocess.run(command, check=True, capture_output=True, text=True)
    except FileNotFoundError as error:
        raise BackupFailed(f"{command[0]} is missing: apt install postgresql-client") from error
    except subprocess.CalledProcessError as error:
        raise BackupFailed(error.stderr.strip()[-500:]) from error
