import base64
from typing import Any

import segno
from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from portal.blueprints.auth import entering
from portal.blueprints.auth.blueprint import blueprint
from portal.blueprints.auth.forms import CodeForm, PasswordAgainForm
from portal.blueprints.auth.security import is_own_password
from portal.domain.accounts import second_factor as factor
from portal.domain.accounts.models import Account
from portal.domain.accounts.queries import active_account
from portal.domain.errors import NotFound
from portal.web import limits
from portal.web.clock import now
from portal.web.people import before_second_factor, current_session_id, current_viewer, is_privileged
from portal.web.responses import changed, refused
from portal.web.transactions import current_session


@blueprint.get("/account/second-factor")
@before_second_factor
def second_factor() -> ResponseReturnValue:
    """Whoever has it on changes or ends it here; whoever has begun sees the picture to scan."""
    account = _mine()
    if account.has_second_factor:
        return render_template("auth/second_factor_on.html", form=PasswordAgainForm(formdata=None))
    return render_template("auth/second_factor.html", form=CodeForm(formdata=None), **_scan(account))


@blueprint.post("/account/second-factor/begin")
@before_second_factor
def begin_second_factor() -> ResponseReturnValue:
    factor.begin(current_session(), _mine())
    return changed(url_for(".second_factor"))


@blueprint.post("/account/second-factor")
@before_second_factor
def confirm_second_factor() -> ResponseReturnValue:
    """The backup codes stand in this one answer and are never shown again."""
    form = CodeForm()
    pace = limits.Pace(limits.hashed("confirm", str(current_viewer().account_id)), 5, entering.PENDING_FOR)
    if form.validate_on_submit():
        if wait := limits.attempt(pace):
            form.code.errors = [entering.wait_words(wait)]
            return refused("auth/second_factor.html", form=form, **_scan(_mine()))
        with form.catching():
            codes = factor.confirm(
                current_session(), _mine(), form.code.data or "", session_id=current_session_id(), at=now()
            )
            return _codes_page(codes)
    return refused("auth/second_factor.html", form=form, **_scan(_mine()))


@blueprint.post("/account/second-factor/codes")
def new_backup_codes() -> ResponseReturnValue:
    form = PasswordAgainForm()
    if form.validate_on_submit() and is_own_password(form):
        account = _mine()
        if not account.has_second_factor:
            raise NotFound
        return _codes_page(factor.new_backup_codes(current_session(), account))
    return _refused_on_page(form)


@blueprint.post("/account/second-factor/off")
def end_second_factor() -> ResponseReturnValue:
    form = PasswordAgainForm()
    if form.validate_on_submit() and is_own_password(form):
        factor.turn_off(current_session(), _mine())
        return changed(url_for(".security"), said=_("The second step is off."))
    return _refused_on_page(form)


def _refused_on_page(form: PasswordAgainForm) -> ResponseReturnValue:
    if not _mine().has_second_factor:
        return redirect(url_for(".second_factor"), code=303)
    return refused("auth/second_factor_on.html", form=form)


def _mine() -> Account:
    return active_account(current_session(), current_viewer().account_id)


def _scan(account: Account) -> dict[str, Any]:
    secret = factor.pending_secret(current_session(), account)
    if secret is None:
        return {"secret": None, "picture": None, "is_required": is_privileged()}
    svg = segno.make(factor.address_for_app(account, secret), error="m").svg_inline(
        scale=5,
        border=3,
        dark="#000",
        light="#fff",
        title=_("QR code for your authenticator app"),
        omitsize=False,
    )
    spaced = " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
    return {"secret": spaced, "picture": Markup(svg), "is_required": is_privileged()}


def _codes_page(codes: list[str]) -> str:
    file = base64.b64encode("\n".join(codes).encode()).decode()
    return render_template("auth/backup_codes.html", codes=codes, file=f"data:text/plain;base64,{file}")
