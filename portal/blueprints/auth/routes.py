from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from portal.domain.accounts import actions
from portal.domain.accounts.queries import account_by_email
from portal.domain.errors import NotFound
from portal.domain.organisation.viewers import viewer_of
from portal.web.clock import now
from portal.web.languages import LANGUAGES
from portal.web.people import own_path, public, sign_in, sign_out
from portal.web.transactions import current_session

blueprint = Blueprint("auth", __name__)


@blueprint.get("/login")
@public
def login() -> ResponseReturnValue:
    return render_template("auth/login.html")


@blueprint.post("/demo-sign-in")
@public
def demo_sign_in() -> ResponseReturnValue:
    """One click instead of the password; only accounts that came with the demo data."""
    database = current_session()
    account = account_by_email(database, request.form.get("identifier", ""))
    if account is None or not account.is_demo or not account.is_active:
        raise NotFound
    device = request.user_agent.string
    token = actions.start_session(database, account, device=device, at=now(), has_second_factor=True)
    sign_in(token, viewer_of(database, account))
    return redirect(url_for("home.index"), code=303)


@blueprint.post("/logout")
def logout() -> ResponseReturnValue:
    sign_out()
    return redirect(url_for("home.index"), code=303)


@blueprint.post("/language")
@public
def choose_language() -> ResponseReturnValue:
    """Remembered in this browser."""
    if (wanted := request.form.get("lang", "")) in LANGUAGES:
        session["lang"] = wanted
    return redirect(own_path(request.form.get("next")) or url_for("home.index"), code=303)


@blueprint.get("/account")
def account() -> ResponseReturnValue:
    return render_template("auth/account.html")
