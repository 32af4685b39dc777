"""Rules without a condition: within which limits two people may give or take points."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Flask, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.rewards.decision_forms import ManualRuleForm
from portal.blueprints.rewards.drafts import FIELDS
from portal.blueprints.rewards.editor import Workshop, own_agency, workshop
from portal.blueprints.rewards.forms import choices
from portal.database import Session
from portal.domain.errors import NotAllowed, NotFound, RuleBroken
from portal.domain.organisation.models import Role
from portal.domain.rewards.badges.models import TIER_NAMES
from portal.domain.rewards.periods import RuleWindow
from portal.domain.rewards.rules import actions, queries, reading
from portal.domain.rewards.rules.guard_rails import problems
from portal.domain.rewards.rules.inputs import RuleDraft
from portal.domain.rewards.rules.models import Rule, RuleKind, RuleVersion
from portal.domain.rewards.rules.tree import BY_DECISION
from portal.web.clock import now
from portal.web.languages import say
from portal.web.people import current_viewer, only
from portal.web.responses import changed, refused
from portal.web.transactions import current_session

blueprint = Blueprint("rewards_manual_rules", __name__, url_prefix="/admin/rewards/rules")
keepers = only(Role.ADMIN, Role.HR_ADMIN)
PAGE = "rewards/decisions/rule.html"


@blueprint.route("/manual/new", methods=["GET", "POST"])
@keepers
def new() -> ResponseReturnValue:
    shop = workshop(current_session(), current_viewer())
    if not (shop.may_be_for_all or shop.agencies):
        raise NotAllowed
    return _edit(shop, None, None)


@blueprint.route("/manual/<int:rule_id>/edit", methods=["GET", "POST"])
@keepers
def edit(rule_id: int) -> ResponseReturnValue:
    session, me = current_session(), current_viewer()
    rule = queries.rule_for(session, me, rule_id)
    if not rule.is_manual:
        raise NotFound
    return _edit(workshop(session, me), rule, reading.versions_seen(session, rule)[0])


def _edit(shop: Workshop, rule: Rule | None, source: RuleVersion | None) -> ResponseReturnValue:
    session = current_session()
    values = _values(rule, source) if rule and source else {"agency": own_agency(shop)}
    form = ManualRuleForm(data=values) if request.method == "GET" else ManualRuleForm()
    _offer(form, shop)
    if form.validate_on_submit():
        draft = _draft(form, rule)
        for problem in problems(draft, shop.metrics):
            field = FIELDS.get(problem.field, problem.field)
            form.refuse(RuleBroken(problem.message, field=field, **problem.values))
        if not form.errors:
            with form.catching():
                saved = _save(session, rule, draft)
                return changed(
                    url_for("rewards_admin.show", rule_id=saved.rule_id),
                    said=_("The draft is saved. Another person approves it before anybody decides by it."),
                )
    context: dict[str, Any] = {"form": form, "rule": rule}
    return refused(PAGE, **context) if form.is_submitted() else render_template(PAGE, **context)


def _offer(form: ManualRuleForm, shop: Workshop) -> None:
    everywhere = [("", _("All agencies"))] if shop.may_be_for_all else []
    form.agency.choices = choices(everywhere + [(str(one.id), one.name) for one in shop.agencies])
    badges = [(str(one.id), f"{one.name} · {say(TIER_NAMES[one.tier])}") for one in shop.badges]
    form.badge.choices = choices([("", _("No badge, only points")), *badges])


def _values(rule: Rule, source: RuleVersion) -> dict[str, Any]:
    return {
        "kind": rule.kind.value,
        "name": rule.name,
        "words": rule.words,
        "points": source.points,
        "budget": source.budget,
        "window": source.window.value,
        "badge": str(source.badge_id or ""),
        "agency": str(rule.agency_id or ""),
    }


def _draft(form: ManualRuleForm, rule: Rule | None) -> RuleDraft:
    """Whether a rule gives or takes, and for which agency, is decided once."""
    chosen = int(form.agency.data) if form.agency.data else None
    return RuleDraft(
        name=form.name.data or "",
        words=form.words.data or "",
        agency_id=rule.agency_id if rule else chosen,
        kind=rule.kind if rule else RuleKind(form.kind.data),
        tree=BY_DECISION,
        window=RuleWindow(form.window.data),
        points=form.points.data or 0,
        budget=form.budget.data,
        badge_id=int(form.badge.data) if form.badge.data else None,
    )


def _save(session: Session, rule: Rule | None, draft: RuleDraft) -> RuleVersion:
    me, at = current_viewer(), now()
    if rule is None:
        return actions.draft(session, draft, by=me, at=at)
    return actions.revise(session, rule, draft, by=me, at=at)


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
