"""Files of a module, and whole modules as zips, out and in."""

from __future__ import annotations

from tempfile import TemporaryFile

from flask import render_template, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.learning.author_forms import ArchiveForm
from portal.blueprints.learning.author_words import broken_words
from portal.blueprints.learning.blueprint import blueprint
from portal.blueprints.learning.files import shown
from portal.domain.errors import RuleBroken
from portal.domain.learning.modules import archives, intake, library, queries
from portal.domain.organisation.models import Role
from portal.domain.words import n_
from portal.web.clock import now
from portal.web.people import current_viewer, only
from portal.web.responses import changed, refused
from portal.web.transactions import current_session, settings
from portal.web.uploads import takes_up_to


@blueprint.get("/author/versions/<int:version_id>/files/<name>")
@only(Role.TRAINER, Role.HR_ADMIN)
def author_file(version_id: int, name: str) -> ResponseReturnValue:
    session = current_session()
    version = queries.version_to_see(session, current_viewer(), version_id)
    return shown(library.file_of_version(session, version.id, name))


@blueprint.post("/author/versions/<int:version_id>/files/<name>/remove")
@only(Role.TRAINER)
def remove_file(version_id: int, name: str) -> ResponseReturnValue:
    session = current_session()
    library.remove_file(session, queries.draft_to_write(session, current_viewer(), version_id), name)
    there = url_for(".show_version", version_id=version_id, _anchor="files")
    return changed(there, said=_("The file is gone."))


@blueprint.get("/author/versions/<int:version_id>/export")
@only(Role.TRAINER, Role.HR_ADMIN)
def export_module(version_id: int) -> ResponseReturnValue:
    session = current_session()
    version = queries.version_to_see(session, current_viewer(), version_id)
    present = queries.files_of_version(session, version.id)
    made = TemporaryFile()  # noqa: SIM115 - the answer closes it once it is sent
    archives.write_archive(made, version, present, settings().uploads)
    made.seek(0)
    name = f"{version.module.code}-{version.number}.zip"
    return send_file(made, mimetype="application/zip", as_attachment=True, download_name=name)


@blueprint.get("/author/import")
@only(Role.TRAINER)
def import_module() -> ResponseReturnValue:
    return render_template("learning/author/import.html", form=ArchiveForm())


@blueprint.post("/author/import")
@only(Role.TRAINER)
@takes_up_to(archives.LARGEST_ARCHIVE + 2**21)
def take_in_module() -> ResponseReturnValue:
    """The archive is read through before the transaction begins."""
    form = ArchiveForm()
    if form.validate_on_submit():
        with form.catching():
            arrived = _arrived(form)
            version = intake.take_in(current_session(), arrived, by=current_viewer(), at=now())
            there = url_for(".show_version", version_id=version.id)
            return changed(
                there, said=_("Taken in as a draft of yours. Look it through before you hand it in.")
            )
    return refused("learning/author/import.html", form=form)


def _arrived(form: ArchiveForm) -> intake.ModuleIn:
    upload = form.archive.data
    if not upload or not upload.filename:
        raise RuleBroken(n_("Choose a file."), field="archive")
    if intake.is_too_large(upload.stream):
        raise RuleBroken(n_("The zip is larger than 60 MB."), field="archive")
    try:
        return intake.read_archive(upload.stream, settings().uploads)
    except RuleBroken as broken:
        raise RuleBroken("%(words)s", field="archive", words=broken_words(broken)) from broken
