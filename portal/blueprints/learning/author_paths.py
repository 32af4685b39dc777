"""Learning paths as trainers put them together."""

from __future__ import annotations

from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField
from wtforms.validators import Length

from portal.blueprints.learning.author_fields import TOO_LONG, AuthorForm, paragraph
from portal.blueprints.learning.author_lessons import direction
from portal.blueprints.learning.blueprint import blueprint
from portal.domain.learning.paths import leading, sequences
from portal.domain.learning.paths.queries import modules_to_require
from portal.domain.organisation.models import Role
from portal.web.clock import now
from portal.web.fields import IdSelect, TextLine, needed
from portal.web.people import current_viewer, only
from portal.web.responses import changed, refused
from portal.web.transactions import current_session


class PathForm(AuthorForm):
    title = TextLine(_l("Title"), [needed(_l("Give the path a title.")), Length(max=200, message=TOO_LONG)])
    summary = paragraph(_l("Whom it helps, and where it leads"), most=500)


class WholePathForm(PathForm):
    is_shown = BooleanField(_l("Show it to learners"))


class StepForm(AuthorForm):
    module = IdSelect(_l("Module"))


@blueprint.get("/author/paths")
@only(Role.TRAINER)
def author_paths() -> ResponseReturnValue:
    return render_template("learning/author/paths.html", form=PathForm(), paths=_written())


def _written() -> Any:
    return sequences.written_paths(current_session(), current_viewer())


@blueprint.post("/author/paths")
@only(Role.TRAINER)
def create_path() -> ResponseReturnValue:
    form = PathForm()
    if form.validate_on_submit():
        with form.catching():
            path = leading.begin_path(
                current_session(),
                form.title.data or "",
                form.summary.data or "",
                by=current_viewer(),
                at=now(),
            )
            return changed(url_for(".edit_path", path_id=path.id), said=_("Now put modules into it."))
    return refused("learning/author/paths.html", form=form, paths=_written())


@blueprint.get("/author/paths/<int:path_id>")
@only(Role.TRAINER)
def edit_path(path_id: int) -> ResponseReturnValue:
    return render_template("learning/author/path.html", **_page(path_id))


def _page(
    path_id: int, form: WholePathForm | None = None, step_form: StepForm | None = None
) -> dict[str, Any]:
    path = sequences.path_to_write(current_session(), current_viewer(), path_id)
    return {
        "path": path,
        "form": form or WholePathForm(formdata=None, obj=path),
        "step_form": step_form or _step_form(is_sent=False),
    }


def _step_form(*, is_sent: bool) -> StepForm:
    form = StepForm() if is_sent else StepForm(formdata=None)
    form.module.choices = [("", "–"), *modules_to_require(current_session(), current_viewer())]
    return form


@blueprint.post("/author/paths/<int:path_id>")
@only(Role.TRAINER)
def change_path(path_id: int) -> ResponseReturnValue:
    form = WholePathForm()
    if form.validate_on_submit():
        with form.catching():
            leading.change_path(
                current_session(), path_id, form.title.data or "", form.summary.data or "",
                is_shown=bool(form.is_shown.data), by=current_viewer(),
            )  # fmt: skip
            return changed(url_for(".edit_path", path_id=path_id), said=_("Kept."))
    return refused("learning/author/path.html", **_page(path_id, form))


@blueprint.post("/author/paths/<int:path_id>/steps")
@only(Role.TRAINER)
def add_step(path_id: int) -> ResponseReturnValue:
    form = _step_form(is_sent=True)
    if form.validate_on_submit():
        with form.catching():
            leading.add_step(current_session(), path_id, form.module.data, by=current_viewer())
            return changed(url_for(".edit_path", path_id=path_id), said=_("Kept."))
    return refused("learning/author/path.html", **_page(path_id, step_form=form))


@blueprint.post("/author/paths/<int:path_id>/steps/<int:step_id>/move")
@only(Role.TRAINER)
def move_step(path_id: int, step_id: int) -> ResponseReturnValue:
    leading.move_step(current_session(), path_id, step_id, direction(), by=current_viewer())
    return changed(url_for(".edit_path", path_id=path_id))


@blueprint.post("/author/paths/<int:path_id>/steps/<int:step_id>/remove")
@only(Role.TRAINER)
def remove_step(path_id: int, step_id: int) -> ResponseReturnValue:
    leading.remove_step(current_session(), path_id, step_id, by=current_viewer())
    return changed(url_for(".edit_path", path_id=path_id), said=_("The module is no longer in this path."))


@blueprint.post("/author/paths/<int:path_id>/remove")
@only(Role.TRAINER)
def remove_path(path_id: int) -> ResponseReturnValue:
    leading.remove_path(current_session(), path_id, by=current_viewer())
    return changed(url_for(".author_paths"), said=_("The path is gone; its modules stay."))
