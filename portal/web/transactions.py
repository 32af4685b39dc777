"""One transaction per request: a writing request that succeeds commits, once, here, before the answer leaves."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

from flask import Flask, Response, current_app, request

from portal.config import Config
from portal.database import Session, reading, set_reading
from portal.extensions import db

WRITING = frozenset({"POST", "PUT", "PATCH", "DELETE"})


def is_writing() -> bool:
    return request.method in WRITING


def settings() -> Config:
    return cast(Config, current_app.extensions["portal_config"])


def current_session() -> Session:
    """The request's session. It begins its transaction with the first statement, so ask late in a writing route."""
    return cast(Session, db.session())


def _own_session() -> Session:
    return Session(db.engine, info=current_app.extensions["portal_session_info"], expire_on_commit=False)


@contextmanager
def short_read() -> Iterator[Session]:
    """A look at the database that takes no write lock and holds nothing afterwards."""
    with reading(), _own_session() as session:
        yield session


@contextmanager
def short_write() -> Iterator[Session]:
    """A transaction of its own that stays whatever becomes of the request: throttles, session touches, refusals.

    Never while the request's own writing transaction is open: SQLite has one writer.
    """
    was_reading = not is_writing()
    set_reading(False)
    try:
        with _own_session() as session, session.begin():
            yield session
    finally:
        set_reading(was_reading)


def init_app(app: Flask) -> None:
    @app.before_request
    def choose_mode() -> None:
        set_reading(not is_writing())

    @app.after_request
    def commit_or_roll_back(response: Response) -> Response:
        if is_writing() and response.status_code < 400:
            db.session.commit()
        else:
            db.session.rollback()
        return response
