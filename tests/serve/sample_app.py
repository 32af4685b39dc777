"""A plain WSGI application for trying the web server: it answers at once, late, or much."""

import os
import time
from collections.abc import Callable, Iterable
from typing import Any


def app(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    length = len(environ["wsgi.input"].read())
    path = environ["PATH_INFO"]
    if path == "/late":
        time.sleep(1)
    body = b"x" * 3_000_000 if path == "/much" else f"{os.getpid()} {length}".encode()
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(body)))])
    return [body]
