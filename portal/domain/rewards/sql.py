"""What the two databases spell differently, and how sets of rows are written."""

from __future__ import annotations

from typing import Any, TypeAlias

from sqlalchemy import BigInteger, ColumnElement, Select, literal_column, text
from sqlalchemy.dialects.postgresql import insert as on_postgresql
from sqlalchemy.dialects.sqlite import insert as on_sqlite
from sqlalchemy.orm import Session

AnySelect: TypeAlias = Select[*tuple[Any, ...]]

EVALUATOR = 7_370_002


def dialect_of(session: Session) -> str:
    return session.get_bind().dialect.name


def insert_into(session: Session, table: Any) -> Any:
    return insert_on(dialect_of(session), table)


def insert_on(dialect: str, table: Any) -> Any:
    return on_sqlite(table) if dialect == "sqlite" else on_postgresql(table)


def one_evaluator(session: Session) -> None:
    """Until the commit nobody else grants or revokes: two at once could each miss what the other just stored.

    SQLite writers wait for each other anyway.
    """
    if dialect_of(session) == "postgresql":
        session.connection().exec_driver_sql(f"SELECT pg_advisory_xact_lock({EVALUATOR})")


def constant(number: int) -> ColumnElement[int]:
    """A whole number of ours written into the statement: planners see it, and nothing is to be filled in."""
    return literal_column(str(int(number)), BigInteger)


def run(session: Session, statement: Any, places: Any = None) -> Any:
    """Execute on tables rather than mapped classes; `places` fill the bound parameters."""
    return session.connection().execute(statement, places, execution_options={"preserve_rowcount": True})


def analyze(session: Session) -> None:
    """After bulk loads: without fresh statistics a planner may choose the wrong index by a factor of hundreds.

    SQLite looks at a sample, which also keeps no histograms: with those it would plan every statement anew
    for every set of parameters, and that takes longer than the statements themselves.
    """
    if dialect_of(session) == "sqlite":
        session.execute(text("PRAGMA analysis_limit = 2000"))
    session.execute(text("ANALYZE"))


def tell_planner(session: Session) -> None:
    """PostgreSQL, after the first people of a run were paid: a table that was small a moment ago is planned as such."""
    if dialect_of(session) == "postgresql":
        session.execute(text("ANALYZE award, ledger, score"))
