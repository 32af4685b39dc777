import hmac
import logging

from flask import make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.auth import entering
from portal.blueprints.auth.blueprint import blueprint
from portal.blueprints.auth.forms import SignInForm
from portal.domain.accounts import actions, queries
from portal.domain.accounts.models import Account
from portal.domain.errors import NotFound
from portal.web import identity_provider as provider
from portal.web.clock import now
from portal.web.people import before_second_factor, own_path, public
from portal.web.transactions import current_session, settings, short_read

log = logging.getLogger(__name__)


@blueprint.get("/login/oidc")
@public
@before_second_factor
def oidc_begin() -> ResponseReturnValue:
    """Send the browser to the identity provider. A link, because form-action would stop the redirect of a form."""
    if not provider.is_configured():
        raise NotFound
    try:
        there, kept = provider.begin(_return_address())
    except provider.ProviderRefused as error:
        return _failed(error)
    session["oidc"] = {**kept, "next": own_path(request.args.get("next"))}
    return redirect(there)


@blueprint.get("/login/oidc/return")
@public
@before_second_factor
def oidc_return() -> ResponseReturnValue:
    """Back from the provider. The state proves that this browser began it; the page then asks to go on by a post."""
    kept = session.get("oidc")
    state = request.args.get("state", "")
    if (
        not provider.is_configured()
        or not kept
        or not hmac.compare_digest(kept["state"].encode(), state.encode())
    ):
        raise NotFound
    session.pop("oidc")
    try:
        person = provider.finish(request.args.get("code", ""), kept, _return_address())
    except provider.ProviderRefused as error:
        return _failed(error)
    account = _account_of(person)
    if account is None:
        return _failed(
            "nobody has this identity", _("There is no account for you here. Ask your administrator.")
        )
    session["oidc_done"] = {
        "account": account.id,
        "identity": {"issuer": person.issuer, "subject": person.subject},
        "until": now().timestamp() + 300,
        "next": kept["next"],
    }
    return render_template("auth/oidc_go_on.html", account=account)


@blueprint.post("/login/oidc/enter")
@public
@before_second_factor
def oidc_enter() -> ResponseReturnValue:
    done = session.pop("oidc_done", None)
    if not done or done["until"] < now().timestamp():
        return redirect(url_for(".login"), code=303)
    account = queries.active_account(current_session(), done["account"])
    actions.link_identity(current_session(), account, **done["identity"], at=now())
    if account.has_second_factor:
        return entering.ask_for_code(account, then=done["next"], kept=None)
    return entering.enter(account, is_proven=False, then=done["next"], kept=None)


def _account_of(person: provider.Person) -> Account | None:
    """By issuer and subject; the first time by an e-mail address that the provider has verified."""
    with short_read() as read:
        account = queries.account_of_identity(read, person.issuer, person.subject)
        if account is None and person.email_is_verified:
            account = queries.account_by_email(read, person.email)
    return account if account is not None and account.is_active and not account.is_demo else None


def _return_address() -> str:
    return settings().base_url + url_for(".oidc_return")


def _failed(error: object, said: str | None = None) -> ResponseReturnValue:
    log.warning("Signing in at the identity provider failed: %s", error)
    form = SignInForm(formdata=None)
    form.form_errors.append(said or _("Signing in there did not work. Try again, or use your password."))
    return make_response(render_template("auth/login.html", form=form, oidc=provider.is_configured()), 502)
