"""An installation of every released state goes up to today with its data inside, on both databases.

`released/<revision>.sql.xz` is the SQLite dump of demo data (150 to 200 people) as that release made it.
"""

from __future__ import annotations

import lzma
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask_migrate import upgrade
from sqlalchemy import Engine

from migrations.safety import counts
from portal import create_app
from portal.config import Config
from portal.database import open_engine, own_session
from portal.domain.base import Base
from portal.domain.rewards.ledger.verify import verify
from portal.extensions import db
from portal.wiring import METRICS

RELEASED = sorted(Path(__file__).with_name("released").glob("*.sql.xz"))
HANDFUL = 500


def revision_of(dump: Path) -> str:
    return dump.name.removesuffix(".sql.xz")


@pytest.fixture
def released(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The release's own SQLite file."""
    path = tmp_path / "released.db"
    with sqlite3.connect(path) as connection:
        connection.executescript(lzma.decompress(request.param.read_bytes()).decode())
    connection.close()
    return path


def laid_into(engine: Engine, released: Path) -> None:
    """The same rows in a PostgreSQL database of that revision, with triggers and references looking away."""
    source = sa.create_engine(f"sqlite:///{released}")
    old, new = sa.MetaData(), sa.MetaData()
    old.reflect(source)
    new.reflect(engine)
    with source.connect() as reading, engine.begin() as writing:
        writing.exec_driver_sql("SET LOCAL session_replication_role = replica")
        for name, table in old.tables.items():
            if name == "alembic_version":
                continue
            for rows in reading.execute(sa.select(table)).mappings().partitions(HANDFUL):
                writing.execute(new.tables[name].insert(), [dict(row) for row in rows])
            if "id" in table.c:
                writing.exec_driver_sql(
                    f"SELECT setval(pg_get_serial_sequence('\"{name}\"', 'id'), coalesce(max(id), 1)) FROM \"{name}\""
                )
    source.dispose()


@pytest.fixture
def installation(request, config: Config, released: Path, tmp_path: Path) -> Iterator[Config]:
    """What that release left behind, in either database."""
    dump = request.node.callspec.params["released"]
    if config.database_url.startswith("sqlite"):
        yield replace(config, database_url=f"sqlite:///{released}", instance=tmp_path)
        return
    engine = open_engine(config.database_url)
    Base.metadata.drop_all(engine)
    with create_app(config).app_context():
        upgrade(revision=revision_of(dump))
        db.engine.dispose()
    laid_into(engine, released)
    yield config
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE alembic_version")
    engine.dispose()


@pytest.mark.slow
@pytest.mark.parametrize("released", RELEASED, ids=revision_of, indirect=True)
def test_data_of_every_release_goes_up_to_today(installation):
    app = create_app(installation)
    with app.app_context():
        with db.engine.connect() as connection:
            before = counts(connection)
        assert before["employee"] >= 150
        upgrade()
        with db.engine.connect() as connection:
            after = counts(connection)
        assert {name: after[name] for name in before} == before
        with own_session(db.engine, installation) as session, session.begin():
            assert verify(session, METRICS) == [], "ledger, scores and facts still agree"
        db.engine.dispose()
