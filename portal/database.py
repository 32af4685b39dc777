"""How the portal talks to its database: SQLite made safe, and one way to begin a transaction.

A unit of work begins as a writing one (BEGIN IMMEDIATE on SQLite) unless it says `with reading():`.
A deferred begin that turns into a write later is what fails with "database is locked" under load.
"""

from __future__ import annotations

import hmac
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.orm import Session
from sqlalchemy.pool import QueuePool

from portal.config import ROOT, Config

__all__ = ["Session", "open_engine", "own_session", "reading", "set_reading"]

SAFE_WAL = (3, 51, 3)

_is_reading: ContextVar[bool] = ContextVar("is_reading", default=False)


@contextmanager
def reading() -> Iterator[None]:
    """Transactions begun inside do not take the write lock."""
    token = _is_reading.set(True)
    try:
        yield
    finally:
        _is_reading.reset(token)


def set_reading(is_reading: bool) -> None:
    """For the rest of this request or job."""
    _is_reading.set(is_reading)


def sqlite_module() -> Any:
    """The bundled current SQLite where there is a wheel for it, else the standard library's."""
    try:
        import pysqlite3.dbapi2 as bundled
    except ImportError:
        return sqlite3
    return bundled


def engine_options(url: str) -> dict[str, Any]:
    """What `create_engine` needs besides the address."""
    if make_url(url).get_backend_name() != "sqlite":
        return {"pool_pre_ping": True, "pool_size": 10, "max_overflow": 10}
    return {
        "module": sqlite_module(),
        "poolclass": QueuePool,
        "pool_size": 10,
        "max_overflow": 30,
        "connect_args": {"check_same_thread": False, "timeout": 10},
    }


def prepare_engine(engine: Engine) -> None:
    """Attach what a new connection needs; again changes nothing."""
    open_one = _open_sqlite if engine.dialect.name == "sqlite" else _open_postgres
    if event.contains(engine, "connect", open_one):
        return
    event.listen(engine, "connect", open_one)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "begin", _begin_sqlite)


def open_engine(url: str) -> Engine:
    engine = create_engine(url, **engine_options(url))
    prepare_engine(engine)
    return engine


def _open_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver must not begin or commit on its own
    cursor = connection.cursor()
    safe = tuple(int(part) for part in sqlite_module().sqlite_version.split(".")) >= SAFE_WAL
    cursor.execute("PRAGMA busy_timeout = 10000")
    cursor.execute(f"PRAGMA journal_mode = {'WAL' if safe else 'DELETE'}")
    cursor.execute(f"PRAGMA synchronous = {'FULL' if safe else 'EXTRA'}")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA trusted_schema = OFF")
    cursor.execute("PRAGMA cache_size = -16000")
    cursor.close()


def _open_postgres(connection: Any, _record: object) -> None:
    """Sums of whole numbers are whole numbers, as on SQLite: PostgreSQL calls them numeric."""
    from psycopg.types.numeric import NumericLoader

    class WholeOrExact(NumericLoader):
        def load(self, data: Any) -> Any:
            exact = super().load(data)
            return exact if b"." in bytes(data) or not exact.is_finite() else int(exact)

    connection.adapters.register_loader("numeric", WholeOrExact)


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN" if _is_reading.get() else "BEGIN IMMEDIATE")


def session_info(config: Config) -> dict[str, Any]:
    """What rides on every session: who reacts to what, the audit key, where files lie."""
    from portal.wiring import REACTIONS, reaction_failed

    return {
        "reactions": REACTIONS,
        "on_failed_reaction": reaction_failed,
        "audit_key": derived_key(config, "audit"),
        "secrets_key": derived_key(config, "secrets"),
        "uploads": config.uploads,
        "strict": config.is_testing,
    }


def derived_key(config: Config, purpose: str) -> bytes:
    """32 bytes for one purpose, so that a leak of one key says nothing of the others."""
    return _derived(config.secret_key, purpose)


@cache
def _derived(secret_key: str, purpose: str) -> bytes:
    return hmac.digest(secret_key.encode(), f"prestasi/{purpose}".encode(), "sha256")


def own_session(engine: Engine, config: Config) -> Session:
    """A session outside of any request: for the worker, commands and short transactions of their own."""
    return Session(engine, info=session_info(config), expire_on_commit=False)


def beginner(engine: Engine, config: Config) -> Callable[[], AbstractContextManager[Session]]:
    """For jobs of many short transactions: each call begins one and commits it at the end of its block."""

    @contextmanager
    def begin() -> Iterator[Session]:
        with own_session(engine, config) as session, session.begin():
            yield session

    return begin


def describe(url: str) -> str:
    """The address without its password, for logs and messages."""
    return make_url(url).render_as_string(hide_password=True)


def migrations_are_current(session: Session) -> bool:
    """Whether the database has the newest shape this code knows."""
    script = ScriptDirectory(str(ROOT / "migrations"))
    at = MigrationContext.configure(session.connection()).get_current_revision()
    return at == script.get_current_head()
