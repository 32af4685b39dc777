from flask import Response, g, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from portal.blueprints.auth import entering
from portal.blueprints.auth.blueprint import blueprint
from portal.blueprints.auth.forms import CodeForm, SignInForm
from portal.domain.accounts import actions, second_factor
from portal.domain.accounts.queries import account_by_email
from portal.domain.errors import NotFound, RuleBroken
from portal.domain.words import n_
from portal.web import limits
from portal.web.clock import now
from portal.web.identity_provider import is_configured
from portal.web.languages import LANGUAGES
from portal.web.people import before_second_factor, current_token, own_path, public, sign_out, viewer_or_none
from portal.web.responses import refused
from portal.web.transactions import current_session


@blueprint.get("/login")
@public
@before_second_factor
def login() -> ResponseReturnValue:
    """Also shown in place of a page whose sign-in session has ended; then it carries what was typed."""
    form = SignInForm(formdata=None, next=own_path(request.args.get("next")), kept=g.get("kept"))
    form.identifier.data = (
        request.form.get("identifier", "")[:254] if request.endpoint == "auth.sign_in" else ""
    )
    return _page(form)


@blueprint.post("/login")
@public
@before_second_factor
def sign_in() -> ResponseReturnValue:
    form = SignInForm()
    if not form.validate_on_submit():
        return refused("auth/login.html", form=form, oidc=is_configured())
    identifier, password = form.identifier.data or "", form.password.data or ""
    paces = entering.paces(identifier)
    if wait := limits.attempt(*paces):
        form.form_errors.append(entering.wait_words(wait))
        return _slow_down(_page(form), wait.total_seconds())
    claim = entering.claim_by_password(identifier, password)
    if claim is None:
        form.refuse(RuleBroken(n_("This password does not belong to this NIP or e-mail address.")))
        return refused("auth/login.html", form=form, oidc=is_configured())
    limits.went_well(*paces[1:], forget=paces[:1])
    return entering.after_password(claim, then=form.next.data, kept=form.kept.data)


@blueprint.get("/login/code")
@public
@before_second_factor
def code() -> ResponseReturnValue:
    try:
        entering.pending_account()
    except NotFound:
        return redirect(url_for("auth.login"))
    return render_template("auth/code.html", form=CodeForm())


@blueprint.post("/login/code")
@public
@before_second_factor
def check_code() -> ResponseReturnValue:
    form = CodeForm()
    pace = limits.Pace(
        limits.hashed("code", str(session.get("pending", {}).get("account"))), 5, entering.PENDING_FOR
    )
    if not form.validate_on_submit():
        return refused("auth/code.html", form=form)
    if wait := limits.attempt(pace):
        form.form_errors.append(entering.wait_words(wait))
        return _slow_down(render_template("auth/code.html", form=form), wait.total_seconds())
    try:
        account = entering.pending_account()
    except NotFound:
        return redirect(url_for("auth.login"), code=303)
    if not second_factor.accept(current_session(), account, form.code.data or "", at=now()):
        form.refuse(RuleBroken(n_("This code does not fit, or it has been used."), field="code"))
        return refused("auth/code.html", form=form)
    then = session.pop("pending")["next"]
    return entering.enter(account, is_proven=True, then=then, kept=form.kept.data)


@blueprint.post("/demo-sign-in")
@public
@before_second_factor
def demo_sign_in() -> ResponseReturnValue:
    """One click instead of the password; only accounts that came with the demo data."""
    account = account_by_email(current_session(), request.form.get("identifier", "")[:254])
    if account is None or not account.is_demo or not account.is_active:
        raise NotFound
    return entering.enter(account, is_proven=True, then=None, kept=None)


@blueprint.post("/logout")
@public
@before_second_factor
def logout() -> ResponseReturnValue:
    if token := current_token():
        actions.end_token(current_session(), token, at=now())
    sign_out()
    return redirect(url_for("home.index"), code=303)


@blueprint.post("/language")
@public
@before_second_factor
def choose_language() -> ResponseReturnValue:
    """Remembered in this browser, and in the account of whoever is signed in."""
    if (wanted := request.form.get("lang", "")) in LANGUAGES:
        session["lang"] = wanted
        if viewer := viewer_or_none():
            actions.change_language(current_session(), viewer.account_id, wanted)
    return redirect(own_path(request.form.get("next")) or url_for("home.index"), code=303)


def _page(form: SignInForm) -> str:
    return render_template("auth/login.html", form=form, oidc=is_configured())


def _slow_down(page: str, seconds: float) -> Response:
    response = make_response(page, 429)
    response.headers["Retry-After"] = str(max(1, int(seconds) + 1))
    return response
