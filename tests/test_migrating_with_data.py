"""Promise: a migration loses no row unnoticed, and is preceded by a copy (SQLite)."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from migrations.safety import watched
from portal.database import open_engine
from tests import factories


@pytest.fixture
def engine(config):
    engine = open_engine(config.database_url)
    with Session(engine) as session, session.begin():
        factories.employee(session)
    yield engine
    engine.dispose()


def migrate(engine: Engine, *statements: str, **allowed) -> None:
    """As migrations/env.py does it: keys off, one transaction, watched."""
    with engine.connect() as connection:
        connection.connection.driver_connection.execute("PRAGMA foreign_keys = OFF")
        try:
            with connection.begin(), watched(connection, **allowed):
                for statement in statements:
                    connection.execute(text(statement))
        finally:
            connection.connection.driver_connection.execute("PRAGMA foreign_keys = ON")


def count(engine: Engine, table: str) -> int:
    with engine.connect() as connection:
        return connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()


pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def test_a_migration_that_would_lose_rows_is_undone(engine: Engine) -> None:
    with pytest.raises(RuntimeError, match="lose rows"):
        migrate(engine, "DELETE FROM placement")
    assert count(engine, "placement") == 1


def test_a_migration_that_would_break_references_is_undone(engine: Engine) -> None:
    with pytest.raises(RuntimeError, match="break references"):
        migrate(engine, "UPDATE employee SET unit_id = 999999")
    assert count(engine, "employee") == 1


def test_what_may_go_may_go(engine: Engine) -> None:
    migrate(engine, "DELETE FROM placement", may_lose_rows=frozenset({"placement"}))
    assert count(engine, "placement") == 0


def test_a_harmless_migration_goes_through(engine: Engine) -> None:
    migrate(engine, "ALTER TABLE employee ADD COLUMN nickname TEXT")
    assert count(engine, "employee") == 1
