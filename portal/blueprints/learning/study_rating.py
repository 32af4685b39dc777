"""What trainers do with what learners hand in."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.learning.blueprint import blueprint
from portal.blueprints.learning.study_forms import rating_form, scores_of
from portal.domain.errors import NotFound
from portal.domain.learning.studies import rating
from portal.domain.learning.studies.assignments import assignment_of, rate
from portal.domain.organisation.models import Role
from portal.web.clock import now
from portal.web.numbers import whole
from portal.web.people import current_viewer, only
from portal.web.responses import attachment, changed, refused
from portal.web.transactions import current_session


@blueprint.get("/assignments")
@only(Role.TRAINER)
def assignments() -> ResponseReturnValue:
    session, me = current_session(), current_viewer()
    is_rated, number = request.args.get("show") == "rated", request.args.get("page", 1, type=whole)
    page = rating.works_rated(session, me, number) if is_rated else rating.works_waiting(session, me, number)
    stuck = [] if is_rated else rating.stuck_at_a_quiz(session, me)
    return render_template("learning/assignments.html", page=page, is_rated=is_rated, stuck=stuck)


@blueprint.get("/assignments/<int:work_id>")
@only(Role.TRAINER)
def show_assignment(work_id: int) -> ResponseReturnValue:
    work = rating.work_for(current_session(), current_viewer(), work_id)
    content = assignment_of(work.lesson)
    form = rating_form(content.criteria)
    return render_template("learning/assignment.html", work=work, content=content, form=form)


@blueprint.post("/assignments/<int:work_id>")
@only(Role.TRAINER)
def rate_assignment(work_id: int) -> ResponseReturnValue:
    session, me = current_session(), current_viewer()
    work = rating.work_for(session, me, work_id)
    content = assignment_of(work.lesson)
    form = rating_form(content.criteria)
    if form.validate_on_submit():
        with form.catching():
            rate(session, work, scores_of(form), form["comment"].data or "", by=me, at=now())
            said = (
                _("Accepted. The learner is told.") if work.is_accepted else _("Sent back with your comment.")
            )
            return changed(url_for(".assignments"), said=said)
    work = rating.work_for(current_session(), me, work_id)
    return refused("learning/assignment.html", work=work, content=content, form=form)


@blueprint.get("/assignments/<int:work_id>/file")
@only(Role.TRAINER)
def work_file(work_id: int) -> ResponseReturnValue:
    work = rating.work_for(current_session(), current_viewer(), work_id)
    if work.file is None:
        raise NotFound
    return attachment(work.file)


@blueprint.post("/assignments/attempts/<int:study_id>/<int:lesson_id>")
@only(Role.TRAINER)
def give_attempt(study_id: int, lesson_id: int) -> ResponseReturnValue:
    rating.give_attempt(current_session(), study_id, lesson_id, by=current_viewer(), at=now())
    return changed(url_for(".assignments"), said=_("One more attempt is given; the learner is told."))
