"""What machines read to check a badge: issuer, keys, achievements, and who was taken back. Public, about no person."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Flask, Response, jsonify
from flask.typing import ResponseReturnValue

from portal.blueprints.rewards.credential_words import achievement_addresses, issuer_addresses, key_address
from portal.domain.rewards.badges.catalogue import badge_by_code, look_numbered
from portal.domain.rewards.credentials import keys, open_badge, queries
from portal.domain.rewards.credentials.baking import drawing
from portal.domain.rewards.credentials.status_list import encoded
from portal.web.clock import now
from portal.web.people import public
from portal.web.transactions import current_session

CONTEXT = [open_badge.VC, open_badge.OB]
FOR_A_WHILE = "public, max-age=300"
FOR_EVER = "public, max-age=31536000, immutable"

blueprint = Blueprint("issuer", __name__, url_prefix="/credentials")


def for_all(answer: Response, kept: str = FOR_A_WHILE) -> Response:
    """Readable by checking tools in any browser."""
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    answer.headers["Cache-Control"] = kept
    return answer


def document(content: dict[str, Any], media_type: str = "application/ld+json") -> Response:
    answer = jsonify(content)
    answer.mimetype = media_type
    return for_all(answer)


@blueprint.get("/issuers/<int:number>")
@public
def profile(number: int) -> ResponseReturnValue:
    agency = queries.agency_numbered(current_session(), number)
    return document({"@context": CONTEXT, **open_badge.profile(agency.name, issuer_addresses(agency))})


@blueprint.get("/keys")
@public
def all_keys() -> ResponseReturnValue:
    return document({"keys": keys.published_keys(current_session())}, "application/jwk-set+json")


@blueprint.get("/keys/<kid>")
@public
def key(kid: str) -> ResponseReturnValue:
    return document(keys.published_key(current_session(), kid), "application/jwk+json")


@blueprint.get("/achievements/<code>/<int:number>")
@public
def achievement(code: str, number: int) -> ResponseReturnValue:
    session = current_session()
    badge = badge_by_code(session, code)
    look = look_numbered(session, badge, number)
    said = open_badge.achievement(look, achievement_addresses(badge, number))
    return document({"@context": CONTEXT, **said})


@blueprint.get("/achievements/<code>/<int:number>.svg")
@public
def picture(code: str, number: int) -> ResponseReturnValue:
    """A version's drawing never changes."""
    session = current_session()
    look = look_numbered(session, badge_by_code(session, code), number)
    return for_all(Response(drawing(look), mimetype="image/svg+xml"), FOR_EVER)


@blueprint.get("/status/<int:agency_number>/<int:number>")
@public
def status(agency_number: int, number: int) -> ResponseReturnValue:
    """Made from the awards as they are at this moment, so that a badge taken back is out at once."""
    session = current_session()
    agency = queries.agency_numbered(session, agency_number)
    bits = encoded(queries.taken_back(session, agency.id, number))
    claims = open_badge.status_list(bits, agency.name, issuer_addresses(agency, number), now=now())
    token = keys.signed(session, claims, key_address=key_address())
    return for_all(Response(token, mimetype="application/vc+jwt"), "no-cache")


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
