"""Announcements of leaders and HR: written ahead, shown on the walls of a unit and everything below it."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, Flask, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.rewards.recognition_forms import AnnouncementForm
from portal.domain.organisation.models import Role
from portal.domain.rewards.recognition import announcing
from portal.web.clock import now, today
from portal.web.numbers import whole
from portal.web.people import current_viewer, only
from portal.web.responses import changed, refused
from portal.web.transactions import current_session

blueprint = Blueprint("rewards_announcements", __name__, url_prefix="/rewards/announcements")
announcers = only(Role.HR_ADMIN, Role.LEADER)
SHOWN_FOR = timedelta(days=13)
PAGE = "rewards/recognition/announcement.html"


@blueprint.get("")
@announcers
def index() -> ResponseReturnValue:
    session, me = current_session(), current_viewer()
    return render_template(
        "rewards/recognition/announcements.html",
        page=announcing.announcements_kept(session, me, request.args.get("page", 1, type=whole)),
        day=today(me.timezone),
    )


@blueprint.route("/new", methods=["GET", "POST"])
@announcers
def new() -> ResponseReturnValue:
    session, me = current_session(), current_viewer()
    day = today(me.timezone)
    form = AnnouncementForm(first_day=day, last_day=day + SHOWN_FOR)
    form.offer(announcing.units_to_tell(session, me))
    if form.validate_on_submit():
        with form.catching():
            announcing.announce_to(session, _input(form), by=me, at=now())
            return changed(url_for(".index"), said=_("The announcement is written."))
    return refused(PAGE, form=form) if form.is_submitted() else render_template(PAGE, form=form)


@blueprint.route("/<int:announcement_id>/edit", methods=["GET", "POST"])
@announcers
def edit(announcement_id: int) -> ResponseReturnValue:
    session, me = current_session(), current_viewer()
    found = announcing.announcement_for(session, me, announcement_id)
    last_day = found.ends_on - timedelta(days=1)
    form = AnnouncementForm(obj=found, unit=found.unit_id, first_day=found.starts_on, last_day=last_day)
    form.offer(announcing.units_to_tell(session, me))
    if form.validate_on_submit():
        with form.catching():
            announcing.change_announcement(session, found, _input(form), by=me, at=now())
            return changed(url_for(".index"), said=_("The announcement is changed."))
    shown: dict[str, Any] = {"form": form, "announcement_id": announcement_id}
    return refused(PAGE, **shown) if form.is_submitted() else render_template(PAGE, **shown)


@blueprint.post("/<int:announcement_id>/withdraw")
@announcers
def withdraw(announcement_id: int) -> ResponseReturnValue:
    session, me = current_session(), current_viewer()
    found = announcing.announcement_for(session, me, announcement_id)
    announcing.withdraw(session, found, by=me, at=now())
    return changed(url_for(".index"), said=_("The announcement is withdrawn. Nobody sees it any more."))


def _input(form: AnnouncementForm) -> announcing.AnnouncementInput:
    return announcing.AnnouncementInput(
        unit_id=form.unit.data or 0,
        title=form.title.data or "",
        words=form.words.data or "",
        first_day=form.first_day.data,
        last_day=form.last_day.data,
    )


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
