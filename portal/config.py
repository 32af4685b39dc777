"""Every setting, typed, read from the environment once."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


class BadSetting(Exception):
    """A setting in the environment cannot be used; the text says which and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    database_url: str
    secret_key: str
    instance: Path
    base_url: str
    env: str = "production"
    redis_url: str = ""
    mail_url: str = ""
    timezone: str = "Asia/Jakarta"
    locale: str = "id"
    has_demo: bool = True
    proxies: int = 0
    reviews_per_address: int = 12
    port: int = 8000
    web_processes: int = 1
    oidc: Mapping[str, str] | None = None
    password_profile: str = ""
    is_testing: bool = False

    @property
    def uploads(self) -> Path:
        return self.instance / "uploads"

    @property
    def is_secure(self) -> bool:
        return self.base_url.startswith("https://")


def from_environment(environ: Mapping[str, str] = os.environ) -> Config:
    instance = Path(environ.get("PORTAL_INSTANCE") or ROOT / "instance").resolve()
    instance.mkdir(parents=True, exist_ok=True, mode=0o700)
    local_url = f"sqlite:///{instance / 'portal.db'}"
    database_url = _database_url(environ.get("DATABASE_URL") or local_url)
    port = _whole_number(environ, "PORT", default=8000, highest=65535)
    oidc = {key[5:].lower(): value for key, value in environ.items() if key.startswith("OIDC_")}
    return Config(
        database_url=database_url,
        secret_key=_secret_key(environ, instance, may_make=database_url == local_url),
        instance=instance,
        base_url=(environ.get("BASE_URL") or f"http://127.0.0.1:{port}").rstrip("/"),
        env=environ.get("PORTAL_ENV") or "production",
        redis_url=environ.get("REDIS_URL", ""),
        mail_url=environ.get("MAIL_URL", ""),
        timezone=environ.get("PORTAL_TIMEZONE") or "Asia/Jakarta",
        locale=environ.get("PORTAL_LOCALE") or "id",
        has_demo=environ.get("PORTAL_DEMO", "1") != "0",
        proxies=int(environ.get("PORTAL_PROXIES") or 0),
        reviews_per_address=int(environ.get("PORTAL_REVIEWS_PER_ADDRESS") or 12),
        port=port,
        web_processes=_whole_number(environ, "WEB_CONCURRENCY", default=os.cpu_count() or 1, highest=256),
        oidc=oidc or None,
        password_profile=environ.get("PORTAL_PASSWORD_PROFILE", "").lower(),
    )


def _whole_number(environ: Mapping[str, str], name: str, *, default: int, highest: int) -> int:
    given = environ.get(name, "").strip()
    if not given:
        return default
    if not given.isascii() or not given.isdigit() or not 1 <= int(given[:9]) <= highest:
        raise BadSetting(f"{name} must be a whole number from 1 to {highest}, not {given!r}")
    return int(given)


def _database_url(url: str) -> str:
    for scheme in ("postgres://", "postgresql://"):
        if url.startswith(scheme):
            return "postgresql+psycopg://" + url.removeprefix(scheme)
    if url.startswith(("sqlite:///", "postgresql+psycopg://")):
        return url
    raise BadSetting("DATABASE_URL must begin with sqlite:/// or postgresql://")


def _secret_key(environ: Mapping[str, str], instance: Path, *, may_make: bool) -> str:
    """From the environment; for the local default it is made once and kept where only the owner reads it."""
    if given := environ.get("SECRET_KEY"):
        if len(given) < 32:
            raise BadSetting("SECRET_KEY needs at least 32 characters")
        return given
    kept = instance / "secret_key"
    if not kept.exists():
        if not may_make:
            raise BadSetting("SECRET_KEY is required when DATABASE_URL is set")
        try:
            with os.fdopen(os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(secrets.token_urlsafe(48))
        except FileExistsError:
            pass
    return kept.read_text().strip()
