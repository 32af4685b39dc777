"""Many rows with ids known beforehand, so that rows may point at each other before they are written."""

from collections.abc import Sequence
from typing import Any, cast

from sqlalchemy import Table, func, insert, select, text
from sqlalchemy.orm import Session

from portal.domain.base import Base

CHUNK = 5000


def next_id(session: Session, model: type[Base]) -> int:
    column = model.__table__.c.id
    return (session.scalar(select(func.max(column))) or 0) + 1


def add(session: Session, model: type[Base], rows: Sequence[dict[str, Any]]) -> list[int]:
    """Insert rows of one shape; those without an id are numbered on. Gives the ids in order."""
    following = next_id(session, model) if any("id" not in row for row in rows) else 0
    numbered = [{"id": following + place, **row} for place, row in enumerate(rows)]
    statement = insert(
        cast(Table, model.__table__)
    )  # of a class, it would split rows by which values are None
    for start in range(0, len(numbered), CHUNK):
        session.connection().execute(statement, numbered[start : start + CHUNK])
    _count_on(session, model)
    return [int(row["id"]) for row in numbered]


def _count_on(session: Session, model: type[Base]) -> None:
    """PostgreSQL's sequence does not notice ids that were given; SQLite counts from the largest."""
    if session.get_bind().dialect.name == "postgresql":
        table = model.__tablename__
        session.execute(
            text(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")
        )
