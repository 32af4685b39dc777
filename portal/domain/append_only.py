"""Triggers that refuse changes, for both databases. Migrations copy the same statements."""

from sqlalchemy import DDL, Table, event

VERBS = ("UPDATE", "DELETE")


def refuse(table: Table, *verbs: str, when: str = "") -> None:
    """From its creation on, the table refuses these verbs (for rows where `when` holds)."""
    for verb in verbs or VERBS:
        _after_create(table, "sqlite", on_sqlite(table.name, verb, when))
        _after_create(table, "postgresql", *on_postgresql(table.name, verb, when))


def _after_create(table: Table, dialect: str, *statements: str) -> None:
    for statement in statements:
        ddl = DDL(statement)  # type: ignore[no-untyped-call]
        event.listen(table, "after_create", ddl.execute_if(dialect=dialect))


def on_sqlite(table: str, verb: str, when: str = "") -> str:
    condition = f" WHEN {when}" if when else ""
    return (
        f"CREATE TRIGGER {table}_refuses_{verb.lower()} BEFORE {verb} ON {table}{condition} "
        f"BEGIN SELECT RAISE(ABORT, '{table} refuses {verb}'); END"
    )


def on_postgresql(table: str, verb: str, when: str = "") -> tuple[str, str]:
    name = f"{table}_refuses_{verb.lower()}"
    condition = f" WHEN ({when})" if when else ""
    return (
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{table} refuses {verb}'; END $$",
        f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW{condition} EXECUTE FUNCTION {name}()",
    )
