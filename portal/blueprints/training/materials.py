"""Materials of a session: added by who holds it, opened by who has a seat."""

from __future__ import annotations

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.training.blueprint import blueprint
from portal.blueprints.training.session_forms import MaterialForm
from portal.domain import files
from portal.domain.errors import NotFound, RuleBroken
from portal.domain.files import Prepared
from portal.domain.training.policies import may_run
from portal.domain.training.sessions import materials
from portal.domain.training.sessions import queries as sessions
from portal.web.clock import now
from portal.web.people import current_viewer
from portal.web.responses import attachment, changed, refused
from portal.web.transactions import current_session, settings, short_read

PAGE = "training/material_form.html"


@blueprint.get("/sessions/<int:session_id>/materials/new")
def new_material(session_id: int) -> ResponseReturnValue:
    held = sessions.session_to_run(current_session(), current_viewer(), session_id)
    return render_template(PAGE, form=MaterialForm(), held=held)


@blueprint.post("/sessions/<int:session_id>/materials")
def add_material(session_id: int) -> ResponseReturnValue:
    """A file is checked and written before the transaction begins; who may not add one never gets that far."""
    me, form = current_viewer(), MaterialForm()
    with short_read() as read:
        sessions.session_to_run(read, me, session_id)
    if form.validate_on_submit():
        with form.catching():
            file, session = _prepared(form), current_session()
            held = sessions.session_to_run(session, me, session_id, to_change=True)
            materials.add_material(
                session, held, form.title.data or "", file=file, url=form.url.data or "", by=me, at=now()
            )
            there = url_for(".show_session", session_id=held.id, _anchor="materials")
            return changed(there, said=_("Added. Those with a seat can open it."))
    return refused(PAGE, form=form, held=sessions.session_to_run(current_session(), me, session_id))


def _prepared(form: MaterialForm) -> Prepared | None:
    upload = form.file.data
    if not upload or not upload.filename:
        return None
    try:
        return files.prepare(settings().uploads, upload.filename, upload.read())
    except RuleBroken as broken:
        raise RuleBroken(broken.message, field="file", **broken.values) from broken


@blueprint.post("/sessions/<int:session_id>/materials/<int:material_id>/drop")
def drop_material(session_id: int, material_id: int) -> ResponseReturnValue:
    session, me = current_session(), current_viewer()
    held = sessions.session_to_run(session, me, session_id, to_change=True)
    materials.drop_material(session, held, material_id, by=me)
    there = url_for(".show_session", session_id=held.id, _anchor="materials")
    return changed(there, said=_("Removed."))


@blueprint.get("/sessions/<int:session_id>/materials/<int:material_id>")
def material_file(session_id: int, material_id: int) -> ResponseReturnValue:
    session, me = current_session(), current_viewer()
    held = sessions.session_for(session, me, session_id)
    if not may_run(me, held) and not sessions.has_a_seat(session, me, held.id):
        raise NotFound
    return attachment(materials.file_of(session, held, material_id))
