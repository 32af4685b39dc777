"""A form sent twice is one act. The key travels in the form; the answer is stored with the act's own commit."""

import hashlib
import secrets

from flask import Flask, Response, g, redirect, render_template, request
from markupsafe import Markup
from werkzeug.wrappers import Response as Redirect

from portal.domain import idempotency
from portal.extensions import db, htmx
from portal.web.clock import now
from portal.web.transactions import current_session, is_writing, short_read

FIELD = "idempotency_key"
ASIDE = frozenset({"csrf_token", "confirm", "altcha"})
"""Fields that say nothing about the act: going back to the step before and sending it again is still a repeat."""


def idempotency_field(key: str | None = None) -> Markup:
    """The hidden input with a new key, or with the one that must be carried to the next step."""
    return Markup('<input type="hidden" name="{}" value="{}">').format(
        FIELD, key or secrets.token_urlsafe(18)
    )


def submitted_key() -> str | None:
    key = request.form.get(FIELD, "")
    return key if 16 <= len(key) <= 64 else None


def remember(location: str) -> None:
    """Called by the answer of a finished act: a repeat of this form is sent to `location`."""
    g.done_at = location


def _body_hash() -> str:
    digest = hashlib.sha256(request.path.encode())
    for name, values in sorted(request.form.lists()):
        if name not in ASIDE:
            digest.update(repr((name, values)).encode())
    for name, file in sorted(request.files.items(multi=True), key=lambda item: item[0]):
        file.stream.seek(0)  # the route has read it meanwhile
        content = file.stream.read()
        file.stream.seek(0)
        digest.update(repr((name, file.filename)).encode() + hashlib.sha256(content).digest())
    return digest.hexdigest()


def _actor() -> str:
    from portal.web.people import viewer_or_none

    viewer = viewer_or_none()
    return str(viewer.account_id) if viewer else "-"


def _first_answer(key: str) -> Response | Redirect | None:
    with short_read() as session:
        stored = idempotency.answer_of(session, key)
    if stored is None:
        return None
    if stored.body_hash != _body_hash() or stored.actor != _actor():
        page = render_template("errors/error.html", **_already_used())
        return Response(page, status=409)
    if htmx:
        return Response("", headers={"HX-Redirect": stored.location})
    return redirect(stored.location, code=303)


def _already_used() -> dict[str, object]:
    from flask_babel import gettext as _

    from portal.web.people import referring_path

    return {
        "code": 409,
        "title": _("This form was already sent"),
        "text": _("It was sent before with other content. Open the page again and start anew."),
        "incident": None,
        "back": referring_path(),
    }


def init_app(app: Flask) -> None:
    app.jinja_env.globals["idempotency_field"] = idempotency_field

    @app.before_request
    def replay() -> Response | Redirect | None:
        key = submitted_key() if is_writing() else None
        return _first_answer(key) if key else None

    @app.after_request
    def store(response: Response) -> Response | Redirect:
        key = (
            submitted_key() if is_writing() and hasattr(g, "done_at") or response.status_code == 422 else None
        )
        if key is None:
            return response
        if response.status_code >= 400:  # refused because a faster twin has already done it?
            db.session.rollback()
            return _first_answer(key) or response
        try:
            idempotency.store(
                current_session(), key, actor=_actor(), body_hash=_body_hash(), location=g.done_at, at=now()
            )
        except idempotency.AlreadyStored:
            db.session.rollback()
            return _first_answer(key) or response
        return response
