"""The databases of one worker: made once with every table, emptied before each test, compiled statements kept."""

from __future__ import annotations

import shutil
from pathlib import Path

from sqlalchemy import text

from portal.database import open_engine
from portal.domain.base import Base
from portal.domain.rewards.evaluation.book import forget_rules


class SqliteDatabase:
    """A file that is put back as it was."""

    def __init__(self, template: Path, path: Path) -> None:
        self._template, self._path = template, path
        self.url = f"sqlite:///{path}"
        self.engine = open_engine(self.url)

    def empty(self) -> None:
        forget_rules()
        self.engine.dispose()
        for ending in ("", "-wal", "-shm"):  # a new file: who still holds the old one disturbs nobody
            Path(f"{self._path}{ending}").unlink(missing_ok=True)
        shutil.copyfile(self._template, self._path)

    def close(self) -> None:
        self.engine.dispose()


class PostgresDatabase:
    """Tables without rows and counters at one; TRUNCATE of so many tables would take fifty times as long."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = open_engine(url)
        self._sweeper = open_engine(
            url
        )  # keeps its connection: a new one would read the whole catalogue first
        Base.metadata.create_all(self.engine)
        deletes = "; ".join(f'DELETE FROM "{table.name}"' for table in Base.metadata.sorted_tables)
        self._emptying = text(
            "DO $$ BEGIN SET LOCAL session_replication_role = replica; "  # neither triggers nor references
            f"{deletes}; "
            "PERFORM setval(oid, 1, false) FROM pg_class WHERE relkind = 'S'; END $$"
        )

    def empty(self) -> None:
        forget_rules()
        self.engine.dispose()  # plans a connection keeps were made for the rows of another test
        with self._sweeper.begin() as connection:
            connection.execute(self._emptying)

    def close(self) -> None:
        self.engine.dispose()
        self._sweeper.dispose()
