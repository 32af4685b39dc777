"""Against forged and misdirected requests: CSRF tokens, the browser's word on their origin, our own hosts."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from flask import Flask, abort, request
from werkzeug.middleware.proxy_fix import ProxyFix

from portal.extensions import csrf
from portal.web.transactions import is_writing


def comes_from_us() -> bool:
    """Browsers say it in Sec-Fetch-Site or Origin; whoever says nothing still needs the CSRF token."""
    if site := request.headers.get("Sec-Fetch-Site"):
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == request.host


def _texts() -> Iterator[str]:
    for source in (request.args, request.form) if is_writing() else (request.args,):
        for name, value in source.items(multi=True):
            yield name
            yield value


def init_app(app: Flask) -> None:
    csrf.init_app(app)
    config = app.extensions["portal_config"]
    host = urlsplit(config.base_url).hostname or "127.0.0.1"
    app.config["TRUSTED_HOSTS"] = [host, "127.0.0.1", "localhost"] if not config.is_secure else [host]
    if config.proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=config.proxies, x_proto=config.proxies, x_host=config.proxies
        )

    @app.before_request
    def no_junk() -> None:
        """NUL bytes and numbers beyond 63 bits are nothing that a database could look up."""
        if any(
            isinstance(value, int) and value.bit_length() > 63 for value in (request.view_args or {}).values()
        ):
            abort(404)
        if "\x00" in request.path or any("\x00" in value for value in _texts()):
            abort(400)

    @app.before_request
    def same_origin() -> None:
        if is_writing() and not comes_from_us():
            abort(400)
