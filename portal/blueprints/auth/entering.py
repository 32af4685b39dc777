"""The steps between knowing who somebody is and having them signed in. Every way of signing in ends here."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta

from flask import redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.auth.devices import device_words
from portal.blueprints.auth.forms import CodeForm
from portal.domain.accounts import actions, queries
from portal.domain.accounts.models import Account
from portal.domain.accounts.passwords import keeper
from portal.domain.errors import NotFound
from portal.domain.organisation.own import account_id_by_nip
from portal.domain.organisation.viewers import viewer_of
from portal.web import kept_forms, limits
from portal.web.clock import now
from portal.web.people import current_token, has_signed_in_here, own_path, sign_in
from portal.web.transactions import current_session, settings, short_read

NIP_LENGTH = 18
PENDING_FOR = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Claim:
    """Whoever says to be somebody: the account that was meant, and a new hash when the old one is outdated."""

    account_id: int
    new_hash: str | None = None


def normal(identifier: str) -> str:
    """A NIP without its dots and blanks, an e-mail address in small letters."""
    digits = "".join(identifier.replace(".", " ").replace("-", " ").split())
    return digits if digits.isascii() and digits.isdigit() else identifier.strip().lower()


def paces(identifier: str) -> tuple[limits.Pace, ...]:
    """Per account from one address, per account from everywhere, per address.

    A browser that has been signed in with the account is not held up by what others try from elsewhere.
    """
    name, address = normal(identifier), limits.address_key()
    own = limits.Pace(limits.hashed("sign-in", f"{name}/{address}"), 5, timedelta(minutes=5))
    everywhere = limits.Pace(limits.hashed("sign-in", name), 20, timedelta(seconds=30))
    place = limits.Pace(f"sign-in/{address}", 60, timedelta(seconds=60))
    account_id = account_id_of(identifier)
    is_known = account_id is not None and has_signed_in_here(account_id)
    return (own, place) if is_known else (own, everywhere, place)


def account_id_of(identifier: str) -> int | None:
    name = normal(identifier)
    with short_read() as read:
        if name.isdigit():
            return account_id_by_nip(read, name) if len(name) == NIP_LENGTH else None
        account = queries.account_by_email(read, name)
        return account.id if account else None


def claim_by_password(identifier: str, password: str) -> Claim | None:
    """Whose password this is. Takes the same time whether or not there is such an account; no transaction is open."""
    account_id = account_id_of(identifier)
    with short_read() as read:
        account = read.get(Account, account_id) if account_id else None
        kept = account.password_hash if account and account.is_active else None
    hashes = keeper(is_fast=settings().is_testing)
    if not hashes.fits(password, kept) or account is None or kept is None:
        return None
    return Claim(account.id, hashes.make(password) if hashes.is_outdated(kept) else None)


def after_password(claim: Claim, *, then: str | None, kept: str | None) -> ResponseReturnValue:
    """Sign in, or ask for the code of the second step first."""
    account = queries.active_account(current_session(), claim.account_id)
    if claim.new_hash:
        account.password_hash = claim.new_hash
    if account.has_second_factor and not account.is_demo:
        return ask_for_code(account, then=then, kept=kept)
    return enter(account, is_proven=account.is_demo, then=then, kept=kept)


def ask_for_code(account: Account, *, then: str | None, kept: str | None) -> ResponseReturnValue:
    """The password was right; what is known so far rides in the signed cookie for five minutes."""
    session["pending"] = {
        "account": account.id,
        "stamp": stamp_of(account),
        "until": (now() + PENDING_FOR).timestamp(),
        "next": own_path(then),
    }
    if kept:
        return render_template("auth/code.html", form=CodeForm(formdata=None, kept=kept))
    return redirect(url_for("auth.code"), code=303)


def pending_account() -> Account:
    """Who has given the right password a moment ago and owes a code; NotFound when nobody has."""
    pending = session.get("pending")
    if not pending or pending["until"] < now().timestamp():
        raise NotFound
    account = queries.active_account(current_session(), pending["account"])
    if pending["stamp"] != stamp_of(account):
        raise NotFound
    return account


def stamp_of(account: Account) -> str:
    """Changes with the password: a half-done sign-in ends when the password is changed."""
    return hashlib.sha256((account.password_hash or "").encode()).hexdigest()[:16]


def enter(account: Account, *, is_proven: bool, then: str | None, kept: str | None) -> ResponseReturnValue:
    """Open the sign-in session, and go where the person wanted to go: to what was typed, to `next`, or home."""
    database, at = current_session(), now()
    device = request.user_agent.string
    if old := current_token():
        actions.end_token(database, old, at=at)
    is_new = not has_signed_in_here(account.id) and queries.has_signed_in_before(database, account.id)
    if is_new and not account.is_demo:
        actions.tell_of_new_device(database, account, device=device_words(device), at=at)
    token = actions.start_session(database, account, device=device, at=at, has_second_factor=is_proven)
    sign_in(token, viewer_of(database, account))
    if found := kept_forms.opened(kept, account_id=account.id):
        return kept_forms.ready_to_send(found)
    return redirect(own_path(then) or url_for("home.index"), code=303)


def wait_words(wait: timedelta) -> str:
    seconds = max(1, int(wait.total_seconds()) + 1)
    return _("Too many attempts. Wait %(seconds)s seconds, then try again.", seconds=seconds)
