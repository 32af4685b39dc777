"""What somebody typed outlives an ended session or a stale token: it comes back, ready to be sent again.

Only forms that surely come from our own pages are kept, else another site could put words into somebody's mouth.
Passwords, codes and files are never kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import Flask, current_app, g, make_response, render_template, request, session
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from itsdangerous import BadData, URLSafeTimedSerializer

from portal.domain.accounts.queries import owner_of
from portal.extensions import db
from portal.web.transactions import short_read

LARGEST = 64 * 1024
KEPT_FOR = 8 * 60 * 60
SECRET = ("password", "token", "secret", "code", "kept")


@dataclass(frozen=True, slots=True)
class Kept:
    """A form as it was sent. `owner` is the account whose browser it was, None for people without one."""

    path: str
    fields: list[tuple[str, str]]
    owner: int | None
    had_files: bool

    @property
    def words(self) -> list[str]:
        """What is shown as having been typed: sentences if there are any, else whatever is no key of ours."""
        values = [value.strip() for name, value in self.fields if name != "idempotency_key"]
        return [value for value in values if " " in value] or [value for value in values if len(value) > 2]


def typed() -> str | None:
    """The form just sent, signed, when there is something in it to keep."""
    if request.method != "POST" or not _surely_ours():
        return None
    fields = [
        (name, value) for name, values in request.form.lists() for value in values if not _is_secret(name)
    ]
    if all(name == "idempotency_key" for name, _value in fields):
        return None
    if any("password" in name for name in request.form):
        return None
    size = sum(len(name) + len(value) for name, value in fields)
    if size > LARGEST:
        return None
    kept = {"path": request.full_path.rstrip("?"), "fields": fields, "owner": _owner(), "files": _had_files()}
    return str(_serializer().dumps(kept))


def opened(signed: str | None, *, account_id: int | None) -> Kept | None:
    """The form that was kept, unless it is another person's, too old or not of our making."""
    try:
        found = _serializer().loads(signed or "", max_age=KEPT_FOR)
    except BadData:
        return None
    if found["owner"] not in (None, account_id):
        return None
    fields = [(str(name), str(value)) for name, value in found["fields"]]
    return Kept(found["path"], fields, found["owner"], found["files"])


def sign_in_page(kept: str) -> ResponseReturnValue:
    """The sign-in page, carrying what was typed."""
    g.kept = kept
    return current_app.ensure_sync(current_app.view_functions["auth.login"])()


def ready_to_send(kept: Kept) -> str:
    """The page with one button that sends the same fields to the same place with a fresh token."""
    return render_template("auth/kept_form.html", kept=kept)


def forged_or_stale(_error: CSRFError) -> ResponseReturnValue:
    """A missing or old CSRF token: nothing is done, nothing that was typed is lost."""
    from portal.web.errors import error_page
    from portal.web.people import is_open_to_all, send_to_sign_in, viewer_or_none

    db.session.rollback()
    viewer, signed = viewer_or_none(), typed()
    if viewer is None and not is_open_to_all():
        return send_to_sign_in()
    g.pop("csrf_token", None)
    if request.endpoint == "auth.sign_in":
        return make_response(current_app.view_functions["auth.login"](), 400)
    kept = opened(signed, account_id=viewer.account_id if viewer else None)
    if kept is None:
        return error_page(400, _("This form has grown old"), _("Open the page again and try once more."))
    return make_response(ready_to_send(kept), 400)


def _surely_ours() -> bool:
    """The browser itself says that the form stood on a page of ours; silence is not enough here."""
    if request.headers.get("Sec-Fetch-Site") == "same-origin":
        return True
    origin = request.headers.get("Origin")
    return origin is not None and urlsplit(origin).netloc == request.host


def _is_secret(name: str) -> bool:
    return any(word in name for word in SECRET)


def _had_files() -> bool:
    return any(file.filename for _name, file in request.files.items(multi=True))


def _owner() -> int | None:
    token = session.get("_user_id")
    if not token:
        return None
    with short_read() as read:
        return owner_of(read, token)


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key or "", salt="kept-forms")


def init_app(app: Flask) -> None:
    app.register_error_handler(CSRFError, forged_or_stale)
