"""Officials decide on points: a proposal with a reason, a second person, answers to objections."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Flask, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.rewards.decision_forms import (
    AnswerForm,
    ApprovalOfDecisionForm,
    ProposalForm,
    RefusalForm,
)
from portal.domain.organisation.models import Role
from portal.domain.rewards.manual import actions, objections, policies, queries
from portal.domain.rewards.manual.inputs import Proposal
from portal.domain.rewards.manual.models import DECISION_STATE_NAMES, ManualAward
from portal.domain.rewards.manual.queries import Shelf
from portal.domain.rewards.periods import year_key
from portal.domain.rewards.rules.models import RuleKind, RuleVersion
from portal.web.clock import now, today
from portal.web.filters import number
from portal.web.forms import Form
from portal.web.numbers import whole
from portal.web.people import current_viewer, only
from portal.web.responses import changed, refused
from portal.web.transactions import current_session

blueprint = Blueprint("rewards_decisions", __name__, url_prefix="/admin/rewards/decisions")
deciders = only(Role.ADMIN, *policies.DECIDERS)


@blueprint.get("")
@deciders
def index() -> ResponseReturnValue:
    session, me = current_session(), current_viewer()
    asked = request.args.get("shelf", "")
    shelf = Shelf(asked) if asked in list(Shelf) else Shelf.WAITING
    page = queries.decisions_seen(session, me, shelf, request.args.get("page", 1, type=whole))
    return render_template(
        "rewards/decisions/index.html", page=page, shelf=shelf, counts=queries.counts(session, me)
    )


@blueprint.get("/people")
@deciders
def people() -> ResponseReturnValue:
    """Whom it is about comes first."""
    session, me = current_session(), current_viewer()
    words = request.args.get("q", "").strip()[:100]
    page = queries.people_to_choose(session, me, words, request.args.get("page", 1, type=whole))
    return render_template("rewards/decisions/people.html", page=page, words=words)


@blueprint.route("/people/<int:employee_id>", methods=["GET", "POST"])
@deciders
def propose(employee_id: int) -> ResponseReturnValue:
    session, me = current_session(), current_viewer()
    person = queries.person_to_decide_about(session, me, employee_id)
    form, rules = ProposalForm(), queries.manual_rules(session, person)
    form.offer([(str(one.id), _rule_words(one)) for one in rules])
    if form.validate_on_submit():
        version = next(one for one in rules if str(one.id) == form.rule.data)
        with form.catching():
            wanted = Proposal(
                version=version, person=person, points=form.points.data or 0, reason=form.reason.data or ""
            )
            made = actions.propose(session, wanted, by=me, at=now(), day=today(person.agency.timezone))
            return changed(
                url_for(".show", decision_id=made.id),
                said=_("The proposal waits for a second person. Nothing is booked until then."),
            )
    context: dict[str, Any] = {
        "form": form,
        "person": person,
        "rules": rules,
        "held": queries.points_held(session, employee_id, year_key(today(me.timezone))),
    }
    page = "rewards/decisions/propose.html"
    return refused(page, **context) if form.is_submitted() else render_template(page, **context)


def _rule_words(version: RuleVersion) -> str:
    """`Penghargaan pimpinan · beri paling banyak 100 poin`"""
    most = number(version.points)
    gives = version.rule.kind is RuleKind.MANUAL
    limit = (
        _("gives at most %(most)s points", most=most)
        if gives
        else _("takes at most %(most)s points", most=most)
    )
    return f"{version.rule.name} · {limit}"


@blueprint.get("/<int:decision_id>")
@deciders
def show(decision_id: int) -> ResponseReturnValue:
    return render_template("rewards/decisions/show.html", **_context(decision_id))


@blueprint.post("/<int:decision_id>/approve")
@deciders
def approve(decision_id: int) -> ResponseReturnValue:
    session, me, form = current_session(), current_viewer(), ApprovalOfDecisionForm()
    one = queries.decision_seen(session, me, decision_id)
    if form.validate_on_submit():
        with form.catching():
            day = today(one.employee.agency.timezone)
            actions.approve(session, one, form.remark.data or "", by=me, at=now(), day=day)
            return _done(decision_id, _("Approved and booked. The person has been told, with the reason."))
    return _refused(decision_id, approval=form)


@blueprint.post("/<int:decision_id>/refuse")
@deciders
def refuse(decision_id: int) -> ResponseReturnValue:
    session, me, form = current_session(), current_viewer(), RefusalForm()
    one = queries.decision_seen(session, me, decision_id)
    if form.validate_on_submit():
        with form.catching():
            actions.refuse(session, one, form.note.data or "", by=me, at=now())
            return _done(decision_id, _("Refused. The author reads why."))
    return _refused(decision_id, refusal=form)


@blueprint.post("/<int:decision_id>/withdraw")
@deciders
def withdraw(decision_id: int) -> ResponseReturnValue:
    session, me = current_session(), current_viewer()
    actions.withdraw(session, queries.decision_seen(session, me, decision_id), by=me, at=now())
    return _done(decision_id, _("The proposal is withdrawn."))


@blueprint.post("/<int:decision_id>/answer")
@deciders
def answer(decision_id: int) -> ResponseReturnValue:
    session, me, form = current_session(), current_viewer(), AnswerForm()
    one = queries.decision_seen(session, me, decision_id)
    if form.validate_on_submit():
        with form.catching():
            is_upheld, words = form.verdict.data == "uphold", form.answer.data or ""
            day = today(one.employee.agency.timezone)
            objections.answer(session, one, is_upheld, words, by=me, at=now(), day=day)
            return _done(decision_id, _("The answer is with the person."))
    return _refused(decision_id, answer=form)


def _done(decision_id: int, said: str) -> ResponseReturnValue:
    return changed(url_for(".show", decision_id=decision_id), said=said)


def _refused(decision_id: int, **forms: Form) -> ResponseReturnValue:
    return refused("rewards/decisions/show.html", **_context(decision_id, **forms))


def _context(decision_id: int, **forms: Form) -> dict[str, Any]:
    """The decision with everything this person may do about it; `forms` are those that were refused."""
    session, me = current_session(), current_viewer()
    one: ManualAward = queries.decision_seen(session, me, decision_id)
    involved = [one.author_id, one.decided_by, one.objection.answered_by if one.objection else None]
    blank: dict[str, Form] = {
        "approval": ApprovalOfDecisionForm(),
        "refusal": RefusalForm(),
        "answer": AnswerForm(),
    }
    return {
        "one": one,
        "names": queries.names_of(session, involved),
        "may_decide": policies.may_decide(me, one),
        "may_withdraw": policies.may_withdraw(me, one),
        "may_answer": policies.may_answer(me, one),
        **blank,
        **forms,
    }


def init_app(app: Flask) -> None:
    app.jinja_env.globals["decision_states"] = DECISION_STATE_NAMES
    app.register_blueprint(blueprint)
