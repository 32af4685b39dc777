"""The addresses of badge pictures. They carry a version, so that browsers keep them for ever."""

from functools import lru_cache
from hashlib import sha256

from flask import Blueprint, Flask, Response, request, url_for
from flask.typing import ResponseReturnValue

from portal.domain.errors import NotFound
from portal.domain.rewards.art import ICONS, METALS, SHAPES, badge_svg
from portal.domain.rewards.badges.catalogue import badge_by_code
from portal.domain.rewards.badges.models import Badge
from portal.web.people import public
from portal.web.transactions import current_session

LOCKED = "locked"
FOR_EVER = "public, max-age=31536000, immutable"
FOR_A_WHILE = "public, max-age=300"

blueprint = Blueprint("badges", __name__, url_prefix="/rewards/badges")


@lru_cache(maxsize=512)
def version_of(shape: str, tier: str, icon: str, name: str) -> str:
    return sha256("\0".join((shape, tier, icon, name)).encode()).hexdigest()[:10]


def badge_src(badge: Badge, locked: bool = False) -> str:
    """Where the picture of a badge is, in its own metal or grey."""
    tier = LOCKED if locked else badge.tier.value
    version = version_of(badge.shape.value, tier, badge.icon, badge.name)
    return url_for("badges.picture", code=badge.code, tier=tier, v=version)


@blueprint.get("/<code>/<tier>.svg")
@public
def picture(code: str, tier: str) -> ResponseReturnValue:
    badge = badge_by_code(current_session(), code)
    if tier not in (badge.tier.value, LOCKED):
        raise NotFound
    is_current = request.args.get("v") == version_of(badge.shape.value, tier, badge.icon, badge.name)
    drawing = badge_svg(badge.shape.value, tier, badge.icon, badge.name)
    return _drawn(drawing, FOR_EVER if is_current else FOR_A_WHILE)


@blueprint.get("/try/<shape>/<tier>/<icon>.svg")
@public
def trial(shape: str, tier: str, icon: str) -> ResponseReturnValue:
    """A badge that nobody has made yet, for the editor."""
    if shape not in SHAPES or tier not in METALS or icon not in ICONS:
        raise NotFound
    return _drawn(badge_svg(shape, tier, icon, ""), FOR_EVER)


def _drawn(svg: str, kept: str) -> Response:
    return Response(svg, mimetype="image/svg+xml", headers={"Cache-Control": kept})


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    app.add_template_global(badge_src)
