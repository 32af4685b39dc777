"""Promise: losing nothing. SQLite as every connection of the portal opens it, and how its transactions begin."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import Engine, text

from portal import database
from portal.database import open_engine, reading, sqlite_module

SAFE = {
    "journal_mode": "wal",
    "synchronous": 2,
    "busy_timeout": 10_000,
    "foreign_keys": 1,
    "trusted_schema": 0,
    "secure_delete": 2,
}


def engine_at(path: Path) -> Engine:
    engine = open_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE IF NOT EXISTS thing (id INTEGER)"))
    return engine


def settings_of(engine: Engine) -> dict[str, Any]:
    with engine.connect() as connection:
        return {name: connection.execute(text(f"PRAGMA {name}")).scalar() for name in SAFE}


def test_every_setting_is_read_back(tmp_path: Path) -> None:
    if tuple(map(int, sqlite_module().sqlite_version.split("."))) < database.SAFE_WAL:
        pytest.skip(f"SQLite {sqlite_module().sqlite_version} gets a rollback journal instead")
    assert settings_of(engine_at(tmp_path / "new.db")) == SAFE


def test_a_library_that_corrupts_wal_never_gets_wal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine_at(tmp_path / "portal.db").dispose()  # a file that was in WAL mode already
    old = SimpleNamespace(sqlite_version="3.40.1", connect=sqlite_module().connect)
    engine = open_engine(f"sqlite:///{tmp_path / 'portal.db'}")
    monkeypatch.setattr(database, "sqlite_module", lambda: old)
    assert settings_of(engine) == {**SAFE, "journal_mode": "delete", "synchronous": 3}


def locks_out_writers(engine: Engine, path: Path) -> bool:
    """Whether another writer is refused while a transaction stands open that has not written anything."""
    other = sqlite_module().connect(str(path), timeout=0)
    other.isolation_level = None
    with engine.connect() as connection:
        connection.execute(text("SELECT * FROM thing")).all()
        try:
            other.execute("BEGIN IMMEDIATE")
        except sqlite_module().OperationalError:
            return True
        finally:
            other.close()
    return False


def test_writers_take_the_lock_when_they_begin_and_readers_never(tmp_path: Path) -> None:
    engine = engine_at(tmp_path / "portal.db")
    assert locks_out_writers(engine, tmp_path / "portal.db")
    with reading():
        assert not locks_out_writers(engine, tmp_path / "portal.db")
