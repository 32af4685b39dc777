"""The studio: badges drawn from shape, tier and picture; the levels of a year."""

from typing import Any

from flask import Blueprint, Flask, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.rewards.forms import BadgeForm, LevelForm
from portal.domain.organisation.models import Role
from portal.domain.rewards.art import ICONS
from portal.domain.rewards.badges import catalogue, studio
from portal.domain.rewards.badges.models import Badge, Level, Shape, Tier
from portal.domain.rewards.standing import levels as all_levels
from portal.web.clock import now
from portal.web.people import current_viewer, only
from portal.web.responses import changed, refused
from portal.web.transactions import current_session

blueprint = Blueprint("rewards_studio", __name__, url_prefix="/admin/rewards")
keepers = only(Role.ADMIN, Role.HR_ADMIN)


@blueprint.get("/badges")
@keepers
def badges() -> ResponseReturnValue:
    session = current_session()
    return render_template(
        "rewards/admin/badges.html",
        all_badges=catalogue.all_badges(session),
        holders=catalogue.holders(session),
        may_edit=studio.may_keep_badges(current_viewer()),
    )


@blueprint.route("/badges/new", methods=["GET", "POST"])
@only(Role.ADMIN)
def new_badge() -> ResponseReturnValue:
    form = BadgeForm()
    if not _only_looks() and form.validate_on_submit():
        with form.catching():
            studio.create_badge(current_session(), _badge_from(form), by=current_viewer(), at=now())
            return changed(url_for(".badges"), said=_("The badge is made. Rules can now give it."))
    return _badge_page(form)


@blueprint.route("/badges/<int:badge_id>", methods=["GET", "POST"])
@only(Role.ADMIN)
def badge(badge_id: int) -> ResponseReturnValue:
    found = catalogue.badge_for(current_session(), badge_id)
    form = BadgeForm(obj=found)
    if not _only_looks() and form.validate_on_submit():
        with form.catching():
            studio.change_badge(current_session(), found, _badge_from(form), by=current_viewer(), at=now())
            return changed(
                url_for(".badges"), said=_("The badge is changed, for whoever wins it from now on.")
            )
    return _badge_page(form, badge=found, is_held=catalogue.is_held(current_session(), badge_id))


def _only_looks() -> bool:
    """Without scripts a second button shows the drawing and stores nothing."""
    return "look" in request.form


def _badge_page(form: BadgeForm, badge: Badge | None = None, is_held: bool = False) -> ResponseReturnValue:
    context: dict[str, Any] = {
        "form": form,
        "badge": badge,
        "is_held": is_held,
        "families": catalogue.families(current_session()),
    }
    page = "rewards/admin/badge.html"
    if form.is_submitted() and not _only_looks():
        return refused(page, **context)
    return render_template(page, **context)


def _badge_from(form: BadgeForm) -> studio.BadgeInput:
    return studio.BadgeInput(
        name=form.name.data or "",
        words=form.words.data or "",
        criteria=form.criteria.data or "",
        lasts_months=form.lasts_months.data,
        family=form.family.data or "",
        shape=Shape(form.shape.data),
        tier=Tier(form.tier.data),
        icon=form.icon.data,
    )


@blueprint.get("/badges/preview")
@keepers
def preview() -> ResponseReturnValue:
    """The badge as its holder would see it, from what is written in the form right now."""
    form = BadgeForm(formdata=request.args)
    return render_template("rewards/admin/_badge_preview.html", form=form)


@blueprint.get("/badges/look")
@keepers
def look() -> ResponseReturnValue:
    """The drawing of what is chosen right now in a form."""
    asked = request.args
    return render_template(
        "rewards/admin/_drawing.html",
        shape=asked.get("shape") if asked.get("shape") in list(Shape) else "hex",
        tier=asked.get("tier") if asked.get("tier") in list(Tier) else "bronze",
        icon_name=asked.get("icon") if asked.get("icon") in ICONS else "award",
    )


@blueprint.route("/levels", methods=["GET", "POST"])
@keepers
def levels() -> ResponseReturnValue:
    form = LevelForm()
    if form.validate_on_submit():
        with form.catching():
            studio.create_level(current_session(), _level_from(form), by=current_viewer(), at=now())
            return changed(url_for(".levels"), said=_("The level is made."))
    context: dict[str, Any] = {
        "form": form,
        "levels": all_levels(current_session()),
        "may_edit": studio.may_keep_badges(current_viewer()),
    }
    page = "rewards/admin/levels.html"
    return refused(page, **context) if form.is_submitted() else render_template(page, **context)


@blueprint.route("/levels/<int:level_id>", methods=["GET", "POST"])
@only(Role.ADMIN)
def level(level_id: int) -> ResponseReturnValue:
    found: Level = catalogue.level_for(current_session(), level_id)
    form = LevelForm(obj=found)
    if form.validate_on_submit():
        with form.catching():
            studio.change_level(current_session(), found, _level_from(form), by=current_viewer(), at=now())
            return changed(url_for(".levels"), said=_("The level is changed."))
    page = "rewards/admin/level.html"
    return refused(page, form=form) if form.is_submitted() else render_template(page, form=form)


def _level_from(form: LevelForm) -> studio.LevelInput:
    return studio.LevelInput(
        name=form.name.data or "",
        points=form.points.data or 0,
        icon=form.icon.data,
        words=form.words.data or "",
    )


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
