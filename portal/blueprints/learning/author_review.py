"""Handing a version in, taking it back, and what somebody else decides about it."""

from __future__ import annotations

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.learning.author_forms import NoteForm
from portal.blueprints.learning.author_version import page_of_version
from portal.blueprints.learning.blueprint import blueprint
from portal.domain.learning.modules import publishing
from portal.domain.organisation.models import Role
from portal.web.clock import now
from portal.web.forms import Form
from portal.web.people import current_viewer, only
from portal.web.responses import changed, refused
from portal.web.transactions import current_session


@blueprint.post("/author/versions/<int:version_id>/submit")
@only(Role.TRAINER)
def submit_version(version_id: int) -> ResponseReturnValue:
    form = Form()
    if form.validate_on_submit():
        with form.catching():
            publishing.submit(current_session(), version_id, by=current_viewer(), at=now())
            said = _("Handed in. Somebody else reads it now; you will be told.")
            return changed(url_for(".show_version", version_id=version_id), said=said)
    return refused("learning/author/version.html", **page_of_version(version_id, problems=form))


@blueprint.post("/author/versions/<int:version_id>/take-back")
@only(Role.TRAINER)
def take_back_version(version_id: int) -> ResponseReturnValue:
    publishing.take_back_submission(current_session(), version_id, by=current_viewer())
    return changed(url_for(".show_version", version_id=version_id), said=_("It is a draft again."))


@blueprint.post("/author/versions/<int:version_id>/publish")
@only(Role.TRAINER, Role.HR_ADMIN)
def publish_version(version_id: int) -> ResponseReturnValue:
    form = NoteForm()
    if form.validate_on_submit():
        with form.catching():
            publishing.publish(
                current_session(), version_id, form.note.data or "", by=current_viewer(), at=now()
            )
            said = _("Published. Learners find it in the catalogue.")
            return changed(url_for(".show_version", version_id=version_id), said=said)
    return refused("learning/author/version.html", **page_of_version(version_id, note=form))


@blueprint.post("/author/versions/<int:version_id>/send-back")
@only(Role.TRAINER, Role.HR_ADMIN)
def send_back_version(version_id: int) -> ResponseReturnValue:
    form = NoteForm()
    if form.validate_on_submit():
        with form.catching():
            publishing.send_back(
                current_session(), version_id, form.note.data or "", by=current_viewer(), at=now()
            )
            return changed(url_for(".author"), said=_("Sent back; the author is told."))
    return refused("learning/author/version.html", **page_of_version(version_id, note=form))
