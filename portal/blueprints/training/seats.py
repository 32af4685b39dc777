"""My training: asking for a seat, seeing why one has it or waits, accepting, giving it back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.training.blueprint import blueprint
from portal.blueprints.training.panels import on_session
from portal.blueprints.training.seat_forms import AskForm, ReasonForm, reason_form
from portal.domain.errors import NotFound
from portal.domain.organisation.viewers import Viewer
from portal.domain.training.seats import giving, leaving, queries, requesting
from portal.domain.training.seats.fairness import standing_of
from portal.domain.training.seats.limits import limit_of
from portal.domain.training.seats.models import Enrolment, SeatState
from portal.domain.training.seats.policies import may_leave
from portal.domain.training.seats.reasons import reason_of
from portal.domain.training.seats.rules import obstacle
from portal.domain.training.sessions.models import TrainingSession
from portal.domain.training.sessions.queries import session_for
from portal.web.clock import now, today
from portal.web.languages import in_words
from portal.web.people import current_viewer
from portal.web.responses import changed, refused
from portal.web.transactions import current_session
from portal.wiring import FAIRNESS, HOURS_THIS_YEAR


@dataclass(frozen=True, slots=True)
class SeatPanel:
    """One's own request in a session and why it stands where it does, or what stands in the way of one."""

    view: dict[str, Any] | None
    obstacle: str | None


@on_session("seat")
def seat_panel(held: TrainingSession, viewer: Viewer) -> SeatPanel | None:
    """None for people without a place in an agency."""
    if viewer.employee_id is None:
        return None
    session, at = current_session(), now()
    enrolment = queries.own_seat(session, viewer, held.id)
    stands = obstacle(session, held, viewer, at)
    return SeatPanel(_seen(enrolment) if enrolment else None, in_words(stands) if stands else None)


def _seen(enrolment: Enrolment) -> dict[str, Any]:
    """A request with its reason, its place among those who wait, and how far an allocation is."""
    session = current_session()
    run = queries.allocation_of(session, enrolment.session_id)
    waits = enrolment.state is SeatState.WAITING
    return {
        "enrolment": enrolment,
        "run": run,
        "reason": reason_of(enrolment, run),
        "before": queries.waiting_before(session, enrolment) if waits else None,
        "may_leave": may_leave(enrolment, now()),
    }


@blueprint.get("/mine")
def mine() -> ResponseReturnValue:
    session, me, at = current_session(), current_viewer(), now()
    if me.employee_id is None:
        raise NotFound
    enrolments = queries.own_enrolments(session, me)
    ahead = [one for one in enrolments if one.session.ends_at > at][::-1]
    year = today(me.timezone).year
    return render_template(
        "training/mine.html",
        offers=[one for one in ahead if one.state is SeatState.OFFERED],
        coming=[one for one in ahead if one.state in (SeatState.SEATED, SeatState.ATTENDED)],
        asked=[one for one in ahead if one.state in queries.UNDECIDED],
        past=[one for one in enrolments if one.state not in queries.UNDER_WAY or one.session.ends_at <= at],
        hours=queries.hours_of(session, HOURS_THIS_YEAR, me.employee_id, year),
        year=year,
    )


@blueprint.get("/sessions/<int:session_id>/seat")
def ask_seat(session_id: int) -> ResponseReturnValue:
    held = session_for(current_session(), current_viewer(), session_id)
    if current_viewer().employee_id is None:
        raise NotFound
    before = queries.own_seat(current_session(), current_viewer(), session_id)
    if before is not None and before.state not in queries.TAKEN_BACK:
        return redirect(url_for(".show_seat", enrolment_id=before.id))
    return render_template("training/ask.html", **_asking(held, AskForm()))


