"""How large a request may be: what settings say, unless a route is marked to take more, and then only signed in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, current_app, request, session

View = TypeVar("View", bound=Callable[..., Any])


def takes_up_to(size: int) -> Callable[[View], View]:
    """Mark a route as taking larger requests, in bytes."""

    def mark(view: View) -> View:
        view.largest = size  # type: ignore[attr-defined]
        return view

    return mark


def init_app(app: Flask) -> None:
    @app.before_request
    def allow_more() -> None:
        """Before anybody reads the form. Browsers without a signed-in person's cookie get the usual room."""
        view = current_app.view_functions.get(str(request.endpoint))
        largest = getattr(view, "largest", None)
        if largest is not None and "_user_id" in session:
            request.max_content_length = largest
