from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine, event, text
from sqlalchemy.orm import Session

from portal import create_app
from portal.config import Config
from portal.database import open_engine, session_info
from portal.domain.base import Base, know_all_tables
from portal.extensions import db
from tests.browser import Browser
from tests.postgres import postgres_url


@pytest.fixture(scope="session")
def schema() -> None:
    know_all_tables()


@pytest.fixture(scope="session")
def sqlite_template(schema: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "portal.db"
    engine = open_engine(f"sqlite:///{path}")
    Base.metadata.create_all(engine)
    with engine.connect() as connection:
        connection.connection.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def postgres_engine(schema: None, worker_id: str) -> Iterator[Engine]:
    url = postgres_url(worker_id)
    if url is None:
        pytest.skip("PostgreSQL is not installed")
    engine = open_engine(url)
    Base.metadata.drop_all(engine)
    Base.metadata.create_all(engine)
    yield engine
    engine.dispose()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database with every table, of each kind the portal runs on."""
    if request.param == "sqlite":
        template: Path = request.getfixturevalue("sqlite_template")
        (tmp_path / "portal.db").write_bytes(template.read_bytes())
        yield f"sqlite:///{tmp_path / 'portal.db'}"
        return
    engine: Engine = request.getfixturevalue("postgres_engine")
    yield engine.url.render_as_string(hide_password=False)
    names = ", ".join(f'"{table.name}"' for table in Base.metadata.sorted_tables)
    with engine.begin() as connection:
        connection.execute(text("SET session_replication_role = replica"))
        connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))


@pytest.fixture
def config(database_url: str, tmp_path: Path) -> Config:
    return Config(
        database_url=database_url,
        secret_key="only for tests, and long enough for them",
        instance=tmp_path,
        base_url="http://localhost",
        env="development",
        is_testing=True,
    )


@pytest.fixture
def session(config: Config) -> Iterator[Session]:
    """The domain on its own: no Flask, no app context."""
    engine = open_engine(config.database_url)
    with Session(engine, info=session_info(config)) as session:
        yield session
    engine.dispose()


@pytest.fixture
def app(config: Config) -> Iterator[Flask]:
    app = create_app(config)
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def browser(app: Flask) -> Browser:
    return Browser(app)


@pytest.fixture
def statements(app: Flask) -> Iterator[list[str]]:
    """Every SQL statement the application sends while the test runs; clear it before what is to be counted."""
    seen: list[str] = []

    def note(_connection, _cursor, statement, *_rest) -> None:
        seen.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)
