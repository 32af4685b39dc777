"""What can be learned: the catalogue, a course with its dates, and why it is for the reader."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from portal.blueprints.training import panels
from portal.blueprints.training.blueprint import blueprint
from portal.blueprints.training.looks import member_of
from portal.domain.training.courses import queries as courses
from portal.domain.training.courses.models import CompetenceGroup, CourseKind
from portal.domain.training.courses.queries import Wanted
from portal.domain.training.courses.why import advised, needs_of, why
from portal.domain.training.policies import may_edit, may_hold, may_review
from portal.domain.training.sessions import listing
from portal.domain.training.sessions import queries as sessions
from portal.domain.training.sessions.models import Mode
from portal.web.clock import now
from portal.web.numbers import whole
from portal.web.people import current_viewer
from portal.web.transactions import current_session
from portal.wiring import TRAINING_NEEDS


def _wanted() -> Wanted:
    asked = request.args
    return Wanted(
        search=asked.get("q", "").strip()[:80],
        kind=member_of(CourseKind, asked.get("kind", "")),
        group=member_of(CompetenceGroup, asked.get("group", "")),
        tag=asked.get("tag", "")[:80],
        mode=member_of(Mode, asked.get("mode", "")),
        has_dates=asked.get("dates") == "ahead",
    )


@blueprint.get("")
def index() -> ResponseReturnValue:
    """The first page begins with what is for the reader."""
    session, me, at, wanted = current_session(), current_viewer(), now(), _wanted()
    number = request.args.get("page", 1, type=whole)
    page = courses.catalogue(session, me, wanted, at=at, number=number)
    needs = needs_of(session, me, TRAINING_NEEDS, at=at)
    is_first = number == 1 and wanted == Wanted()
    tags = courses.tags_offered(session, me)
    taken = listing.courses_taken(session, me)
    advice = advised(session, me, needs, tags, besides=taken) if is_first else []
    shown = {course.id for course in page.items} | {one.course.id for one in advice}
    return render_template(
        "training/index.html",
        page=page,
        advice=advice,
        reasons={course.id: why(course, needs) for course in page.items},
        dates=listing.next_dates(session, me, shown, at=at),
        taken=taken,
        tags=tags,
        asked=wanted,
    )


@blueprint.get("/courses/<int:course_id>")
def show_course(course_id: int) -> ResponseReturnValue:
    session, me, at = current_session(), current_viewer(), now()
    course = courses.course_for(session, me, course_id)
    dates = listing.dates_of(session, me, course.id, at=at)
    return render_template(
        "training/course.html",
        course=course,
        reasons=why(course, needs_of(session, me, TRAINING_NEEDS, at=at)),
        dates=dates,
        seats=sessions.seats_of(session, [one.id for one in dates]),
        done={number for number, is_completed in listing.courses_taken(session, me).items() if is_completed},
        held=listing.count_held(session, course.id),
        panels=panels.of_course(course, me),
        may_edit=may_edit(me, course),
        may_review=may_review(me, course),
        may_hold=may_hold(me, course),
        at=at,
    )
