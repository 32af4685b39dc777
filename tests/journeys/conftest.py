"""A real browser on the real portal with the demo data. Any console error or policy violation fails the test."""

from __future__ import annotations

import fcntl
import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from jinja2 import FileSystemBytecodeCache
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from werkzeug.serving import make_server

from portal import create_app
from portal.config import Config
from portal.database import Session, beginner, own_session
from portal.demo import loader
from portal.domain.rewards.evaluation.book import forget_rules
from portal.extensions import db
from portal.web.clock import today

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 800}


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if path is None:
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail("Chromium is missing: apt install chromium")
        pytest.skip("Chromium is not installed (apt install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


def settings(folder: Path, port: int = 0, **changes: Any) -> Config:
    return Config(
        database_url=f"sqlite:///{folder / 'portal.db'}",
        secret_key="only for journeys, and long enough for them",
        instance=folder,
        base_url=f"http://127.0.0.1:{port}",
        env="development",
        is_testing=True,
        **changes,
    )


@pytest.fixture(scope="session")
def demo_template(sqlite_template: Path, shared: Path) -> Path:
    """A folder with the demo data, loaded once for all workers of the run."""
    shared = shared / "demo"
    shared.mkdir(exist_ok=True)
    with (shared / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (shared / "ready").exists():
            shutil.copyfile(sqlite_template, shared / "portal.db")
            config = settings(shared)
            app = create_app(config)
            with app.app_context(), own_session(db.engine, config) as session:
                with session.begin():
                    loader.load(session, today=today(config.timezone), employees=150)
                db.engine.dispose()
            (shared / "ready").touch()
    return shared


@dataclass(frozen=True)
class House:
    """A running portal; `begin` opens a transaction beside it, as its worker does."""

    address: str
    begin: Callable[[], AbstractContextManager[Session]]
    app: Flask
    folder: Path

    def put_back(self, template: Path) -> None:
        """The demo data as they were. The portal goes on: its templates and statements stay compiled."""
        _wait_for_answers()
        with self.app.app_context():
            db.engine.dispose()
        forget_rules()
        shutil.rmtree(self.folder)
        shutil.copytree(template, self.folder, ignore=shutil.ignore_patterns("looked-at", "lock", "ready"))


@pytest.fixture(scope="session")
def houses() -> dict[str, House]:
    """The portals of this worker by what is particular in their settings."""
    return {}


@pytest.fixture
def house(
    request: pytest.FixtureRequest,
    demo_template: Path,
    houses: dict[str, House],
    compiled: FileSystemBytecodeCache,
    tmp_path_factory: pytest.TempPathFactory,
) -> House:
    """A portal with fresh demo data; a parameter of `portal` changes its settings."""
    spec = getattr(request.node, "callspec", None)
    changes = spec.params.get("portal", {}) if spec else {}
    key = repr(changes)
    if key not in houses:
        houses[key] = running(settings(tmp_path_factory.mktemp("portal"), **changes))
        houses[key].app.jinja_env.bytecode_cache = compiled
    houses[key].put_back(demo_template)
    return houses[key]


def _wait_for_answers(seconds: float = 10) -> None:
    """Until nobody asks anything any more: a window that was closed may have left a question behind."""
    until = time.monotonic() + seconds
    while any("process_request" in thread.name for thread in threading.enumerate()):
        assert time.monotonic() < until, "A request does not end"
        time.sleep(0.01)


def running(config: Config) -> House:
    """It serves until this worker ends."""
    app = create_app(config)
    with app.app_context():
        begin = beginner(db.engine, config)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return House(f"http://127.0.0.1:{server.port}", begin, app, config.instance)


@pytest.fixture
def portal(request: pytest.FixtureRequest, house: House) -> str:
    """The address alone."""
    return house.address


@pytest.fixture
def visit(chromium: Browser, portal: str) -> Iterator[Callable[..., Page]]:
    """Open a browser window: `visit(width=PHONE, scripts=False)`. What its console complains about fails the test."""
    complaints: list[str] = []
    opened: list[BrowserContext] = []

    def open_window(*, size: dict[str, int] = DESKTOP, scripts: bool = True, **options: Any) -> Page:
        context = chromium.new_context(
            base_url=portal, viewport=size, java_script_enabled=scripts, locale="id-ID", **options
        )
        opened.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
        page.on("console", lambda line: _note(complaints, page, line))
        return page

    yield open_window
    for context in opened:
        context.close()
    assert complaints == []


def _note(complaints: list[str], page: Page, line: Any) -> None:
    is_expected = "status of 4" in line.text  # the browser's own note on a refused form or a kind 404
    if line.type == "error" and not is_expected:
        complaints.append(f"{page.url}: {line.text}")


def sign_in(page: Page, email: str, password: str = "Prestasi-2026-demo") -> None:
    page.goto("/login")
    page.fill("#identifier", email)
    page.fill("#password", password)
    page.press("#password", "Enter")
    page.wait_for_url("**/")
