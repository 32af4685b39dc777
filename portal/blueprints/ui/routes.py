"""The gallery of macros, to look at while developing and for the accessibility checks. Not in production."""

from typing import Any

from flask import Blueprint, Response, abort, flash, render_template, request
from flask.typing import ResponseReturnValue

from portal.blueprints.ui import samples
from portal.domain.rewards.art import ICONS, METALS, SHAPES, badge_svg
from portal.web.people import public

blueprint = Blueprint("ui", __name__, url_prefix="/_ui")


@blueprint.context_processor
def sample_frame() -> dict[str, Any]:
    """The frame as a signed-in person sees it; `?theme=dark` forces a theme."""
    return {"samples": samples, "theme": request.args.get("theme", "")}


def signed_in(template: str, **context: Any) -> str:
    return render_template(template, viewer=samples.ME, menu=samples.MENU, unread=3, **context)


def _form(prefix: str) -> samples.SampleForm:
    return samples.SampleForm(formdata=None, prefix=prefix, meta={"csrf": False})


@blueprint.get("/")
@public
def index() -> ResponseReturnValue:
    empty, refused = _form("a"), _form("b")
    refused.validate()
    return signed_in("ui_gallery/index.html", empty=empty, refused=refused)


@blueprint.get("/home")
@public
def home() -> ResponseReturnValue:
    if "flash" in request.args:
        flash("Laporan kemajuan tersimpan. Atasan Anda menerima pemberitahuan.", "ok")
    return signed_in("ui_gallery/home.html")


@blueprint.get("/questions")
@public
def questions() -> ResponseReturnValue:
    form = samples.QuestionForm(formdata=None, meta={"csrf": False})
    if "errors" in request.args:
        form.validate()
    return render_template("ui_gallery/questions.html", form=form, viewer=None)


@blueprint.get("/paper")
@public
def paper() -> ResponseReturnValue:
    return render_template("ui_gallery/paper.html")


@blueprint.get("/badge/<shape>/<tier>/<icon>.svg")
@public
def badge(shape: str, tier: str, icon: str) -> ResponseReturnValue:
    if shape not in SHAPES or tier not in METALS or icon not in ICONS:
        abort(404)
    return Response(badge_svg(shape, tier, icon, ""), mimetype="image/svg+xml")
