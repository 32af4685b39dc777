from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.auth import entering
from portal.blueprints.auth.account import tabs
from portal.blueprints.auth.blueprint import blueprint
from portal.blueprints.auth.devices import device_words, is_phone
from portal.blueprints.auth.forms import ChangePasswordForm
from portal.domain.accounts import actions, queries
from portal.domain.accounts.passwords import ALONE, WITH_SECOND_FACTOR, check_password, keeper
from portal.domain.errors import RuleBroken
from portal.domain.organisation.own import words_about
from portal.domain.words import n_
from portal.web import limits
from portal.web.clock import now
from portal.web.people import current_session_id, current_viewer
from portal.web.responses import changed, refused
from portal.web.transactions import current_session, settings, short_read


@blueprint.get("/account/security")
def security() -> ResponseReturnValue:
    return render_template("auth/security.html", **_page(ChangePasswordForm(formdata=None)))


@blueprint.post("/account/password")
def change_password() -> ResponseReturnValue:
    form = ChangePasswordForm()
    if form.validate_on_submit() and is_own_password(form):
        with form.catching():
            new_hash = _judged_and_hashed(form.password.data or "")
            mine = queries.active_account(current_session(), current_viewer().account_id)
            actions.set_password(current_session(), mine, new_hash, session_id=current_session_id(), at=now())
            return changed(
                url_for(".security"), said=_("Your password is changed. Other browsers are signed out.")
            )
    return refused("auth/security.html", **_page(form))


def is_own_password(form: Any) -> bool:
    """Checked outside of any transaction, with a pause after too many attempts; the field says what is wrong."""
    pace = limits.Pace(
        limits.hashed("own-password", str(current_viewer().account_id)), 5, entering.PENDING_FOR
    )
    if wait := limits.attempt(pace):
        form.present.errors = [entering.wait_words(wait)]
        return False
    with short_read() as read:
        kept = queries.active_account(read, current_viewer().account_id).password_hash
    if keeper(is_fast=settings().is_testing).fits(form.present.data, kept):
        limits.went_well(forget=(pace,))
        return True
    form.refuse(RuleBroken(n_("This is not your present password."), field="present"))
    return False


def _judged_and_hashed(password: str) -> str:
    with short_read() as read:
        mine = queries.active_account(read, current_viewer().account_id)
        about, has_second_factor = words_about(read, mine), mine.has_second_factor
    check_password(
        password, about=about, has_second_factor=has_second_factor, profile=settings().password_profile
    )
    return keeper(is_fast=settings().is_testing).make(password)


@blueprint.post("/account/sessions/<int:session_id>/end")
def end_session(session_id: int) -> ResponseReturnValue:
    actions.end_session(current_session(), current_viewer().account_id, session_id, at=now())
    return changed(url_for(".security"), said=_("That browser is signed out."))


@blueprint.post("/account/sessions/end-others")
def end_other_sessions() -> ResponseReturnValue:
    mine = current_viewer().account_id
    actions.end_sessions(current_session(), mine, but=current_session_id(), at=now())
    return changed(url_for(".security"), said=_("All other browsers are signed out."))


def _page(form: ChangePasswordForm) -> dict[str, Any]:
    me = current_viewer()
    account = queries.active_account(current_session(), me.account_id)
    return {
        "tabs_": tabs(".security"),
        "form": form,
        "account": account,
        "sessions": queries.open_sessions(current_session(), me.account_id, at=now()),
        "this_session": current_session_id(),
        "codes_left": queries.backup_codes_left(current_session(), me.account_id),
        "device_words": device_words,
        "is_phone": is_phone,
        "profile": settings().password_profile,
        "shortest": WITH_SECOND_FACTOR if account.has_second_factor else ALONE,
    }
