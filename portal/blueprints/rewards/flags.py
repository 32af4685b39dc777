"""Signs of gaming: the queue of those who decide, and the page of those it is about."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Flask, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.rewards.forms import AnswerForm, DecisionForm
from portal.domain.errors import NotAllowed
from portal.domain.organisation.models import Role
from portal.domain.rewards.flags import actions, queries
from portal.domain.rewards.flags.models import FLAG_KIND_NAMES, FLAG_STATE_NAMES, Flag, FlagKind, FlagState
from portal.domain.rewards.flags.policies import may_answer, may_decide
from portal.web.clock import now
from portal.web.languages import say
from portal.web.numbers import whole
from portal.web.people import current_viewer, only
from portal.web.responses import changed, refused
from portal.web.transactions import current_session

blueprint = Blueprint("rewards_flags", __name__, url_prefix="/admin/rewards/flags")
about_me = Blueprint("rewards_about_me", __name__, url_prefix="/rewards/flags")
readers = only(Role.HR_ADMIN, Role.ADMIN, Role.AUDITOR)
ALL = "all"


@blueprint.get("")
@readers
def index() -> ResponseReturnValue:
    """What is open first; the other states and the kinds stand in the address."""
    session, me = current_session(), current_viewer()
    asked, kind = request.args.get("state", FlagState.OPEN.value), request.args.get("kind", "")
    state = None if asked == ALL else FlagState(asked) if asked in list(FlagState) else FlagState.OPEN
    return render_template(
        "rewards/flags/index.html",
        page=queries.flags_seen(
            session,
            me,
            state,
            FlagKind(kind) if kind in list(FlagKind) else None,
            request.args.get("page", 1, type=whole),
        ),
        state=state,
        states=_states(queries.counts_by_state(session, me)),
        kind=kind,
        kinds=[("", _("All signs"))] + [(one.value, say(name)) for one, name in FLAG_KIND_NAMES.items()],
    )


def _states(counts: dict[FlagState, int]) -> list[tuple[str, str]]:
    """For the filter, each with how many there are."""
    found = [(one.value, f"{say(name)} ({counts.get(one, 0)})") for one, name in FLAG_STATE_NAMES.items()]
    return [*found, (ALL, _("All"))]


@blueprint.get("/<int:flag_id>")
@readers
def show(flag_id: int) -> ResponseReturnValue:
    flag = queries.flag_seen(current_session(), current_viewer(), flag_id)
    return render_template("rewards/flags/show.html", form=DecisionForm(), **_context(flag))


@blueprint.post("/<int:flag_id>/decide")
@readers
def decide(flag_id: int) -> ResponseReturnValue:
    session, me, form = current_session(), current_viewer(), DecisionForm()
    flag = queries.flag_seen(session, me, flag_id)
    if not may_decide(me, flag):
        raise NotAllowed
    if form.validate_on_submit():
        with form.catching():
            verdict = FlagState(form.verdict.data)
            actions.decide(session, flag, verdict, form.reason.data or "", by=me, at=now())
            return changed(
                url_for(".show", flag_id=flag_id),
                said=_("Your decision is kept. Those concerned were told and may answer."),
            )
    fresh = queries.flag_seen(current_session(), me, flag_id)
    return refused("rewards/flags/show.html", form=form, **_context(fresh))


def _context(flag: Flag) -> dict[str, Any]:
    me = current_viewer()
    return {"flag": flag, "may_decide": may_decide(me, flag), "is_keeper": me.has(Role.HR_ADMIN, Role.ADMIN)}


@about_me.get("/<int:flag_id>")
def mine(flag_id: int) -> ResponseReturnValue:
    flag = queries.flag_about(current_session(), current_viewer(), flag_id)
    return render_template("rewards/flags/mine.html", form=AnswerForm(), **_own_context(flag))


@about_me.post("/<int:flag_id>/answer")
def answer(flag_id: int) -> ResponseReturnValue:
    session, me, form = current_session(), current_viewer(), AnswerForm()
    flag = queries.flag_about(session, me, flag_id)
    if not may_answer(me, flag):
        raise NotAllowed
    if form.validate_on_submit():
        with form.catching():
            actions.answer(session, flag, form.words.data or "", by=me, at=now())
            return changed(
                url_for(".mine", flag_id=flag_id),
                said=_("Your answer is with the person who decided."),
            )
    fresh = queries.flag_about(current_session(), me, flag_id)
    return refused("rewards/flags/mine.html", form=form, **_own_context(fresh))


def _own_context(flag: Flag) -> dict[str, Any]:
    me = current_viewer()
    own = [one for one in flag.answers if one.employee_id == me.employee_id]
    return {"flag": flag, "may_answer": may_answer(me, flag), "own_answer": own[0] if own else None}


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    app.register_blueprint(about_me)
