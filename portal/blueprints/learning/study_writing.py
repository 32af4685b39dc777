"""Cases, reflections, declarations, and work that is handed in."""

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.learning.blueprint import blueprint
from portal.blueprints.learning.study import after
from portal.blueprints.learning.study_forms import (
    AttestForm,
    WorkForm,
    case_form,
    prompts_of,
    reflection_form,
)
from portal.blueprints.learning.study_lessons import still_in
from portal.domain import files
from portal.domain.errors import NotFound, RuleBroken
from portal.domain.files import Prepared
from portal.domain.learning.modules.contents import CaseContent, ReflectionContent
from portal.domain.learning.modules.models import Lesson, LessonKind
from portal.domain.learning.studies import actions, assignments, queries, writing
from portal.domain.learning.studies.rating import own_work
from portal.web.clock import now
from portal.web.people import current_viewer
from portal.web.responses import attachment, changed
from portal.web.transactions import current_session, settings, short_read


@blueprint.post("/studies/<int:study_id>/lessons/<int:number>/case")
def answer_case(study_id: int, number: int) -> ResponseReturnValue:
    session, me = current_session(), current_viewer()
    content = queries.content_of(_open(study_id, number, LessonKind.CASE))
    if not isinstance(content, CaseContent):
        raise NotFound
    form = case_form(content)
    if form.validate_on_submit():
        with form.catching():
            writing.answer_case(session, study_id, number, prompts_of(form), by=me, at=now())
            there = url_for(".lesson", study_id=study_id, number=number, _anchor="model-answer")
            return changed(there, said=_("Kept. Compare it with the answer of an experienced colleague."))
    return still_in(study_id, number, form)


@blueprint.post("/studies/<int:study_id>/lessons/<int:number>/reflection")
def reflect(study_id: int, number: int) -> ResponseReturnValue:
    session, me = current_session(), current_viewer()
    content = queries.content_of(_open(study_id, number, LessonKind.REFLECTION))
    if not isinstance(content, ReflectionContent):
        raise NotFound
    form = reflection_form(content)
    if form.validate_on_submit():
        with form.catching():
            walk = queries.walk_for(session, me, study_id)
            commitment = form["commitment"].data or "" if content.asks_commitment else ""
            writing.reflect(session, study_id, number, prompts_of(form), commitment, by=me, at=now())
            return after(walk, walk.step(number))
    return still_in(study_id, number, form)


@blueprint.post("/studies/<int:study_id>/lessons/<int:number>/attestation")
def attest(study_id: int, number: int) -> ResponseReturnValue:
    session, me, form = current_session(), current_viewer(), AttestForm()
    _open(study_id, number, LessonKind.ATTESTATION)
    if form.validate_on_submit():
        with form.catching():
            walk = writing.attest(session, study_id, number, bool(form.declares.data), by=me, at=now())
            return after(walk, walk.step(number))
    return still_in(study_id, number, form)


@blueprint.post("/studies/<int:study_id>/lessons/<int:number>/work")
def hand_in_work(study_id: int, number: int) -> ResponseReturnValue:
    """A file is checked and written before the transaction begins; who may not hand in never gets that far."""
    me, form = current_viewer(), WorkForm()
    with short_read() as session:
        if not queries.walk_for(session, me, study_id).step(number).is_open:
            actions.open_lesson(session, study_id, number, by=me)
    if form.validate_on_submit():
        with form.catching():
            prepared = _prepared(form)
            assignments.hand_in(
                current_session(), study_id, number, form.text.data or "", prepared, by=me, at=now()
            )
            there = url_for(".lesson", study_id=study_id, number=number)
            return changed(there, said=_("Handed in. A trainer rates it; you will be told."))
    return still_in(study_id, number, form)


def _prepared(form: WorkForm) -> Prepared | None:
    upload = form.file.data
    if not upload or not upload.filename:
        return None
    try:
        return files.prepare(settings().uploads, upload.filename, upload.read())
    except RuleBroken as broken:
        raise RuleBroken(broken.message, field="file", **broken.values) from broken


@blueprint.get("/works/<int:work_id>/file")
def own_work_file(work_id: int) -> ResponseReturnValue:
    work = own_work(current_session(), current_viewer(), work_id)
    if work.file is None:
        raise NotFound
    return attachment(work.file)


def _open(study_id: int, number: int, kind: LessonKind) -> Lesson:
    _walk, _step, lesson = actions.open_lesson(current_session(), study_id, number, kind, by=current_viewer())
    return lesson
