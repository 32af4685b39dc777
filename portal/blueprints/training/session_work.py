"""What trainers do with a session: plan it, announce it, change it, call it off, keep its money."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from portal.blueprints.training.blueprint import blueprint
from portal.blueprints.training.forms import with_chosen
from portal.blueprints.training.session_forms import (
    CallOffForm,
    MoneyForm,
    NewSessionForm,
    SessionForm,
    filled_session,
)
from portal.blueprints.training.teach import keepers
from portal.domain.errors import NotFound
from portal.domain.training.courses import queries as courses
from portal.domain.training.courses.models import Course
from portal.domain.training.courses.trainers import trainers_to_choose
from portal.domain.training.policies import may_hold
from portal.domain.training.sessions import actions
from portal.domain.training.sessions import queries as sessions
from portal.domain.training.sessions.models import TrainingSession
from portal.domain.training.sessions.rooms import rooms_to_choose
from portal.domain.training.sessions.timetable import MOST_DAYS
from portal.web.clock import now
from portal.web.people import current_viewer
from portal.web.responses import changed, refused
from portal.web.transactions import current_session


@blueprint.route("/courses/<int:course_id>/sessions/new", methods=["GET", "POST"])
@keepers
def new_session(course_id: int) -> ResponseReturnValue:
    session, me = current_session(), current_viewer()
    course = _course_to_hold(course_id)
    form = _offer(NewSessionForm(trainers=[one.id for one in course.trainers]), course, me.agency_id)
    if form.validate_on_submit() and not _wants_a_day(form):
        with form.catching():
            given = form.to_input()
            made = actions.create(
                session, course, given, by=me, at=now(), every=form.rhythm, times=form.times.data or 1
            )
            said = ngettext(
                "Kept as a draft. Announce it when it is right.",
                "%(num)s dates are kept as drafts. Announce them when they are right.",
                len(made),
            )
            return changed(url_for(".show_session", session_id=made[0].id), said=said)
    return _answer(form, course, None)


def _course_to_hold(course_id: int) -> Course:
    course = courses.course_for(current_session(), current_viewer(), course_id)
    if not may_hold(current_viewer(), course):
        raise NotFound
    return course


@blueprint.route("/sessions/<int:session_id>/edit", methods=["GET", "POST"])
def edit_session(session_id: int) -> ResponseReturnValue:
    session, me = current_session(), current_viewer()
    held = sessions.session_to_run(session, me, session_id, to_change=request.method == "POST")
    form = SessionForm(**filled_session(held, ZoneInfo(held.timezone)))
    _offer(form, held.course, held.agency_id, held)
    if form.validate_on_submit() and not _wants_a_day(form):
        with form.catching():
            actions.change(session, held, form.to_input(), by=me, at=now())
            return changed(_page_of(held), said=_("Kept. Everybody concerned is told what changed."))
    return _answer(form, held.course, held)


def _wants_a_day(form: SessionForm) -> bool:
    """The button below the days asks for one more line instead of keeping."""
    if "more" not in request.form:
        return False
    if len(form.days) < MOST_DAYS:
        last = form.days[-1].form
        line = form.days.append_entry(
            {"begins": last.begins.data, "ends": last.ends.data, "room": last.room.data}
        )
        line.form.room.choices = last.room.choices
    return True


def _offer(form: Any, course: Course, agency_id: int | None, held: TrainingSession | None = None) -> Any:
    session, me = current_session(), current_viewer()
    rooms = [(one.id, f"{one.name} ({one.capacity})") for one in rooms_to_choose(session, agency_id or 0)]
    teachers = held.trainers if held else course.trainers
    taken = {day.room.id: day.room.name for day in held.days if day.room} if held else {}
    trainers = with_chosen(trainers_to_choose(session, me), ((one.id, one.name) for one in teachers))
    form.offer(with_chosen(rooms, taken.items()), trainers)
    if course.agency_id is not None:
        del form.for_all
    return form


def _answer(form: SessionForm, course: Course, held: TrainingSession | None) -> ResponseReturnValue:
    page, session = "training/session_form.html", current_session()
    agency_id = held.agency_id if held else current_viewer().agency_id
    shown: dict[str, Any] = {"form": form, "course": course, "held": held}
    if form.is_submitted():
        return refused(page, **shown, units=sessions.units_to_choose(session, agency_id or 0))
    return render_template(page, **shown, units=sessions.units_to_choose(session, agency_id or 0))


def _page_of(held: TrainingSession) -> str:
    return url_for(".show_session", session_id=held.id)


@blueprint.post("/sessions/<int:session_id>/announce")
def announce_session(session_id: int) -> ResponseReturnValue:
    session, me = current_session(), current_viewer()
    held = sessions.session_to_run(session, me, session_id, to_change=True)
    count = actions.announce_series(session, held, by=me, at=now())
    said = ngettext(
        "Announced: people can ask for a seat.",
        "%(num)s dates are announced: people can ask for a seat.",
        count,
    )
    return changed(_page_of(held), said=said)


@blueprint.route("/sessions/<int:session_id>/call-off", methods=["GET", "POST"])
def call_off(session_id: int) -> ResponseReturnValue:
    session, me, form = current_session(), current_viewer(), CallOffForm()
    held = sessions.session_to_run(session, me, session_id, to_change=request.method == "POST")
    if held.series is None:
        del form.with_series
    if form.validate_on_submit():
        with form.catching():
            with_series = bool(form.with_series.data) if "with_series" in form else False
            actions.call_off(session, held, form.reason.data or "", with_series=with_series, by=me, at=now())
            return changed(_page_of(held), said=_("Called off. Everybody concerned is told why."))
    page = "training/call_off.html"
    seats = sessions.seats_of(current_session(), [held.id])[held.id]
    if form.is_submitted():
        return refused(page, form=form, held=held, seats=seats)
    return render_template(page, form=form, held=held, seats=seats)


@blueprint.post("/sessions/<int:session_id>/drop")
def drop_session(session_id: int) -> ResponseReturnValue:
    session, me = current_session(), current_viewer()
    held = sessions.session_to_run(session, me, session_id, to_change=True)
    course_id = held.course_id
    actions.drop_draft(session, held, by=me)
    return changed(url_for(".show_course", course_id=course_id), said=_("The draft is deleted."))


@blueprint.route("/sessions/<int:session_id>/money", methods=["GET", "POST"])
def money(session_id: int) -> ResponseReturnValue:
    session, me = current_session(), current_viewer()
    held = sessions.session_to_run(session, me, session_id, to_change=request.method == "POST")
    form = MoneyForm(obj=held)
    if form.validate_on_submit():
        with form.catching():
            actions.set_money(held, form.to_input(), by=me)
            return changed(_page_of(held), said=_("Kept."))
    page = "training/money.html"
    if form.is_submitted():
        return refused(page, form=form, held=held)
    return render_template(page, form=form, held=held)
