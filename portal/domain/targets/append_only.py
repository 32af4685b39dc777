"""Rows that tell what happened are written once: the database itself refuses to change or delete them."""

from typing import Any

from sqlalchemy import DDL, event
from sqlalchemy.schema import ExecutableDDLElement

SQLITE = (
    "CREATE TRIGGER %(table)s_no_{verb} BEFORE {verb} ON %(table)s"
    " BEGIN SELECT RAISE(ABORT, '%(table)s is append-only'); END"
)
POSTGRES_FUNCTION = (
    "CREATE OR REPLACE FUNCTION %(table)s_refuse() RETURNS trigger LANGUAGE plpgsql AS"
    " $$ BEGIN RAISE EXCEPTION '%(table)s is append-only'; END $$"
)
POSTGRES = (
    "CREATE TRIGGER %(table)s_append_only BEFORE UPDATE OR DELETE ON %(table)s"
    " FOR EACH ROW EXECUTE FUNCTION %(table)s_refuse()"
)


def _ddl(statement: str, dialect: str) -> ExecutableDDLElement:
    return DDL(statement).execute_if(dialect=dialect)  # type: ignore[no-untyped-call]


def append_only(model: type[Any]) -> None:
    """Attach the triggers that are created together with the table."""
    for dialect, statement in (
        ("sqlite", SQLITE.format(verb="UPDATE")),
        ("sqlite", SQLITE.format(verb="DELETE")),
        ("postgresql", POSTGRES_FUNCTION),
        ("postgresql", POSTGRES),
    ):
        event.listen(model.__table__, "after_create", _ddl(statement, dialect))