def _asking(held: TrainingSession, form: AskForm) -> dict[str, Any]:
    """What one would go into the allocation with."""
    session, me = current_session(), current_viewer()
    stands = obstacle(session, held, me, now())
    return {
        "held": held,
        "form": form,
        "standing": standing_of(session, held, me.employee_id or 0, FAIRNESS),
        "limit": limit_of(session, held, me.employee_id or 0),
        "obstacle": in_words(stands) if stands and not form.errors else None,
    }


@blueprint.post("/sessions/<int:session_id>/seat")
def request_seat(session_id: int) -> ResponseReturnValue:
    session, me, form = current_session(), current_viewer(), AskForm()
    held = session_for(session, me, session_id)
    if me.employee_id is None:
        raise NotFound
    if form.validate_on_submit():
        with form.catching():
            made = requesting.request(session, held.id, form.motive.data or "", by=me, at=now())
            return changed(url_for(".show_seat", enrolment_id=made.id), said=_said(made.state))
    held = session_for(current_session(), me, session_id)
    return refused("training/ask.html", **_asking(held, form))


def _said(state: SeatState) -> str:
    return {
        SeatState.SEATED: _("You have a seat."),
        SeatState.WAITING: _("You are on the waiting list. If a seat becomes free, it is offered to you."),
        SeatState.APPROVED: _("Your request is in. You will be told as soon as the seats are given."),
    }.get(state) or _("Your request is sent to your evaluator.")


@blueprint.get("/seats/<int:enrolment_id>")
def show_seat(enrolment_id: int) -> ResponseReturnValue:
    enrolment = queries.own_enrolment(current_session(), current_viewer(), enrolment_id)
    return render_template("training/seat.html", **_seat_page(enrolment, reason_form(enrolment_id)))


def _seat_page(enrolment: Enrolment, form: ReasonForm) -> dict[str, Any]:
    session, me = current_session(), current_viewer()
    stands = obstacle(session, enrolment.session, me, now())
    return {
        **_seen(enrolment),
        "form": form,
        "changes": queries.changes_of(session, enrolment),
        "may_ask_again": enrolment.state in queries.TAKEN_BACK and stands is None,
    }


@blueprint.post("/seats/<int:enrolment_id>/accept")
def accept_seat(enrolment_id: int) -> ResponseReturnValue:
    session, me, form = current_session(), current_viewer(), reason_form(enrolment_id)
    queries.own_enrolment(session, me, enrolment_id)
    if form.validate_on_submit():
        with form.catching():
            giving.accept(session, enrolment_id, by=me, at=now())
            return changed(url_for(".show_seat", enrolment_id=enrolment_id), said=_("The seat is yours."))
    return _still_mine(enrolment_id, form)


@blueprint.post("/seats/<int:enrolment_id>/decline")
def decline_seat(enrolment_id: int) -> ResponseReturnValue:
    session, me, form = current_session(), current_viewer(), reason_form(enrolment_id)
    queries.own_enrolment(session, me, enrolment_id)
    if form.validate_on_submit():
        with form.catching():
            leaving.decline(session, enrolment_id, by=me, at=now())
            return changed(
                url_for(".mine"), said=_("Thank you for answering. The next person is asked at once.")
            )
    return _still_mine(enrolment_id, form)


@blueprint.post("/seats/<int:enrolment_id>/withdraw")
def withdraw_seat(enrolment_id: int) -> ResponseReturnValue:
    session, me, form = current_session(), current_viewer(), reason_form(enrolment_id)
    queries.own_enrolment(session, me, enrolment_id)
    if form.validate_on_submit():
        with form.catching():
            leaving.withdraw(session, enrolment_id, form.reason.data or "", by=me, at=now())
            there = url_for(".show_seat", enrolment_id=enrolment_id)
            return changed(there, said=_("Given back. Somebody else can come now."))
    return _still_mine(enrolment_id, form)


def _still_mine(enrolment_id: int, form: ReasonForm) -> ResponseReturnValue:
    enrolment = queries.own_enrolment(current_session(), current_viewer(), enrolment_id)
    return refused("training/seat.html", **_seat_page(enrolment, form))
