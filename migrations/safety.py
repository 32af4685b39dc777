"""What a migration on SQLite must not do unnoticed: lose rows or leave references that point nowhere."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa


def counts(connection: sa.Connection) -> dict[str, int]:
    """How many rows every table holds."""
    names = sa.inspect(connection).get_table_names()
    return {
        name: connection.exec_driver_sql(f'SELECT count(*) FROM "{name}"').scalar_one()
        for name in names
        if name != "alembic_version"
    }


@contextmanager
def watched(connection: sa.Connection, may_lose_rows: frozenset[str] = frozenset()) -> Iterator[None]:
    """Raise, before the commit, when a kept table lost rows or a foreign key is broken."""
    before = counts(connection)
    yield
    after = counts(connection)
    lost = {
        name: (rows, after[name])
        for name, rows in before.items()
        if name in after and after[name] < rows and name not in may_lose_rows
    }
    if lost:
        raise RuntimeError(f"The migration would lose rows: {lost}")
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise RuntimeError(f"The migration would break references: {broken[:5]}")
