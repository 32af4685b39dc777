from collections.abc import Iterator
from pathlib import Path
from shutil import disk_usage, rmtree
from tempfile import TemporaryDirectory

import pytest
from flask import Flask
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import event
from sqlalchemy.orm import Session

from portal import create_app
from portal.config import Config
from portal.database import open_engine, session_info, set_reading
from portal.domain.base import Base, know_all_tables
from portal.extensions import db
from tests.browser import Browser
from tests.databases import PostgresDatabase, SqliteDatabase
from tests.everything import Everything, Kept
from tests.postgres import postgres_url

MEMORY, ENOUGH = Path("/dev/shm"), 2**29
KEPT = ("portal.db", "portal.db-wal", "portal.db-shm", "translations")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long ones first, so that no worker is left with one at the end while the others rest."""
    items.sort(key=lambda item: not {mark.name for mark in item.iter_markers()} & {"browser", "slow"})


@pytest.fixture(scope="session")
def schema() -> None:
    know_all_tables()


@pytest.fixture(autouse=True)
def writing() -> None:
    """No test begins with what the last request of another one said about its transaction."""
    set_reading(False)


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
def shared(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A folder that all workers of this run see."""
    own = tmp_path_factory.getbasetemp()
    return own if worker_id == "master" else own.parent  # a lone run has no folder above its own


@pytest.fixture(scope="session")
def compiled(shared: Path) -> FileSystemBytecodeCache:
    """A template that one worker compiled is compiled for the others and for every further portal."""
    folder = shared / "compiled"
    folder.mkdir(exist_ok=True)
    return FileSystemBytecodeCache(str(folder))


@pytest.fixture(scope="session")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder of this worker's portals. Whatever a test leaves in it is gone before the next.

    In memory where there is some: thousands of commits need not wait for a disk.
    """
    if not MEMORY.is_dir() or disk_usage(MEMORY).free < ENOUGH:
        yield tmp_path_factory.mktemp("instance")
        return
    with TemporaryDirectory(prefix="portal-", dir=MEMORY) as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def sqlite_database(sqlite_template: Path, instance: Path) -> Iterator[SqliteDatabase]:
    database = SqliteDatabase(sqlite_template, instance / "portal.db")
    yield database
    database.close()


@pytest.fixture(scope="session")
def postgres_database(sqlite_template: Path, worker_id: str) -> Iterator[PostgresDatabase]:
    """Made after SQLite's: references added by ALTER TABLE are left out of every CREATE TABLE that follows."""
    url = postgres_url(worker_id)
    if url is None:
        pytest.skip("PostgreSQL is not installed")
    database = PostgresDatabase(url)
    yield database
    database.close()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest) -> SqliteDatabase | PostgresDatabase:
    """An empty database with every table, of each kind the portal runs on."""
    found: SqliteDatabase | PostgresDatabase = request.getfixturevalue(f"{request.param}_database")
    found.empty()
    return found


@pytest.fixture
def database_url(database: SqliteDatabase | PostgresDatabase) -> str:
    return database.url


@pytest.fixture
def config(database_url: str, instance: Path) -> Config:
    for left in instance.iterdir():
        if left.name not in KEPT:
            rmtree(left) if left.is_dir() else left.unlink()
    return Config(
        database_url=database_url,
        secret_key="only for tests, and long enough for them",
        instance=instance,
        base_url="http://localhost",
        env="development",
        is_testing=True,
    )


@pytest.fixture
def session(database: SqliteDatabase | PostgresDatabase, config: Config) -> Iterator[Session]:
    """The domain on its own: no Flask, no app context."""
    with Session(database.engine, info=session_info(config)) as session:
        yield session


@pytest.fixture(scope="session")
def applications() -> dict[Config, Flask]:
    """Assembled once; their templates and statements stay compiled."""
    return {}


@pytest.fixture
def app(
    config: Config, applications: dict[Config, Flask], compiled: FileSystemBytecodeCache
) -> Iterator[Flask]:
    """What a test changes in the settings of the application is put back; routes are added to one of its own."""
    if config not in applications:
        applications[config] = create_app(config)
        applications[config].jinja_env.bytecode_cache = compiled
    app = applications[config]
    before = [(kept, dict(kept)) for kept in (app.config, app.extensions)]
    yield app
    for kept, values in before:
        kept.clear()
        kept.update(values)
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(scope="session")
def kept_everything(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    return Kept(tmp_path_factory.mktemp("everything") / "kept")


@pytest.fixture
def everything(app: Flask, config: Config, kept_everything: Kept) -> Everything:
    """One of everything, on SQLite, as it was made: whatever tests did to it is undone."""
    return kept_everything.in_place(app, config.instance)


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
