"""The things a route may answer with."""

from pathlib import Path
from typing import Any

from flask import Flask, Response, abort, flash, make_response, redirect, render_template, send_file
from flask.typing import ResponseReturnValue

from portal.domain.files import StoredFile
from portal.extensions import db, htmx
from portal.web import idempotency
from portal.web.transactions import settings


def wants_fragment() -> bool:
    """Boosted links and history restores ask through htmx but want the whole page."""
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def changed(
    then: str, *, fragment: str | None = None, said: str | None = None, **context: Any
) -> ResponseReturnValue:
    """Answer a successful write: the new fragment for htmx when there is one, a redirect for a plain form.

    `said` is the translated sentence that tells what happened; it is shown on the next page or as a toast.
    """
    idempotency.remember(then)
    if wants_fragment() and fragment:
        db.session.flush()
        return make_response(render_template(fragment, said=said, **context))
    if said:
        flash(said)
    if wants_fragment():
        return Response("", headers={"HX-Redirect": then})
    return redirect(then, code=303)


def refused(page: str, *, fragment: str | None = None, **context: Any) -> ResponseReturnValue:
    """Answer a write that was refused: what was typed again, and why, with 422."""
    db.session.rollback()
    shown = fragment if wants_fragment() and fragment else page
    return make_response(render_template(shown, **context), 422)


def page_or_fragment(page: str, fragment: str, **context: Any) -> str:
    """Answer a read: the part that changes for htmx, the whole page for everybody else."""
    return render_template(fragment if wants_fragment() else page, **context)


def attachment(file: StoredFile) -> Response:
    """A stored file for download; it never runs in our pages."""
    return _sent(file, as_attachment=True)


def picture(file: StoredFile) -> Response:
    """A stored and re-encoded picture to be shown in an `<img>`."""
    return _sent(file, as_attachment=False)


def _sent(file: StoredFile, *, as_attachment: bool) -> Response:
    if file.erased_at is not None:
        abort(410)
    path: Path = settings().uploads / file.path
    response = send_file(
        path, mimetype=file.media_type, as_attachment=as_attachment, download_name=file.name, etag=file.sha256
    )
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response


def download(content: bytes, name: str, media_type: str) -> Response:
    """Bytes made on the spot (a sheet, a PDF) for download."""
    response = make_response(content)
    response.headers["Content-Type"] = media_type
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


def init_app(app: Flask) -> None:
    @app.after_request
    def vary(response: Response) -> Response:
        response.vary.add("HX-Request")
        return response
