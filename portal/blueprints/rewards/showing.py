"""What everybody may see of a badge: its check by code, and the page its holder shares."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Blueprint, Flask, Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.domain.codes import read_code
from portal.domain.errors import NotFound
from portal.domain.rewards.credentials import queries
from portal.domain.rewards.credentials.baking import pixels
from portal.domain.training.certificates.queries import by_code, issued_for_training
from portal.web import limits
from portal.web.clock import now
from portal.web.people import public
from portal.web.transactions import current_session

MOST_CHECKS = 60
PER = timedelta(minutes=5)

verifying = Blueprint("verify", __name__, url_prefix="/verify")
sharing = Blueprint("shared", __name__, url_prefix="/shared")


def unlisted(page: str, status: int = 200) -> Response:
    """An answer that search engines leave alone and that tells no other site where the reader came from."""
    answer = make_response(page, status)
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


@verifying.get("")
@public
def index() -> ResponseReturnValue:
    typed = request.args.get("code")
    if typed is None:
        return render_template("rewards/credentials/verify_index.html", typed="", problem=None)
    if code := read_code(typed[:80]):
        return redirect(url_for(".show", code=code), code=303)
    problem = _(
        "A code has 28 letters and digits. Type it as it stands below the square, dashes may be left out."
    )
    page = render_template("rewards/credentials/verify_index.html", typed=typed[:80], problem=problem)
    return unlisted(page, 422)


@verifying.get("/<code>")
@public
def show(code: str) -> ResponseReturnValue:
    limits.require("verify", limits.address_key(), MOST_CHECKS, PER)
    look = trainings if issued_for_training(current_session(), code[:80]) else badges
    try:
        return unlisted(look(code[:80]))
    except NotFound:
        return unlisted(render_template("rewards/credentials/verify_unknown.html"), 404)


def badges(code: str) -> str:
    shown = queries.by_code(current_session(), code, now())
    return render_template("rewards/credentials/verify.html", shown=shown, checked_at=now())


def trainings(code: str) -> str:
    """Certificates of training and modules are checked at the same address."""
    checked = by_code(current_session(), code)
    return render_template("training/certificates/verify.html", checked=checked, checked_at=now())


@sharing.get("/<token>")
@public
def show_shared(token: str) -> ResponseReturnValue:
    limits.require("shared", limits.address_key(), MOST_CHECKS, PER)
    shown = queries.shared_under(current_session(), token[:80], now())
    return unlisted(render_template("rewards/credentials/shared.html", shown=shown))


@sharing.get("/<token>/badge.png")
@public
def picture(token: str) -> ResponseReturnValue:
    """What a chat shows beside the link; it dies with the link."""
    shown = queries.shared_under(current_session(), token[:80], now())
    answer = unlisted("")
    answer.data, answer.mimetype = pixels(shown.look), "image/png"
    return answer


def init_app(app: Flask) -> None:
    app.register_blueprint(verifying)
    app.register_blueprint(sharing)

    @app.context_processor
    def public_menu() -> dict[str, Any]:
        """What stands at the foot of every public page."""
        return {"public_menu": [{"label": _("Check a certificate"), "url": url_for("verify.index")}]}
