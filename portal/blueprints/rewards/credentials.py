"""What holders do with a badge: make its certificate, take its files home, share it and stop sharing."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from flask import Blueprint, Flask, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField
from wtforms.validators import InputRequired

from portal.blueprints.rewards.credential_words import certificate_of, prepare_key, token_of
from portal.database import Session
from portal.domain.errors import NotFound
from portal.domain.rewards.badges.catalogue import look_at
from portal.domain.rewards.credentials import actions, baking, open_badge, queries
from portal.domain.rewards.credentials.models import CredentialState
from portal.domain.rewards.credentials.queries import Shown
from portal.domain.rewards.ledger.models import Award, AwardState
from portal.web.clock import now
from portal.web.forms import Form
from portal.web.people import current_viewer
from portal.web.responses import changed, download, refused
from portal.web.transactions import current_session

blueprint = Blueprint("credentials", __name__, url_prefix="/rewards/awards/<int:award_id>")

File = Callable[[Session, Shown], tuple[bytes, str]]


class ConsentForm(Form):
    agrees = BooleanField(
        _l("I agree that everybody who has the link sees exactly this"),
        [InputRequired(_l("Tick this if you agree. Without your consent nothing is shared."))],
    )


def pdf_file(_session: Session, shown: Shown) -> tuple[bytes, str]:
    return certificate_of(shown), "application/pdf"


def jwt_file(session: Session, shown: Shown) -> tuple[bytes, str]:
    return token_of(session, shown).encode(), "application/vc+jwt"


def json_file(session: Session, shown: Shown) -> tuple[bytes, str]:
    document = open_badge.enveloped(token_of(session, shown))
    return json.dumps(document, indent=2).encode(), "application/json"


def svg_file(session: Session, shown: Shown) -> tuple[bytes, str]:
    return baking.baked_svg(shown.look, token_of(session, shown)).encode(), "image/svg+xml"


def png_file(session: Session, shown: Shown) -> tuple[bytes, str]:
    return baking.baked_png(shown.look, token_of(session, shown)), "image/png"


FILES: dict[str, File] = {
    "pdf": pdf_file,
    "jwt": jwt_file,
    "json": json_file,
    "svg": svg_file,
    "png": png_file,
}


def award_page(award_id: int) -> str:
    return url_for("rewards.award", award_id=award_id, _anchor="show-it")


@blueprint.post("/certificate")
def make(award_id: int) -> ResponseReturnValue:
    prepare_key()
    session, me = current_session(), current_viewer()
    actions.issue(session, queries.own_award(session, me, award_id), by=me, at=now())
    return changed(award_page(award_id), said=_("The certificate and the files are ready."))


@blueprint.get("/badge.<any(pdf, jwt, json, svg, png):kind>")
def file(award_id: int, kind: str) -> ResponseReturnValue:
    """Only what still stands is handed out; a new grant gives new files."""
    session = current_session()
    shown = queries.own_credential(session, current_viewer(), award_id, now())
    if shown is None or shown.state is CredentialState.REVOKED:
        raise NotFound
    content, media_type = FILES[kind](session, shown)
    return download(content, f"{shown.credential.badge.code}.{kind}", media_type)


@blueprint.route("/share", methods=["GET", "POST"])
def share(award_id: int) -> ResponseReturnValue:
    form = ConsentForm()
    if form.validate_on_submit():
        prepare_key()
        session, me = current_session(), current_viewer()
        with form.catching():
            actions.share(session, queries.own_award(session, me, award_id), by=me, at=now())
            return changed(award_page(award_id), said=_("The badge is shared. The link works from now on."))
    context = consent_context(award_id)
    page = "rewards/credentials/share.html"
    return (
        refused(page, form=form, **context)
        if form.is_submitted()
        else render_template(page, form=form, **context)
    )


def consent_context(award_id: int) -> dict[str, Any]:
    """What would become visible."""
    session, me = current_session(), current_viewer()
    award: Award = queries.own_award(session, me, award_id)
    badge = award.version.badge
    if award.state is not AwardState.GRANTED or badge is None or not me.has_rewards:
        raise NotFound
    look = look_at(session, badge, award.changed_at)
    person = queries.holder(session, award)
    ends = actions.ends_at(award.changed_at, look.lasts_months, person.agency.timezone)
    return {"award": award, "badge": badge, "look": look, "person": person, "ends_at": ends}


@blueprint.post("/unshare")
def unshare(award_id: int) -> ResponseReturnValue:
    session, me = current_session(), current_viewer()
    actions.withdraw(session, queries.own_award(session, me, award_id), by=me, at=now())
    return changed(award_page(award_id), said=_("The badge is no longer shared. The link is dead."))


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
