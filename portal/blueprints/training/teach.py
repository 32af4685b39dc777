"""The trainers' workshop: writing courses, handing them in, reviewing what others wrote."""

from __future__ import annotations

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.training.blueprint import blueprint
from portal.blueprints.training.forms import CourseForm, NoteForm, filled_course, with_chosen
from portal.blueprints.training.looks import member_of
from portal.domain.errors import NotFound
from portal.domain.training.courses import actions
from portal.domain.training.courses import queries as courses
from portal.domain.training.courses.models import Course, CourseState
from portal.domain.training.courses.trainers import trainers_to_choose
from portal.domain.training.policies import KEEPERS, manages, may_review
from portal.domain.training.sessions import listing
from portal.domain.training.sessions import queries as sessions
from portal.web.clock import now
from portal.web.numbers import whole
from portal.web.people import current_viewer, only
from portal.web.responses import changed, refused
from portal.web.transactions import current_session

keepers = only(*KEEPERS)


@blueprint.get("/teach")
@keepers
def teach() -> ResponseReturnValue:
    session, me, at = current_session(), current_viewer(), now()
    state = member_of(CourseState, request.args.get("state", ""))
    is_past, number = request.args.get("show") == "past", request.args.get("page", 1, type=whole)
    held = listing.sessions_run(session, me, at=at, is_past=is_past, number=number)
    return render_template(
        "training/teach.html",
        to_review=courses.courses_to_review(session, me),
        held=held,
        seats=sessions.seats_of(session, [one.id for one in held.items]),
        courses=courses.courses_kept(session, me, state, request.args.get("courses", 1, type=whole)),
        states=courses.states_kept(session, me),
        offered=courses.how_many_offered(session, me),
        money=listing.money_of(session, me, at=at),
        state=state,
        is_past=is_past,
        at=at,
    )


@blueprint.route("/teach/courses/new", methods=["GET", "POST"])
@keepers
def new_course() -> ResponseReturnValue:
    session, me, form = current_session(), current_viewer(), _form(CourseForm())
    if form.validate_on_submit():
        with form.catching():
            course = actions.create(session, form.to_input(), by=me, at=now())
            return changed(_page_of(course), said=_("Kept as a draft. Look at it as others will see it."))
    return _answer(form, None)


@blueprint.route("/courses/<int:course_id>/edit", methods=["GET", "POST"])
@keepers
def edit_course(course_id: int) -> ResponseReturnValue:
    session, me = current_session(), current_viewer()
    course = courses.course_to_edit(session, me, course_id)
    form = _form(CourseForm(**filled_course(course)), course)
    if form.validate_on_submit():
        with form.catching():
            actions.change(session, course, form.to_input(), by=me)
            return changed(_page_of(course), said=_("Kept."))
    return _answer(form, course)


def _form(form: CourseForm, course: Course | None = None) -> CourseForm:
    """With what there is to choose; all agencies only for those who look after them."""
    session, me = current_session(), current_viewer()
    own = course.id if course else None
    offered = [one for one in courses.courses_to_hold(session, me) if one[0] != own]
    trainers = trainers_to_choose(session, me)
    if course:
        offered = with_chosen(offered, ((one.id, one.title) for one in course.needs))
        trainers = with_chosen(trainers, ((one.id, one.name) for one in course.trainers))
    form.offer(offered, trainers)
    if course or not manages(me, None):
        del form.for_all
    return form


def _answer(form: CourseForm, course: Course | None) -> ResponseReturnValue:
    page = "training/course_form.html"
    if form.is_submitted():
        return refused(page, form=form, course=course)
    return render_template(page, form=form, course=course)


def _page_of(course: Course) -> str:
    return url_for(".show_course", course_id=course.id)


@blueprint.post("/courses/<int:course_id>/hand-in")
@keepers
def hand_in_course(course_id: int) -> ResponseReturnValue:
    session, me = current_session(), current_viewer()
    course = courses.course_to_edit(session, me, course_id)
    actions.hand_in(session, course, by=me, at=now())
    return changed(
        _page_of(course), said=_("Handed in. Somebody of the training office reads it and decides.")
    )


@blueprint.post("/courses/<int:course_id>/<any(publish, take_back, retire, offer_again):verb>")
@keepers
def change_course_state(course_id: int, verb: str) -> ResponseReturnValue:
    session, me, at = current_session(), current_viewer(), now()
    course = courses.course_to_edit(session, me, course_id)
    if verb == "publish":
        actions.publish(session, course, by=me, at=at)
    elif verb == "take_back":
        actions.take_back(course, by=me)
    elif verb == "retire":
        actions.retire(session, course, by=me, at=at)
    else:
        actions.offer_again(session, course, by=me, at=at)
    said = {
        "publish": _("Published: it stands in the catalogue now."),
        "take_back": _("You can go on writing."),
        "retire": _("It has left the catalogue. Announced sessions are still held."),
        "offer_again": _("It is back in the catalogue."),
    }
    return changed(_page_of(course), said=said[verb])


@blueprint.post("/courses/<int:course_id>/copy")
@keepers
def copy_course(course_id: int) -> ResponseReturnValue:
    session, me = current_session(), current_viewer()
    course = actions.copy(session, courses.course_for(session, me, course_id), by=me, at=now())
    there = url_for(".edit_course", course_id=course.id)
    return changed(there, said=_("This is a new draft with the same words."))


@blueprint.route("/courses/<int:course_id>/send-back", methods=["GET", "POST"])
@keepers
def send_back(course_id: int) -> ResponseReturnValue:
    session, me, form = current_session(), current_viewer(), NoteForm()
    course = courses.course_to_edit(session, me, course_id)
    if not may_review(me, course):
        raise NotFound
    if form.validate_on_submit():
        with form.catching():
            actions.send_back(session, course, form.note.data or "", by=me, at=now())
            return changed(url_for(".teach"), said=_("Sent back; the author is told what should change."))
    page = "training/send_back.html"
    if form.is_submitted():
        return refused(page, form=form, course=course)
    return render_template(page, form=form, course=course)
