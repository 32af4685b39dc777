"""`flask check --deploy` reads back every setting that SECURITY.md promises, from where it takes effect."""

from __future__ import annotations

import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask
from sqlalchemy import Engine
from sqlalchemy.engine import make_url

from portal.config import Config
from portal.database import SAFE_WAL, describe, own_session, sqlite_module
from portal.domain.accounts.queries import has_demo_accounts


class Verdict(StrEnum):
    OK = "ok"
    WARNING = "warning"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Finding:
    verdict: Verdict
    text: str


Findings = Iterator[Finding]


def _judge(is_good: bool, good: str, bad: str, otherwise: Verdict = Verdict.REFUSED) -> Finding:
    return Finding(Verdict.OK, good) if is_good else Finding(otherwise, bad)


def findings(app: Flask, engine: Engine) -> list[Finding]:
    config: Config = app.extensions["portal_config"]
    checks: tuple[Callable[[], Findings], ...] = (
        lambda: _settings(app, config),
        lambda: _cookies(app),
        lambda: _database(engine),
        lambda: _people(engine, config),
        lambda: _folders(config),
        lambda: _mail(config),
    )
    return [finding for check in checks for finding in check()]


def _settings(app: Flask, config: Config) -> Findings:
    yield _judge(
        len(config.secret_key) >= 32, "SECRET_KEY is long", "SECRET_KEY has fewer than 32 characters"
    )
    yield _judge(config.is_secure, f"BASE_URL is {config.base_url}", "BASE_URL does not begin with https://")
    host = urlsplit(config.base_url).hostname
    trusted = app.config.get("TRUSTED_HOSTS")
    yield _judge(
        trusted == [host], f"only the host {host} is answered", f"TRUSTED_HOSTS is {trusted}, not just {host}"
    )
    is_debug = app.debug or app.testing or config.env == "development"
    yield _judge(not is_debug, "debugging is off", "debugging or PORTAL_ENV=development is on")
    yield _judge(
        config.proxies > 0,
        f"{config.proxies} proxy before us is believed",
        "PORTAL_PROXIES is 0: right only if browsers reach this server directly",
        Verdict.WARNING,
    )


def _cookies(app: Flask) -> Findings:
    flags = {
        "SESSION_COOKIE_SECURE": True,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_NAME": "__Host-prestasi",
    }
    for name, wanted in flags.items():
        yield _judge(
            app.config[name] == wanted, f"{name} is {wanted}", f"{name} is {app.config[name]}, not {wanted}"
        )


def _database(engine: Engine) -> Findings:
    if engine.dialect.name != "sqlite":
        yield Finding(Verdict.OK, f"the database is {describe(str(engine.url))}")
        return
    version = sqlite_module().sqlite_version
    yield _judge(
        tuple(int(part) for part in version.split(".")) >= SAFE_WAL,
        f"SQLite {version}",
        f"SQLite {version} can corrupt a WAL database; a rollback journal is used instead",
        Verdict.WARNING,
    )
    wanted = {"foreign_keys": (1,), "trusted_schema": (0,), "busy_timeout": (10000,), "synchronous": (2, 3)}
    with engine.connect() as connection:
        for pragma, good in wanted.items():
            found = connection.exec_driver_sql(f"PRAGMA {pragma}").scalar()
            yield _judge(
                found in good, f"SQLite {pragma} is {found}", f"SQLite {pragma} is {found}, not {good[0]}"
            )
        mode = connection.exec_driver_sql("PRAGMA journal_mode").scalar()
    yield _judge(
        mode in ("wal", "delete"), f"SQLite journal_mode is {mode}", f"SQLite journal_mode is {mode}"
    )


def _people(engine: Engine, config: Config) -> Findings:
    with own_session(engine, config) as session:
        has_demo = has_demo_accounts(session)
    yield _judge(
        not has_demo, "there are no demo accounts", "demo accounts exist: anybody may sign in with them"
    )


def _folders(config: Config) -> Findings:
    yield from _private(config.instance)
    yield from _private(config.uploads)
    yield from _private(config.instance / "secret_key")
    path = make_url(config.database_url).database
    if config.database_url.startswith("sqlite") and path:
        yield from _private(Path(path), Verdict.WARNING)


def _private(path: Path, otherwise: Verdict = Verdict.REFUSED) -> Findings:
    """Nobody but its owner may read it."""
    if path.exists():
        mode = stat.S_IMODE(path.stat().st_mode)
        yield _judge(
            not mode & 0o077, f"{path} is private", f"others may open {path} (mode {mode:o})", otherwise
        )


def _mail(config: Config) -> Findings:
    scheme = urlsplit(config.mail_url).scheme
    if not config.mail_url:
        yield Finding(Verdict.WARNING, f"MAIL_URL is not set: letters stay in {config.instance / 'outbox'}")
    else:
        yield _judge(
            scheme in ("smtp", "smtps"),
            f"mail goes out by {scheme}",
            "MAIL_URL begins neither with smtp:// nor smtps://",
        )


def is_refused(found: list[Finding]) -> bool:
    return any(finding.verdict is Verdict.REFUSED for finding in found)
