"""JSON lines on the standard error: when, what, where. Never cookies, tokens, bodies or query strings."""

from __future__ import annotations

import logging
import sys
from time import perf_counter

import structlog
from flask import Flask, Response, g, request
from structlog.typing import Processor

log = structlog.stdlib.get_logger("portal.requests")
QUIET = ("alembic", "apscheduler", "waitress.queue", "PIL", "fontTools", "fpdf")


def configure(env: str) -> None:
    """One shape for our own lines and those of libraries; readable columns while developing."""
    shared: list[Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    last: Processor = (
        structlog.dev.ConsoleRenderer() if env == "development" else structlog.processors.JSONRenderer()
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                last,
            ],
        )
    )
    logging.basicConfig(handlers=[handler], level=logging.INFO, force=True)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )


def init_app(app: Flask) -> None:
    """One line a request that changed something, was refused or was slow; the rest would only be noise."""

    @app.before_request
    def start() -> None:
        g.started = perf_counter()

    @app.after_request
    def note(response: Response) -> Response:
        took = perf_counter() - g.get("started", perf_counter())
        if g.get("is_without_time") and response.status_code < 500:
            return response
        if request.method != "GET" or response.status_code >= 500 or took > 1:
            log.info(
                "request",
                method=request.method,
                endpoint=request.endpoint,
                status=response.status_code,
                ms=round(took * 1000),
            )
        return response
