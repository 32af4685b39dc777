"""Quarters with their states and editions: closed early or opened again by a named person."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from flask import Blueprint, Flask, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from portal.blueprints.rewards.forms import ReopenForm
from portal.domain.organisation.models import Agency, Role
from portal.domain.rewards.boards.models import PERIOD_STATE_NAMES, PeriodState, RewardPeriod
from portal.domain.rewards.closings import actions, queries
from portal.domain.rewards.closings.calling_back import how_many_late
from portal.domain.rewards.evaluation.closing import GRACE, closes_at
from portal.domain.rewards.rules.reading import may_keep
from portal.web.clock import now, today
from portal.web.filters import day, moment
from portal.web.languages import say
from portal.web.numbers import whole
from portal.web.people import current_viewer, only
from portal.web.responses import changed, refused
from portal.web.transactions import current_session

blueprint = Blueprint("rewards_periods", __name__, url_prefix="/admin/rewards/periods")
keepers = only(Role.ADMIN, Role.HR_ADMIN)
TONES = {PeriodState.OPEN: "info", PeriodState.CLOSING: "warn", PeriodState.CLOSED: "ok"}


@blueprint.get("")
@keepers
def index() -> ResponseReturnValue:
    session, me = current_session(), current_viewer()
    asked = request.args.get("state", "")
    state = PeriodState(asked) if asked in list(PeriodState) else None
    return render_template(
        "rewards/periods/index.html",
        page=queries.periods_seen(session, me, state, request.args.get("page", 1, type=whole)),
        state=state.value if state else "",
        states=[("", _("All"))] + [(one.value, say(name)) for one, name in PERIOD_STATE_NAMES.items()],
    )


@blueprint.get("/<int:period_id>")
@keepers
def show(period_id: int) -> ResponseReturnValue:
    row, agency = queries.period_seen(current_session(), current_viewer(), period_id)
    return render_template("rewards/periods/show.html", form=ReopenForm(), **_context(row, agency))


@blueprint.post("/<int:period_id>/close")
@keepers
def close(period_id: int) -> ResponseReturnValue:
    session, me = current_session(), current_viewer()
    row, _agency = queries.period_seen(session, me, period_id)
    actions.close_now(session, row, by=me, at=now())
    return changed(
        url_for(".show", period_id=period_id),
        said=_("The quarter is being closed. Its boards are frozen in a moment."),
    )


@blueprint.post("/<int:period_id>/reopen")
@keepers
def reopen(period_id: int) -> ResponseReturnValue:
    session, me, form = current_session(), current_viewer(), ReopenForm()
    row, _agency = queries.period_seen(session, me, period_id)
    if form.validate_on_submit():
        with form.catching():
            done = actions.reopen(session, row, form.reason.data or "", by=me, at=now())
            said = ngettext(
                "The quarter is open for late facts again; %(num)s was called back.",
                "The quarter is open for late facts again; %(num)s were called back.",
                done.called_back,
            )
            return changed(url_for(".show", period_id=period_id), said=said)
    fresh, agency = queries.period_seen(current_session(), me, period_id)
    return refused("rewards/periods/show.html", form=form, **_context(fresh, agency))


def _context(row: RewardPeriod, agency: Agency) -> dict[str, Any]:
    session, me = current_session(), current_viewer()
    may_change = may_keep(session, me, row.agency_id)
    is_over = today(agency.timezone) >= row.end
    return {
        "row": row,
        "agency": agency,
        "editions": queries.editions_of(session, row),
        "runs": queries.closing_runs(session, row),
        "late": how_many_late(session, row),
        "may_close": may_change and is_over and row.state is not PeriodState.CLOSED and row.asked_at is None,
        "may_reopen": may_change and actions.is_last_closed(session, row),
    }


def period_state(row: RewardPeriod) -> str:
    return say(PERIOD_STATE_NAMES[row.state])


def period_tone(row: RewardPeriod) -> str:
    return TONES[row.state]


def period_when(row: RewardPeriod) -> str:
    """What comes next, with its countdown, or when it was closed."""
    if row.state is PeriodState.CLOSED:
        return _("Closed on %(moment)s", moment=moment(row.closed_at))
    if row.asked_at is not None:
        return _("Is being closed")
    ends = closes_at(row)
    if ends is None:
        return _("Runs until %(day)s", day=day(last_day(row)))
    return _("Closes by itself %(left)s, on %(day)s", left=_left(ends), day=day(ends))


def last_day(row: RewardPeriod) -> date:
    return row.end - timedelta(days=1)


def last_late_day(row: RewardPeriod) -> datetime | date:
    """While the quarter runs, as its calendar has it; then by its own clock."""
    return closes_at(row) or row.end + GRACE


def _left(ends: datetime) -> str:
    days = (ends - now()).days
    return ngettext("in %(num)s day", "in %(num)s days", days) if days > 0 else _("within hours")


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    for function in (period_state, period_tone, period_when, last_day, last_late_day):
        app.add_template_global(function)
