"""One version as its author sees it: what it says, its lessons in order, what is missing, what comes before it."""

from __future__ import annotations

from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.learning.author import details_in
from portal.blueprints.learning.author_forms import DetailsForm, NeedForm, NewLessonForm, NoteForm
from portal.blueprints.learning.author_words import Fault, fault_of
from portal.blueprints.learning.blueprint import blueprint
from portal.domain.learning.modules import actions, lessons, queries
from portal.domain.learning.modules.details import details_of
from portal.domain.learning.modules.library import shown_in
from portal.domain.learning.modules.models import ModuleFile, ModuleVersion, VersionState
from portal.domain.learning.modules.policies import may_author, may_review, may_write
from portal.domain.learning.modules.publishing import faults_of_version
from portal.domain.learning.modules.reading import draft_from
from portal.domain.learning.paths import leading
from portal.domain.learning.paths.queries import modules_to_require
from portal.domain.learning.paths.sequences import prerequisites_of
from portal.domain.organisation.models import Role
from portal.domain.organisation.naming import account_names
from portal.web.forms import Form
from portal.web.people import current_viewer, only
from portal.web.responses import changed, refused
from portal.web.transactions import current_session


@blueprint.get("/author/versions/<int:version_id>")
@only(Role.TRAINER, Role.HR_ADMIN)
def show_version(version_id: int) -> ResponseReturnValue:
    return render_template("learning/author/version.html", **page_of_version(version_id))


def page_of_version(version_id: int, **refused_forms: Form) -> dict[str, Any]:
    session, me = current_session(), current_viewer()
    version = queries.version_to_see(session, me, version_id)
    present = queries.files_of_version(session, version.id)
    is_mine, versions = may_write(me, version.module), queries.versions_of(session, version.module_id)
    people = {one for one in (version.author_id, version.reviewer_id) if one is not None}
    return {
        "version": version,
        "versions": [one for one in versions if is_mine or one.state is VersionState.PUBLISHED],
        "newest": versions[0],
        "files": present,
        "shown_in": shown_in(version),
        "faults": faults_by_lesson(version, present),
        "needs": prerequisites_of(session, version.module_id),
        "names": account_names(session, people),
        "is_mine": is_mine,
        "is_open": is_mine and version.state is VersionState.DRAFT,
        "is_author": may_author(me),
        "may_decide": version.state is VersionState.IN_REVIEW and may_review(me, version),
        "lesson_form": refused_forms.get("lesson") or NewLessonForm(formdata=None),
        "note_form": refused_forms.get("note") or NoteForm(formdata=None),
        "problems": refused_forms.get("problems"),
        "need_form": refused_forms.get("need") or (_need_form() if is_mine else None),
    }


def faults_by_lesson(version: ModuleVersion, present: Any) -> dict[int, list[Fault]]:
    files: list[ModuleFile] = list(present)
    found = {}
    for one in faults_of_version(version, files):
        content = draft_from(one.lesson.kind, one.lesson.content)
        found[one.lesson.id] = [fault_of(one.lesson, content, fault) for fault in one.faults]
    return found


def _need_form(*, is_sent: bool = False) -> NeedForm:
    form = NeedForm() if is_sent else NeedForm(formdata=None)
    form.needs.choices = [("", "–"), *modules_to_require(current_session(), current_viewer())]
    return form


@blueprint.get("/author/versions/<int:version_id>/details")
@only(Role.TRAINER)
def edit_details(version_id: int) -> ResponseReturnValue:
    version = queries.version_to_see(current_session(), current_viewer(), version_id)
    queries.check_open(current_viewer(), version)
    form = DetailsForm(obj=details_of(version))
    return render_template("learning/author/details.html", **_details_page(form, version))


def _details_page(form: DetailsForm, version: ModuleVersion) -> dict[str, Any]:
    return {
        "form": form,
        "themes": queries.known_themes(current_session(), current_viewer()),
        "version": version,
    }


@blueprint.post("/author/versions/<int:version_id>/details")
@only(Role.TRAINER)
def change_details(version_id: int) -> ResponseReturnValue:
    form = DetailsForm()
    if form.validate_on_submit():
        with form.catching():
            actions.change_details(current_session(), version_id, details_in(form), by=current_viewer())
            return changed(url_for(".show_version", version_id=version_id), said=_("Kept."))
    version = queries.version_to_see(current_session(), current_viewer(), version_id)
    return refused("learning/author/details.html", **_details_page(form, version))


@blueprint.post("/author/versions/<int:version_id>/lessons")
@only(Role.TRAINER)
def add_lesson(version_id: int) -> ResponseReturnValue:
    form = NewLessonForm()
    if form.validate_on_submit():
        with form.catching():
            lesson = lessons.add_lesson(
                current_session(), version_id, form.kind.data, form.title.data or "", by=current_viewer()
            )
            return changed(url_for(".edit_lesson", lesson_id=lesson.id))
    return refused("learning/author/version.html", **page_of_version(version_id, lesson=form))


@blueprint.post("/author/versions/<int:version_id>/discard")
@only(Role.TRAINER)
def discard_version(version_id: int) -> ResponseReturnValue:
    module = actions.discard(current_session(), version_id, by=current_viewer())
    if module is not None and module.live_version_id is not None:
        there = url_for(".show_version", version_id=module.live_version_id)
        return changed(there, said=_("The draft is gone. Learners keep the published version."))
    return changed(url_for(".author"), said=_("The draft is gone."))


@blueprint.post("/author/versions/<int:version_id>/needs")
@only(Role.TRAINER)
def add_need(version_id: int) -> ResponseReturnValue:
    session, me, form = current_session(), current_viewer(), _need_form(is_sent=True)
    version = queries.version_to_see(session, me, version_id)
    if form.validate_on_submit():
        with form.catching():
            leading.need(session, version.module_id, form.needs.data, by=me)
            return changed(
                url_for(".show_version", version_id=version_id, _anchor="prerequisites"), said=_("Kept.")
            )
    return refused("learning/author/version.html", **page_of_version(version_id, need=form))


@blueprint.post("/author/versions/<int:version_id>/needs/<int:needs_id>/drop")
@only(Role.TRAINER)
def drop_need(version_id: int, needs_id: int) -> ResponseReturnValue:
    session, me = current_session(), current_viewer()
    version = queries.version_to_see(session, me, version_id)
    leading.need_no_longer(session, version.module_id, needs_id, by=me)
    return changed(url_for(".show_version", version_id=version_id, _anchor="prerequisites"), said=_("Kept."))
