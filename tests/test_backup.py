"""Promise: losing nothing. The drill: write, copy while the portal works, lose the database, put the copy back."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.backup import BackupFailed, backup, before_migrating, restore
from portal.config import Config
from portal.database import open_engine
from portal.domain.accounts.models import Account
from tests import factories
from tests.postgres import tools_or_skip


def names(config: Config) -> list[str]:
    engine = open_engine(config.database_url)
    with Session(engine) as session:
        found = list(session.scalars(select(Account.name).order_by(Account.id)))
    engine.dispose()
    return found


def write(config: Config, name: str) -> None:
    engine = open_engine(config.database_url)
    with Session(engine) as session, session.begin():
        factories.account(session, name=name)
    engine.dispose()


def test_a_drill(config: Config, tmp_path: Path) -> None:
    if config.database_url.startswith("postgresql"):
        tools_or_skip("pg_dump", "pg_restore")
    write(config, "before")
    copy = backup(config, tmp_path / "copies" / "portal.backup")
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    write(config, "after")
    restore(config, copy)
    assert names(config) == ["before"]
    write(config, "goes on")
    assert names(config) == ["before", "goes on"]


def test_a_copy_is_never_written_over(config: Config, tmp_path: Path) -> None:
    (tmp_path / "copy").write_text("precious")
    with pytest.raises(BackupFailed, match="already exists"):
        backup(config, tmp_path / "copy")
    assert (tmp_path / "copy").read_text() == "precious"


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_broken_copy_is_refused_and_the_database_stays(config: Config, tmp_path: Path) -> None:
    write(config, "safe")
    copy = backup(config, tmp_path / "copy")
    content = bytearray(copy.read_bytes())
    content[100:200] = b"\xff" * 100
    copy.write_bytes(content)
    for source in (copy, tmp_path / "missing"):
        with pytest.raises(BackupFailed):
            restore(config, source)
    assert names(config) == ["safe"]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_before_a_migration_everything_is_copied(config: Config) -> None:
    write(config, "kept")
    engine = open_engine(config.database_url)
    assert before_migrating(engine, config, None) is None, "an empty database needs no copy"
    copy = before_migrating(engine, config, "0001")
    assert copy is not None
    saved = open_engine(f"sqlite:///{copy}")
    with Session(saved) as session:
        assert session.scalar(select(func.count()).select_from(Account)) == 1
    saved.dispose()
    engine.dispose()
