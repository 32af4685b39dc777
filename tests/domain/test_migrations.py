"""What the migrations build is what the models say, on both databases, with data inside and with a backup before."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask_migrate import upgrade
from sqlalchemy import Engine

from portal import create_app
from portal.config import Config
from portal.database import open_engine
from portal.domain.base import Base
from portal.extensions import db


def shape(engine: Engine) -> dict[str, object]:
    """Everything about the tables that the portal relies on, in comparable form."""
    found: dict[str, object] = {}
    inspector = sa.inspect(engine)
    for table in inspector.get_table_names():
        if table == "alembic_version":
            continue
        found[table] = {
            "columns": {c["name"]: (str(c["type"]), c["nullable"]) for c in inspector.get_columns(table)},
            "key": sorted(inspector.get_pk_constraint(table)["constrained_columns"]),
            "indexes": sorted(
                (str(i["name"]), str(i["column_names"]), bool(i["unique"]), _where(i))
                for i in inspector.get_indexes(table)
            ),
            "unique": sorted(str(u["column_names"]) for u in inspector.get_unique_constraints(table)),
            "checks": sorted(str(c["name"]) for c in inspector.get_check_constraints(table)),
            "references": _references(engine, inspector, table),
        }
    return found


def _references(engine: Engine, inspector: sa.Inspector, table: str) -> list[tuple[str, ...]]:
    """SQLite is asked itself: what is read from its CREATE TABLE misses the options of references in one column."""
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            rows = connection.exec_driver_sql(f'PRAGMA foreign_key_list("{table}")').mappings()
            return sorted((row["from"], row["table"], row["to"], row["on_delete"]) for row in rows)
    return sorted(
        (str(f["constrained_columns"]), f["referred_table"], str(f["options"]))
        for f in inspector.get_foreign_keys(table)
    )


def _where(index: Any) -> str:
    """The condition of a partial index, without the brackets one database adds."""
    options = index.get("dialect_options", {})
    found = options.get("sqlite_where", options.get("postgresql_where", ""))
    return str(found).replace("(", "").replace(")", "")


def triggers(engine: Engine) -> set[str]:
    question = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    if engine.dialect.name == "postgresql":
        question = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    with engine.connect() as connection:
        return set(connection.exec_driver_sql(question).scalars())


@pytest.fixture
def own_config(config: Config, tmp_path: Path) -> Config:
    """A database that no other test uses: on SQLite a copy of the empty one, on PostgreSQL the worker's own."""
    if not config.database_url.startswith("sqlite"):
        return config
    copy = tmp_path / "own.db"
    shutil.copyfile(config.database_url.removeprefix("sqlite:///"), copy)
    return replace(config, database_url=f"sqlite:///{copy}", instance=tmp_path)


def test_the_migrations_build_what_the_models_say(own_config):
    config = own_config
    engine = open_engine(config.database_url)
    if engine.dialect.name == "postgresql":  # it spells in other words what another test restored
        Base.metadata.drop_all(engine)
        Base.metadata.create_all(engine)
    expected, expected_triggers = shape(engine), triggers(engine)
    Base.metadata.drop_all(engine)
    app = create_app(config)
    with app.app_context():
        upgrade()
        try:
            assert shape(db.engine) == expected
            assert triggers(db.engine) == expected_triggers
        finally:
            with db.engine.begin() as connection:
                connection.exec_driver_sql("DROP TABLE alembic_version")
            db.engine.dispose()
    engine.dispose()


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_nothing_is_done_twice_and_nothing_is_backed_up_in_vain(own_config):
    config = own_config
    engine = open_engine(config.database_url)
    Base.metadata.drop_all(engine)
    engine.dispose()
    app = create_app(config)
    with app.app_context():
        upgrade()
        upgrade()
        db.engine.dispose()
    assert not (config.instance / "backups").exists()
