"""The business's no, and everything that goes wrong, in words. Error pages never show internals."""

import logging
import secrets

from flask import Flask, Response, make_response, render_template, request
from flask_babel import gettext as _
from werkzeug.exceptions import HTTPException, SecurityError

from portal.domain.errors import NotAllowed, NotFound, RuleBroken
from portal.extensions import db
from portal.web.languages import in_words
from portal.web.people import referring_path

log = logging.getLogger(__name__)


def error_page(
    code: int, title: str, text: str, incident: str | None = None, back: str | None = None
) -> Response:
    db.session.rollback()
    page = render_template(
        "errors/error.html", code=code, title=title, text=text, incident=incident, back=back
    )
    return make_response(page, code)


def not_found(_error: object) -> Response:
    return error_page(
        404,
        _("Page not found"),
        _("The address may be mistyped, or the page is not for you. Go back or start from the home page."),
    )


def not_allowed(_error: object) -> Response:
    return error_page(403, _("Not allowed"), _("You can see this, but only somebody else may change it."))


def rule_broken(error: RuleBroken) -> Response:
    return error_page(422, _("That is not possible"), in_words(error), back=referring_path())


def http_error(error: HTTPException) -> Response:
    """What the framework refuses: junk, wrong methods, bodies that are too large."""
    code = error.code or 500
    if isinstance(error, SecurityError):  # not our host: no page can be made, for none has an address there
        return make_response("Bad request\n", 400, {"Content-Type": "text/plain"})
    if code < 400 or error.response is not None:
        return make_response(error.get_response())
    words = {
        400: (_("The request was not understood"), _("Open the page again and try once more.")),
        405: (_("That is not possible"), _("This address cannot be used that way.")),
        410: (
            _("File removed on request"),
            _("The person it belonged to asked for their data to be erased."),
        ),
        413: (_("Too large"), _("What you sent is too large. Here it may have %(size)s MB.", size=room())),
        429: (_("Too many attempts"), _("Wait a little and try again.")),
    }
    if code == 404:
        return not_found(error)
    title, text = words.get(code, (_("That is not possible"), _("Open the page again and try once more.")))
    response = error_page(code, title, text)
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After"):
            response.headers[name] = value
    return response


def room() -> int:
    """How much a request may carry here beside its form, in MB."""
    return (request.max_content_length or 0) // 2**20 - 2


def broken(error: Exception) -> Response:
    incident = secrets.token_hex(4)
    log.exception("Incident %s at %s %s", incident, request.method, request.path, exc_info=error)
    return error_page(
        500,
        _("Something went wrong"),
        _("It is our fault. Nothing was stored. Try again in a moment."),
        incident,
    )


def init_app(app: Flask) -> None:
    app.register_error_handler(NotFound, not_found)
    app.register_error_handler(NotAllowed, not_allowed)
    app.register_error_handler(RuleBroken, rule_broken)
    app.register_error_handler(HTTPException, http_error)
    if not app.testing:
        app.register_error_handler(Exception, broken)
