"""Runs the migrations on the portal's own engine, in one transaction, watched on SQLite."""

from contextlib import nullcontext

from alembic import context
from alembic.runtime.migration import MigrationContext
from flask import current_app

from migrations.safety import watched
from portal.backup import before_migrating
from portal.domain.base import know_all_tables

db = current_app.extensions["migrate"].db
config = current_app.extensions["portal_config"]


def plain_type(kind: str, thing: object, _context: object) -> str | bool:
    """Drafts name the types of SQLAlchemy, never the portal's own."""
    if kind != "type":
        return False
    name = type(thing).__name__
    if name == "Moment":
        return "sa.DateTime(timezone=True)"
    if name == "Enum":
        return f"sa.String(length={thing.length})"
    if name in ("Fixed", "BigInteger"):
        return "WHOLE"
    return False


def is_current(connection) -> tuple[bool, str | None]:
    revision = MigrationContext.configure(connection).get_current_revision()
    return revision == context.script.get_current_head(), revision


def run() -> None:
    engine = db.engine
    with engine.connect() as connection:
        done, revision = is_current(connection)
        connection.rollback()
    if not done:
        before_migrating(engine, config, revision)
    with engine.connect() as connection:
        is_sqlite = engine.dialect.name == "sqlite"
        if is_sqlite:  # has no effect once a transaction has begun
            connection.connection.driver_connection.execute("PRAGMA foreign_keys = OFF")
        with connection.begin(), watched(connection) if is_sqlite else nullcontext():
            context.configure(
                connection=connection,
                target_metadata=know_all_tables(),
                render_as_batch=True,
                compare_type=True,
                transactional_ddl=True,
                render_item=plain_type,
            )
            context.run_migrations()
        if is_sqlite:
            connection.connection.driver_connection.execute("PRAGMA foreign_keys = ON")


run()
