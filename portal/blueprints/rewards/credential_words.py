"""Credentials for readers: absolute addresses, the documents behind them, the certificate's words."""

from __future__ import annotations

from typing import Any

from flask import Flask, url_for
from flask_babel import force_locale
from flask_babel import gettext as _

from portal.blueprints.rewards.certificate import certificate
from portal.blueprints.rewards.pictures import LOCKED
from portal.blueprints.rewards.standings import award_period
from portal.database import Session
from portal.domain.codes import spaced
from portal.domain.organisation.models import Agency
from portal.domain.rewards.badges.models import TIER_NAMES, Badge, Look
from portal.domain.rewards.badges.roads import roads_of
from portal.domain.rewards.credentials import baking, open_badge
from portal.domain.rewards.credentials.keys import is_ready, keep_key, make_key, signed
from portal.domain.rewards.credentials.models import CREDENTIAL_STATE_NAMES, CredentialState
from portal.domain.rewards.credentials.queries import Shown
from portal.domain.rewards.ledger.models import AwardState
from portal.web.clock import now
from portal.web.filters import day, period
from portal.web.languages import say
from portal.web.transactions import settings, short_read, short_write

STATE_TONES = {
    CredentialState.VALID: ("ok", "circle-check"),
    CredentialState.EXPIRED: ("warn", "clock"),
    CredentialState.REVOKED: ("bad", "arrow-back-up"),
}


def absolute(endpoint: str, **values: Any) -> str:
    """The address on the public name of this installation, whatever name was asked under."""
    return settings().base_url + url_for(endpoint, **values)


def key_address() -> str:
    return absolute("issuer.key", kid="KID").replace("KID", "{kid}")


def prepare_key() -> None:
    """Have a key before the request's own transaction begins: making one takes a moment."""
    with short_read() as session:
        if is_ready(session):
            return
    new = make_key()
    with short_write() as session:
        keep_key(session, new, at=now())


def issuer_addresses(agency: Agency, number: int = 1) -> open_badge.Addresses:
    return open_badge.Addresses(
        home=settings().base_url,
        credential="",
        issuer=absolute("issuer.profile", number=agency.number),
        achievement="",
        picture="",
        status=absolute("issuer.status", agency_number=agency.number, number=number),
        key=key_address(),
    )


def achievement_addresses(badge: Badge, number: int) -> open_badge.Addresses:
    return open_badge.Addresses(
        home=settings().base_url,
        credential="",
        issuer="",
        achievement=absolute("issuer.achievement", code=badge.code, number=number),
        picture=absolute("issuer.picture", code=badge.code, number=number),
        status="",
        key="",
    )


def token_of(session: Session, shown: Shown) -> str:
    """The signed Open Badge of a credential, made anew each time it is asked for."""
    made = shown.credential
    issuer = issuer_addresses(made.agency, made.status_list)
    achievement = achievement_addresses(made.badge, made.badge_version)
    addresses = open_badge.Addresses(
        home=issuer.home,
        credential=absolute("verify.show", code=made.code),
        issuer=issuer.issuer,
        achievement=achievement.achievement,
        picture=achievement.picture,
        status=issuer.status,
        key=issuer.key,
    )
    grant = open_badge.Grant(
        code=made.code,
        look=shown.look,
        agency=made.agency.name,
        granted_at=made.granted_at,
        expires_at=made.expires_at,
        status_index=made.status_index,
    )
    account = shown.person.account
    subject = open_badge.Subject(shown.person.name, account.email if account else shown.person.email)
    return signed(session, open_badge.credential(grant, subject, addresses), key_address=issuer.key)


def certificate_of(shown: Shown) -> bytes:
    """Always in the language of the installation, for it is shown to others."""
    made = shown.credential
    address = absolute("verify.show", code=made.code)
    with force_locale(settings().locale):
        until = _("Valid until %(day)s", day=day(made.expires_at)) if made.expires_at else ""
        words = {
            "title": _("Certificate of appreciation"),
            "given_to": _("given to"),
            "for": _("who has earned, for %(period)s, the badge", period=period(award_period(made.award))),
            "tier": _("%(tier)s tier", tier=say(TIER_NAMES[shown.look.tier]).lower()),
            "day": _("Granted on %(day)s", day=day(made.granted_at)),
            "until": until,
            "scan": _("Scan to check that it is genuine"),
            "code": _("Code %(code)s", code=spaced(made.code)),
            "foot": _(
                "Made electronically from verified results. It counts as long as the address above says so."
            ),
        }
    return certificate(
        agency=made.agency.name,
        name=shown.person.name,
        badge=shown.look.name,
        honours=shown.look.words,
        criteria=shown.look.criteria,
        picture=baking.pixels(shown.look),
        metal=shown.look.tier.value,
        address=address,
        words=words,
    )


def ended_words(shown: Shown) -> str:
    """Why it was taken back, in words for strangers: what a person wrote about it is not for them."""
    award, ended = shown.credential.award, day(shown.ended_at)
    if award.state is AwardState.GRANTED:
        return _("It was taken back on %(day)s and granted anew later, with another code.", day=ended)
    if award.reason:
        return _("The agency took it back on %(day)s by a decision with written reasons.", day=ended)
    return _(
        "On %(day)s the results behind it no longer met the rule, for example because one of them was voided.",
        day=ended,
    )


def state_words(shown: Shown) -> str:
    return say(CREDENTIAL_STATE_NAMES[shown.state])


def state_tone(shown: Shown) -> tuple[str, str]:
    return STATE_TONES[shown.state]


def look_src(badge: Badge, look: Look, locked: bool = False) -> str:
    """The drawing of a badge as it was under that version, in its own metal or grey."""
    if locked:
        return url_for("badges.trial", shape=look.shape.value, tier=LOCKED, icon=look.icon)
    return url_for("issuer.picture", code=badge.code, number=look.number)


def init_app(app: Flask) -> None:
    for function in (ended_words, state_words, state_tone, look_src, spaced, absolute, roads_of):
        app.add_template_global(function)
