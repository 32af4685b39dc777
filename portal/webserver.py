"""One web process: waitress on a socket that its supervisor opened. `python -m portal.webserver FD [APP]`.

Waitress reads a whole request and keeps a whole response in buffers of its own, so that a slow
browser never holds one of the few threads in which the application works.
"""

from __future__ import annotations

import logging
import os
import resource
import signal
import socket
import sys
import time
from importlib import import_module
from types import FrameType
from typing import Any

from waitress import wasyncore
from waitress.server import TcpWSGIServer, create_server

from portal import logs

LARGEST_BODY = 64 * 2**20  # what is buffered at all; the application refuses earlier, with a sentence
OPEN_FILES = 4096
SECONDS_TO_FINISH = 5.0

SETTINGS: dict[str, Any] = {
    "threads": 4,
    "connection_limit": 1000,
    "backlog": 1024,
    "asyncore_use_poll": True,
    "channel_timeout": 60,
    "max_request_body_size": LARGEST_BODY,
    "max_request_header_size": 64 * 2**10,
    "clear_untrusted_proxy_headers": False,  # ProxyFix decides, when proxies are configured
    "ident": None,
}


def main() -> None:
    fd, target = int(sys.argv[1]), [*sys.argv[2:], "wsgi:app"][0]
    logs.configure(os.environ.get("PORTAL_ENV", "production"))
    logging.getLogger("waitress").setLevel(logging.ERROR)  # short queues and lost browsers are no news
    allow_open_files()
    module, _, name = target.partition(":")
    app = getattr(import_module(module), name)
    server = create_server(app, sockets=[socket.socket(fileno=fd)], **SETTINGS)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the supervisor says when
    signal.signal(signal.SIGTERM, leave)
    server.run()
    finish_answers(server)


def allow_open_files() -> None:
    """Room for every connection and for the files behind large bodies, as far as the system lets us."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = OPEN_FILES if hard == resource.RLIM_INFINITY else min(OPEN_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def leave(_signal: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)  # ends server.run(), which lets the threads finish


def finish_answers(server: TcpWSGIServer) -> None:
    """Send what has been answered already; nothing new is taken."""
    server.accepting = False
    deadline = time.monotonic() + SECONDS_TO_FINISH
    while any(channel.total_outbufs_len for channel in server.active_channels.values()):
        if time.monotonic() > deadline:
            return
        wasyncore.loop(timeout=0.1, use_poll=True, map=server._map, count=1)


if __name__ == "__main__":
    main()
