"""A session's own page, and the calendar of what lies ahead."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from flask import render_template, request
from flask.typing import ResponseReturnValue

from portal.blueprints.training import panels
from portal.blueprints.training.blueprint import blueprint
from portal.blueprints.training.looks import member_of
from portal.domain.periods import add_months
from portal.domain.training.policies import may_run
from portal.domain.training.sessions import listing
from portal.domain.training.sessions import queries as sessions
from portal.domain.training.sessions.models import Mode
from portal.web.clock import now, today
from portal.web.numbers import whole
from portal.web.people import current_viewer
from portal.web.transactions import current_session


@blueprint.get("/sessions/<int:session_id>")
def show_session(session_id: int) -> ResponseReturnValue:
    session, me = current_session(), current_viewer()
    held = sessions.session_for(session, me, session_id)
    runs = may_run(me, held)
    return render_template(
        "training/session.html",
        held=held,
        course=held.course,
        seats=sessions.seats_of(session, [held.id])[held.id],
        may_run=runs,
        is_inside=runs or sessions.has_a_seat(session, me, held.id),
        materials=sessions.materials_of(session, held.id),
        panels=panels.of_session(held, me),
        at=now(),
    )


@blueprint.get("/calendar")
def calendar() -> ResponseReturnValue:
    """A month at a time, from this one on."""
    session, me = current_session(), current_viewer()
    first = _month(request.args.get("month", ""), today(me.timezone))
    zone = ZoneInfo(me.timezone)
    start, end = (datetime.combine(day, time.min, zone) for day in (first, add_months(first, 1)))
    mode = member_of(Mode, request.args.get("mode", ""))
    page = listing.calendar(
        session, me, start=start, end=end, mode=mode, number=request.args.get("page", 1, type=whole)
    )
    return render_template(
        "training/calendar.html",
        page=page,
        seats=sessions.seats_of(session, [one.id for one in page.items]),
        month=first,
        before=add_months(first, -1),
        after=add_months(first, 1),
        mode=mode,
        at=now(),
    )


def _month(text: str, otherwise: date) -> date:
    """`2026-12` as its first day."""
    year, _dash, month = text[:7].partition("-")
    if year.isdecimal() and month.isdecimal() and 2000 <= int(year) <= 2100 and 1 <= int(month) <= 12:
        return date(int(year), int(month), 1)
    return otherwise.replace(day=1)
