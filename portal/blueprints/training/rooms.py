"""Rooms of one's agency: how many people they hold and when they are taken."""

from __future__ import annotations

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.training.blueprint import blueprint
from portal.blueprints.training.forms import RoomForm
from portal.blueprints.training.teach import keepers
from portal.domain.training.sessions import rooms as kept
from portal.web.clock import now
from portal.web.people import current_viewer
from portal.web.responses import changed, refused
from portal.web.transactions import current_session


@blueprint.get("/rooms")
@keepers
def rooms() -> ResponseReturnValue:
    return render_template("training/rooms.html", rooms=kept.rooms_of(current_session(), current_viewer()))


@blueprint.route("/rooms/new", methods=["GET", "POST"])
@keepers
def new_room() -> ResponseReturnValue:
    session, me, form = current_session(), current_viewer(), RoomForm()
    if form.validate_on_submit():
        with form.catching():
            room = kept.add_room(session, form.to_input(), by=me)
            return changed(url_for(".rooms"), said=_("%(name)s can be chosen for sessions.", name=room.name))
    if form.is_submitted():
        return refused("training/room_form.html", form=form, room=None, days=())
    return render_template("training/room_form.html", form=form, room=None, days=())


@blueprint.route("/rooms/<int:room_id>", methods=["GET", "POST"])
@keepers
def edit_room(room_id: int) -> ResponseReturnValue:
    session, me = current_session(), current_viewer()
    room = kept.room_for(session, me, room_id)
    form = RoomForm(obj=room)
    if form.validate_on_submit():
        with form.catching():
            kept.change_room(room, form.to_input(), by=me)
            return changed(url_for(".rooms"), said=_("Kept."))
    if form.is_submitted():
        return refused("training/room_form.html", form=form, room=room, days=())
    return render_template(
        "training/room_form.html", form=form, room=room, days=kept.taken(session, room, at=now())
    )
