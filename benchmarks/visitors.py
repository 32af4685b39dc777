"""Somebody with a browser, straight at the application: no network, no server, nothing but the portal's own work."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter

from flask import Flask
from sqlalchemy import event
from werkzeug.test import Client, EnvironBuilder, TestResponse, run_wsgi_app

from benchmarks.instances import config_of
from portal import create_app, logs
from portal.extensions import db

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
ACCEPTED = {"Accept-Encoding": "br, gzip", "Accept-Language": "id"}


def open_portal(instance: Path) -> Flask:
    """The application of that installation; of its log only what is wrong."""
    logs.configure("production")
    logging.getLogger().setLevel(logging.WARNING)
    return create_app(config_of(instance))


class Visitor:
    """Signed in as the demo account, or nobody."""

    def __init__(self, app: Flask, email: str | None = None) -> None:
        self.app = app
        self.client: Client = app.test_client()
        if email is not None:
            self._sign_in(email)

    def _sign_in(self, email: str) -> None:
        token = TOKEN.search(self.client.get("/").get_data(as_text=True))
        if token is None:
            raise RuntimeError("The front page offers no way to be somebody of the demo")
        fields = {"csrf_token": token[1], "identifier": email}
        answer = self.client.post("/demo-sign-in", data=fields)
        if answer.status_code != 303:
            raise RuntimeError(f"{email} cannot sign in: {answer.status}")

    def get(self, path: str) -> TestResponse:
        """As it goes over the wire: compressed."""
        return self.client.get(path, headers=ACCEPTED)

    def seconds(self, path: str) -> float:
        """What the portal needs for the page, from the request that has been read to the last byte of the answer."""
        environ = EnvironBuilder(path, headers={**ACCEPTED, "Cookie": self._cookies()}).get_environ()
        began = perf_counter()
        body, status, _headers = run_wsgi_app(self.app.wsgi_app, environ, buffered=True)
        took = perf_counter() - began
        if status != "200 OK":
            raise RuntimeError(f"{path}: {status}")
        return took

    def _cookies(self) -> str:
        found = self.client.get_cookie(str(self.app.config["SESSION_COOKIE_NAME"]))
        return f"{found.key}={found.value}" if found else ""

    def statements(self, path: str) -> int:
        """How many SQL statements the page asks, apart from the beginnings and ends of transactions."""
        with counting(self.app) as statements:
            self.seconds(path)
        return len(statements)


@contextmanager
def counting(app: Flask) -> Iterator[list[str]]:
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        if not statement.startswith("BEGIN"):
            statements.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)
