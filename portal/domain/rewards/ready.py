"""Statements kept compiled, for what runs with every event or every chunk of a run.

Finding, filling and wrapping a statement anew costs SQLAlchemy more than the database needs to answer it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Dialect
from sqlalchemy.orm import Session
from sqlalchemy.sql.selectable import ReturnsRows

from portal.domain.rewards.sql import run

Process = Callable[[Any], Any] | None

KEEP_ROWCOUNT = {"preserve_rowcount": True}
MOST_KEPT = 1024


class ListAmongPlaces(ValueError):
    """Such a statement cannot be kept ready: its text differs from call to call."""


class Ready:
    """One statement as the driver takes it; `places` fill its parameters by name."""

    def __init__(self, statement: Any, dialect: Dialect, columns: Sequence[str] | None = None) -> None:
        """`columns` of an INSERT are filled by places of the same names."""
        dialect = _as_sent(dialect)
        compiled = statement.compile(dialect=dialect, column_keys=columns)
        empty = {name: None for name, bind in compiled.binds.items() if bind.required}
        if any(compiled.binds[name].expanding for name in empty):
            raise ListAmongPlaces
        known = compiled.construct_expanded_state(empty)
        self._text = known.statement
        self._parameters = [
            _parameter(name, name in empty, known.processors.get(name), known.parameters[name])
            for name in known.positiontup or ()
        ]
        self._columns = _reading(statement, dialect)

    def rows(self, session: Session, places: Mapping[str, Any]) -> Sequence[Any]:
        found = self._execute(session, places).all()
        if not any(self._columns):
            return found
        return [
            tuple([read(value) if read else value for value, read in zip(row, self._columns, strict=True)])
            for row in found
        ]

    def change(self, session: Session, places: Mapping[str, Any]) -> int:
        """How many rows it stored."""
        return int(self._execute(session, places).rowcount)

    def _execute(self, session: Session, places: Mapping[str, Any]) -> Any:
        values = tuple(
            [
                value if is_constant else process(places[name]) if process else places[name]
                for name, is_constant, process, value in self._parameters
            ]
        )
        connection = session.connection()
        with _taken_as_it_is(connection):
            return connection.exec_driver_sql(self._text, values, execution_options=KEEP_ROWCOUNT)


def change(session: Session, statement: Any, places: Mapping[str, Any]) -> int:
    """Execute a statement that was itself built once; gives how many rows it stored."""
    kept = ready(statement, session.get_bind().dialect)
    return kept.change(session, places) if kept else int(run(session, statement, places).rowcount)


def rows(session: Session, statement: Any, places: Mapping[str, Any]) -> Sequence[Any]:
    """What a statement gives that was itself built once."""
    kept = ready(statement, session.get_bind().dialect)
    if kept:
        return kept.rows(session, places)
    found: Sequence[Any] = run(session, statement, places).all()
    return found


@lru_cache(maxsize=MOST_KEPT)
def ready(statement: Any, dialect: Dialect) -> Ready | None:
    """None when a list is among its places."""
    try:
        return Ready(statement, dialect)
    except ListAmongPlaces:
        return None


@lru_cache
def _as_sent(dialect: Dialect) -> Dialect:
    """PostgreSQL numbers its parameters. Its driver would rewrite other spellings, long ones with every call."""
    if dialect.name != "postgresql":
        return dialect
    return type(dialect)(dbapi=dialect.dbapi, paramstyle="numeric_dollar")  # type: ignore[call-arg]


@contextmanager
def _taken_as_it_is(connection: Connection) -> Iterator[None]:
    """On PostgreSQL, a cursor that expects numbered parameters."""
    if connection.dialect.name != "postgresql":
        yield
        return
    from psycopg import RawCursor

    driver: Any = connection.connection.driver_connection
    usual, driver.cursor_factory = driver.cursor_factory, RawCursor
    try:
        yield
    finally:
        driver.cursor_factory = usual


def _parameter(name: str, is_place: bool, process: Any, value: Any) -> tuple[str, bool, Process, Any]:
    """Constants are made what the driver takes once; places each time."""
    process = process[0] if isinstance(process, tuple | list) else process
    if is_place:
        return name, False, process, None
    return name, True, None, process(value) if process else value


def _reading(statement: Any, dialect: Dialect) -> list[Process]:
    """How each column of the answer becomes what Python expects."""
    if not isinstance(statement, ReturnsRows):
        return []
    impls = [column.type.dialect_impl(dialect) for column in statement.exported_columns]
    return [impl.result_processor(dialect, None) for impl in impls]
