"""Who asked for a seat, in which order and why: for those who run the session."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.training.blueprint import blueprint
from portal.blueprints.training.looks import member_of
from portal.blueprints.training.seat_forms import ReasonForm
from portal.domain.training.seats import leaving, queries
from portal.domain.training.seats.models import SeatState
from portal.domain.training.seats.policies import may_leave
from portal.domain.training.sessions.models import TrainingSession
from portal.domain.training.sessions.queries import session_to_run
from portal.web.clock import now
from portal.web.numbers import whole
from portal.web.people import current_viewer
from portal.web.responses import changed, refused
from portal.web.transactions import current_session


@blueprint.get("/sessions/<int:session_id>/requests")
def seat_requests(session_id: int) -> ResponseReturnValue:
    held = session_to_run(current_session(), current_viewer(), session_id)
    return render_template("training/requests.html", **_list(held))


def _list(held: TrainingSession) -> dict[str, Any]:
    session, at = current_session(), now()
    state = member_of(SeatState, request.args.get("state", ""))
    listed = queries.requests_of(session, held, request.args.get("page", 1, type=whole), state=state)
    return {
        "held": held,
        "listed": listed,
        "state": state,
        "figures": queries.figures_of(session, held.id),
        "run": queries.allocation_of(session, held.id),
        "removable": {one.id for one in listed.items if may_leave(one, at)},
    }


@blueprint.get("/sessions/<int:session_id>/requests/<int:enrolment_id>/remove")
def removal(session_id: int, enrolment_id: int) -> ResponseReturnValue:
    return render_template("training/remove.html", **_removal(session_id, enrolment_id, ReasonForm()))


def _removal(session_id: int, enrolment_id: int, form: ReasonForm) -> dict[str, Any]:
    session = current_session()
    held = session_to_run(session, current_viewer(), session_id)
    return {"held": held, "enrolment": queries.enrolment_in(session, held, enrolment_id), "form": form}


@blueprint.post("/sessions/<int:session_id>/requests/<int:enrolment_id>/remove")
def remove_from_session(session_id: int, enrolment_id: int) -> ResponseReturnValue:
    session, me, form = current_session(), current_viewer(), ReasonForm()
    held = session_to_run(session, me, session_id)
    queries.enrolment_in(session, held, enrolment_id)
    if form.validate_on_submit():
        with form.catching():
            leaving.remove(session, enrolment_id, form.reason.data or "", by=me, at=now())
            there = url_for(".seat_requests", session_id=session_id)
            return changed(there, said=_("Taken off the list. The person is told why."))
    return refused("training/remove.html", **_removal(session_id, enrolment_id, form))
