"""Who is asking. Every page needs a signed-in person unless its route is marked `@public`."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar, cast
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, g, make_response, redirect, request, session, url_for
from flask_login import UserMixin, current_user, login_user, logout_user
from werkzeug.wrappers import Response as Redirect

from portal.database import derived_key
from portal.domain.accounts import actions as accounts
from portal.domain.accounts.models import Account
from portal.domain.errors import NotFound
from portal.domain.notifications.queries import unread_of
from portal.domain.organisation.models import Role
from portal.domain.organisation.viewers import Viewer, signed_in
from portal.extensions import htmx, login
from portal.web import kept_forms
from portal.web.clock import now
from portal.web.transactions import settings, short_read, short_write

View = TypeVar("View", bound=Callable[..., Any])
TOUCH_EVERY = timedelta(minutes=5)
PRIVILEGED = (Role.ADMIN, Role.HR_ADMIN, Role.AUDITOR, Role.COMMITTEE)
MOST_KNOWN = 8
UNREAD = unread_of(Account.id)


class SignedIn(UserMixin):
    """One browser's signed-in person. `is_proven`: this browser has shown the second factor, or is a demo's."""

    def __init__(
        self, token: str, viewer: Viewer, session_id: int | None, is_proven: bool, unread: int = 0
    ) -> None:
        self.token = token
        self.unread = unread
        self.viewer = viewer
        self.session_id = session_id
        self.is_proven = is_proven

    def get_id(self) -> str:
        return self.token


def public(view: View) -> View:
    """Mark a route as open to everybody."""
    view.is_public = True  # type: ignore[attr-defined]
    return view


def only(*roles: Role) -> Callable[[View], View]:
    """Mark a route as existing only for people who hold one of the roles somewhere; for others it is not there."""

    def mark(view: View) -> View:
        view.roles = roles  # type: ignore[attr-defined]
        return view

    return mark


def before_second_factor(view: View) -> View:
    """Mark a route as open to privileged people who still have to set up their second step."""
    view.is_early = True  # type: ignore[attr-defined]
    return view


def viewer_or_none() -> Viewer | None:
    return current_user.viewer if current_user.is_authenticated else None


def current_viewer() -> Viewer:
    """The signed-in person. Only for routes that are not public."""
    return cast(Viewer, current_user.viewer)


def unread_notifications() -> int:
    """As the request found them."""
    return cast(int, current_user.unread) if current_user.is_authenticated else 0


def current_session_id() -> int:
    """The sign-in session of this browser. Only for routes that are not public."""
    return cast(int, current_user.session_id)


def current_token() -> str | None:
    """The token in this browser's cookie, whether or not it still opens anything."""
    return cast("str | None", session.get("_user_id"))


def is_privileged() -> bool:
    """Whether this person may do so much that a password alone is not enough."""
    viewer = viewer_or_none()
    return viewer is not None and viewer.has(*PRIVILEGED)


def sign_in(token: str, viewer: Viewer) -> None:
    """Start this browser's session anew with the token of a freshly opened sign-in session."""
    mark = _mark_of(viewer.account_id)
    known = [mark, *(one for one in session.get("known", ()) if one != mark)][:MOST_KNOWN]
    _clear_session()
    session["known"] = known
    session.permanent = True
    login_user(SignedIn(token, viewer, None, is_proven=True))


def sign_out() -> None:
    logout_user()
    _clear_session()


def has_signed_in_here(account_id: int) -> bool:
    """Whether this browser has been used with that account before."""
    return _mark_of(account_id) in session.get("known", ())


def _mark_of(account_id: int) -> str:
    return hmac.new(derived_key(settings(), "browsers"), str(account_id).encode(), "sha256").hexdigest()[:24]


def _clear_session() -> None:
    kept = {key: session[key] for key in ("lang", "known") if key in session}
    session.clear()
    g.pop("csrf_token", None)  # the token of the old session would be refused by the new one
    session.update(kept)
    session.permanent = True


def is_open_to_all() -> bool:
    """Whether the route asked for is open to people who are not signed in."""
    view = current_app.view_functions.get(str(request.endpoint))
    return bool(getattr(view, "is_public", False))


def own_path(target: str | None) -> str | None:
    """`target` when it is a path of ours, so that nobody is sent elsewhere."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")) or "\\" in target:
        return None
    parts = urlsplit(target)
    return target if not parts.scheme and not parts.netloc and target.isprintable() else None


@login.user_loader  # type: ignore[untyped-decorator]
def _load(token: str) -> SignedIn | None:
    with short_read() as read:
        found = signed_in(read, token, at=now(), beside=UNREAD)
    if found is None:
        return None
    browser, viewer = found.browser, found.viewer
    is_proven = browser.has_second_factor or not viewer.has(*PRIVILEGED)
    if now() - browser.seen_at > TOUCH_EVERY:
        g.touch_session = browser.id
    return SignedIn(token, viewer, browser.id, is_proven, found.beside)


def _touch() -> None:
    if (session_id := g.pop("touch_session", None)) is not None:
        with short_write() as write:
            accounts.touch(write, session_id, at=now())


def send_to_sign_in() -> Response | Redirect:
    """401 with a redirect header for htmx, otherwise to the sign-in page and back afterwards.

    A form that was sent after the session had ended comes back with everything that was typed.
    """
    if not htmx and (kept := kept_forms.typed()):
        return make_response(kept_forms.sign_in_page(kept), 401)
    here = request.full_path.rstrip("?") if request.method == "GET" else referring_path()
    there = url_for("auth.login", next=here if here not in (None, "/") else None)
    if htmx:
        return Response("", status=401, headers={"HX-Redirect": there})
    return redirect(there, code=302)


def send_to_second_factor() -> Response | Redirect:
    there = url_for("auth.second_factor")
    if htmx:
        return Response("", status=403, headers={"HX-Redirect": there})
    return redirect(there, code=303)


def referring_path() -> str | None:
    parts = urlsplit(request.referrer or "")
    return own_path(parts.path) if parts.netloc == request.host else None


def init_app(app: Flask) -> None:
    login.init_app(app)
    app.jinja_env.globals["viewer_or_none"] = viewer_or_none

    @app.before_request
    def guard() -> Response | Redirect | None:
        if request.endpoint in (None, "asset", "manifest", "brand_sheet"):
            return None
        view = current_app.view_functions[str(request.endpoint)]
        viewer = viewer_or_none()
        if viewer is not None:
            _touch()
        elif not is_open_to_all():
            return send_to_sign_in()
        if viewer is not None and not current_user.is_proven and not getattr(view, "is_early", False):
            return send_to_second_factor()
        roles: tuple[Role, ...] = getattr(view, "roles", ())
        if roles and (viewer is None or not viewer.spans(*roles)):
            raise NotFound
        return None

    @app.context_processor
    def who() -> dict[str, Any]:
        return {"viewer": viewer_or_none()}
