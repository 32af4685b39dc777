"""What every blueprint shares, one concern a file."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Flask

from portal.config import Config


def flask_settings(config: Config) -> dict[str, Any]:
    return {
        "SECRET_KEY": config.secret_key,
        "TESTING": config.is_testing,
        "PORTAL_ENV": config.env,
        "MAX_CONTENT_LENGTH": 12 * 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 1024 * 1024,
        "MAX_FORM_PARTS": 2000,
        "SESSION_COOKIE_NAME": "__Host-prestasi" if config.is_secure else "prestasi",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": config.is_secure,
        "PERMANENT_SESSION_LIFETIME": timedelta(days=30),
        "SESSION_REFRESH_EACH_REQUEST": False,
        "WTF_CSRF_TIME_LIMIT": None,
        "BABEL_DEFAULT_LOCALE": config.locale,
        "BABEL_DEFAULT_TIMEZONE": config.timezone,
        "COMPRESS_MIMETYPES": [
            "text/html",
            "text/css",
            "text/javascript",
            "application/json",
            "application/manifest+json",
            "image/svg+xml",
        ],
        "COMPRESS_ALGORITHM": ["br", "gzip"],
        "COMPRESS_BR_LEVEL": 4,
        "COMPRESS_STREAMS": False,
    }


def init_app(app: Flask) -> None:
    from portal import logs
    from portal.extensions import compress, htmx
    from portal.web import (
        assets,
        brands,
        errors,
        filters,
        headers,
        idempotency,
        kept_forms,
        languages,
        limits,
        look,
        markdown,
        menu,
        people,
        protection,
        responses,
        transactions,
        uploads,
    )

    htmx.init_app(app)
    compress.init_app(app)
    # After-request functions run last to first: the transaction is settled before headers are dressed.
    parts = (
        uploads,
        logs,
        headers,
        assets,
        brands,
        look,
        languages,
        protection,
        people,
        menu,
        filters,
        responses,
        errors,
        transactions,
        idempotency,
        limits,
        kept_forms,
        markdown,
    )
    for part in parts:
        part.init_app(app)
