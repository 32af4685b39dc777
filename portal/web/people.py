"""Who is asking. Every page needs a signed-in person unless its route is marked `@public`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar, cast
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, g, redirect, request, session, url_for
from flask_login import UserMixin, current_user, login_user, logout_user
from werkzeug.wrappers import Response as Redirect

from portal.domain.accounts import actions as accounts
from portal.domain.accounts.queries import open_session
from portal.domain.errors import NotFound
from portal.domain.organisation.models import Role
from portal.domain.organisation.viewers import Viewer, viewer_of
from portal.extensions import htmx, login
from portal.web.clock import now
from portal.web.transactions import short_read, short_write

View = TypeVar("View", bound=Callable[..., Any])
TOUCH_EVERY = timedelta(minutes=5)


class SignedIn(UserMixin):
    def __init__(self, token: str, viewer: Viewer) -> None:
        self.token = token
        self.viewer = viewer

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


def viewer_or_none() -> Viewer | None:
    return current_user.viewer if current_user.is_authenticated else None


def current_viewer() -> Viewer:
    """The signed-in person. Only for routes that are not public."""
    return cast(Viewer, current_user.viewer)


def sign_in(token: str, viewer: Viewer) -> None:
    """Start this browser's session anew with the token of a freshly opened sign-in session."""
    kept = {key: session[key] for key in ("lang",) if key in session}
    session.clear()
    session.update(kept)
    session.permanent = True
    login_user(SignedIn(token, viewer))


def sign_out() -> None:
    logout_user()
    session.clear()


def own_path(target: str | None) -> str | None:
    """`target` when it is a path of ours, so that nobody is sent elsewhere."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")) or "\\" in target:
        return None
    parts = urlsplit(target)
    return target if not parts.scheme and not parts.netloc and target.isprintable() else None


@login.user_loader  # type: ignore[untyped-decorator]
def _load(token: str) -> SignedIn | None:
    with short_read() as read:
        found = open_session(read, token, at=now())
        if found is None:
            return None
        row, account = found
        viewer = viewer_of(read, account)
    if now() - row.seen_at > TOUCH_EVERY:
        g.touch_session = row.id
    return SignedIn(token, viewer)


def _touch() -> None:
    if (session_id := g.pop("touch_session", None)) is not None:
        with short_write() as write:
            accounts.touch(write, session_id, at=now())


def send_to_sign_in() -> Response | Redirect:
    """401 with a redirect header for htmx, otherwise to the sign-in page and back afterwards."""
    here = request.full_path.rstrip("?") if request.method == "GET" else own_path(_referring_path())
    there = url_for("auth.login", next=here if here not in (None, "/") else None)
    if htmx:
        return Response("", status=401, headers={"HX-Redirect": there})
    return redirect(there, code=302)


def _referring_path() -> str | None:
    parts = urlsplit(request.referrer or "")
    return parts.path if parts.netloc == request.host else None


def init_app(app: Flask) -> None:
    login.init_app(app)
    app.jinja_env.globals["viewer_or_none"] = viewer_or_none

    @app.before_request
    def guard() -> Response | Redirect | None:
        if request.endpoint is None or request.endpoint == "static":
            return None
        view = current_app.view_functions[request.endpoint]
        viewer = viewer_or_none()
        if viewer is not None:
            _touch()
        elif not getattr(view, "is_public", False):
            return send_to_sign_in()
        roles: tuple[Role, ...] = getattr(view, "roles", ())
        if roles and (viewer is None or not viewer.spans(*roles)):
            raise NotFound
        return None

    @app.context_processor
    def who() -> dict[str, Any]:
        return {"viewer": viewer_or_none()}
