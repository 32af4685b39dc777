from datetime import timedelta
from typing import Any

from flask import make_response, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.blueprints.auth import entering
from portal.blueprints.auth.blueprint import blueprint
from portal.blueprints.auth.forms import NewPasswordForm, ResetForm
from portal.domain.accounts import actions
from portal.domain.accounts.links import account_behind, use_link
from portal.domain.accounts.models import Account, LinkPurpose
from portal.domain.accounts.passwords import ALONE, WITH_SECOND_FACTOR, check_password, keeper
from portal.domain.errors import NotFound
from portal.domain.organisation.own import words_about
from portal.web import limits
from portal.web.clock import now
from portal.web.people import before_second_factor, public
from portal.web.responses import changed, refused
from portal.web.transactions import current_session, settings, short_read


@blueprint.get("/reset")
@public
@before_second_factor
def ask_reset() -> ResponseReturnValue:
    return render_template("auth/reset.html", form=ResetForm(formdata=None))


@blueprint.post("/reset")
@public
@before_second_factor
def send_reset() -> ResponseReturnValue:
    """The answer is the same whether or not there is such an account."""
    form = ResetForm()
    if not form.validate_on_submit():
        return refused("auth/reset.html", form=form)
    email = form.email.data or ""
    limits.require("reset", limits.address_key(), 20, timedelta(hours=1))
    if limits.hit("reset-mail", limits.hashed("reset", email.lower()), 3, timedelta(hours=1)):
        actions.ask_reset(current_session(), email, at=now())
    return changed(url_for(".reset_sent"))


@blueprint.get("/reset/sent")
@public
@before_second_factor
def reset_sent() -> ResponseReturnValue:
    return render_template("auth/reset_sent.html")


@blueprint.get("/reset/<token>")
@public
@before_second_factor
def new_password(token: str) -> ResponseReturnValue:
    return _show(token, LinkPurpose.RESET)


@blueprint.post("/reset/<token>")
@public
@before_second_factor
def set_new_password(token: str) -> ResponseReturnValue:
    return _set(token, LinkPurpose.RESET)


@blueprint.get("/welcome/<token>")
@public
@before_second_factor
def welcome(token: str) -> ResponseReturnValue:
    return _show(token, LinkPurpose.INVITATION)


@blueprint.post("/welcome/<token>")
@public
@before_second_factor
def set_first_password(token: str) -> ResponseReturnValue:
    return _set(token, LinkPurpose.INVITATION)


def _no_longer_good(purpose: LinkPurpose) -> ResponseReturnValue:
    """The same for links that were used, ran out or never were: whom to ask, and nothing about accounts."""
    current_session().rollback()
    page = render_template("auth/link_gone.html", is_invitation=purpose is LinkPurpose.INVITATION)
    return make_response(page, 404)


def _show(token: str, purpose: LinkPurpose) -> ResponseReturnValue:
    try:
        account = account_behind(current_session(), token, purpose, at=now())
    except NotFound:
        return _no_longer_good(purpose)
    return render_template(
        "auth/choose_password.html", form=NewPasswordForm(formdata=None), **_about(account, purpose)
    )


def _set(token: str, purpose: LinkPurpose) -> ResponseReturnValue:
    """Judge and hash the password before the transaction begins, then spend the link and sign in."""
    form = NewPasswordForm()
    try:
        with short_read() as read:
            account = account_behind(read, token, purpose, at=now())
            about = words_about(read, account)
    except NotFound:
        return _no_longer_good(purpose)
    if form.validate_on_submit():
        with form.catching():
            check_password(
                form.password.data or "",
                about=about,
                has_second_factor=account.has_second_factor,
                profile=settings().password_profile,
            )
            new_hash = keeper(is_fast=settings().is_testing).make(form.password.data or "")
            found = use_link(current_session(), token, purpose, at=now())
            actions.set_password(current_session(), found, new_hash, at=now())
            return entering.after_password(entering.Claim(found.id), then=None, kept=None)
    return refused("auth/choose_password.html", form=form, **_about(account, purpose))


def _about(account: Account, purpose: LinkPurpose) -> dict[str, Any]:
    return {
        "account": account,
        "is_new": purpose is LinkPurpose.INVITATION,
        "profile": settings().password_profile,
        "shortest": WITH_SECOND_FACTOR if account.has_second_factor else ALONE,
    }
