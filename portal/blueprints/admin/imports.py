"""Pages of the import: upload, dry run, confirmation, history."""

from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.admin.forms import UploadForm
from portal.blueprints.admin.places import blueprint, page_number
from portal.domain.organisation.imports import actions, queries
from portal.domain.organisation.imports.columns import COLUMN_NAMES, REQUIRED, SPELLINGS
from portal.domain.organisation.imports.models import IMPORT_STATE_NAMES, ImportRun
from portal.domain.organisation.imports.reading import read
from portal.domain.organisation.imports.template import EXAMPLE, template
from portal.domain.organisation.models import Role
from portal.domain.pages import SIZE, Page
from portal.web.clock import now, today
from portal.web.people import current_viewer, only
from portal.web.responses import changed, download, refused
from portal.web.transactions import current_session, settings, short_read


def _page() -> dict[str, Any]:
    runs = queries.runs(current_session(), current_viewer(), page_number())
    return {
        "runs": runs,
        "states": IMPORT_STATE_NAMES,
        "spellings": SPELLINGS,
        "required": REQUIRED,
        "examples": EXAMPLE,
    }


@blueprint.get("/import")
@only(Role.HR_ADMIN)
def imports() -> ResponseReturnValue:
    return render_template("admin/imports.html", form=UploadForm(), **_page())


@blueprint.post("/import")
@only(Role.HR_ADMIN)
def check_import() -> ResponseReturnValue:
    """Read and compare before the writing transaction begins: that part takes seconds for a large file."""
    form, viewer = UploadForm(), current_viewer()
    if form.validate():
        with form.catching():
            upload = form.file.data
            name, content = upload.filename or "", upload.read()
            rows = read(name, content)
            with short_read() as session:
                made = actions.dry_run(session, rows, by=viewer, today=today(viewer.timezone))
            kept = actions.prepare(settings().uploads, name, content)
            run = actions.start(current_session(), kept, made, by=viewer, at=now())
            return changed(url_for(".import_run", run_id=run.id))
    return refused("admin/imports.html", form=form, **_page())


@blueprint.get("/import/<int:run_id>")
@only(Role.HR_ADMIN)
def import_run(run_id: int) -> ResponseReturnValue:
    run = queries.run_for(current_session(), current_viewer(), run_id)
    shown = _part(run.problems) if run.problem_count else _part(run.changes)
    return render_template(
        "admin/import.html", run=run, page=shown, columns=COLUMN_NAMES, states=IMPORT_STATE_NAMES
    )


def _part(items: list[object]) -> Page[object]:
    pages = max(1, -(-len(items) // SIZE))
    number = max(1, min(page_number(), pages))
    return Page(items[(number - 1) * SIZE : number * SIZE], number, len(items))


@blueprint.post("/import/<int:run_id>/confirm")
@only(Role.HR_ADMIN)
def confirm_import(run_id: int) -> ResponseReturnValue:
    session, viewer = current_session(), current_viewer()
    run: ImportRun = queries.run_for(session, viewer, run_id)
    rows = actions.rows_of(settings().uploads, run)
    if actions.confirm(session, run, rows, by=viewer, today=today(viewer.timezone), at=now()):
        return changed(url_for(".import_run", run_id=run_id), said=_("The file has been imported."))
    said = _("The data have changed since the check. Look at the new result before you confirm.")
    return changed(url_for(".import_run", run_id=run_id), said=said)


@blueprint.get("/import/template")
@only(Role.HR_ADMIN)
def import_template() -> ResponseReturnValue:
    return download(template(), "pegawai.xlsx", actions.XLSX)
