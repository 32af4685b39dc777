"""The workshop: rules, their editor with its live sentence, and a rule's life."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from flask import Blueprint, Flask, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.rewards.drafts import add_condition, draft_from, new_badge_from, say_problems, wants
from portal.blueprints.rewards.editor import Workshop, own_agency, values_of, workshop
from portal.blueprints.rewards.rule_forms import RuleForm
from portal.database import Session
from portal.domain.errors import NotAllowed
from portal.domain.organisation.models import Role
from portal.domain.rewards.badges.studio import create_badge
from portal.domain.rewards.rules import actions, queries, reading
from portal.domain.rewards.rules.inputs import RuleDraft
from portal.domain.rewards.rules.models import RULE_STATE_NAMES, Rule, RuleState, RuleVersion
from portal.domain.words import n_
from portal.web.clock import now
from portal.web.languages import say
from portal.web.numbers import whole
from portal.web.people import current_viewer, only
from portal.web.responses import changed, refused
from portal.web.transactions import current_session

blueprint = Blueprint("rewards_admin", __name__, url_prefix="/admin/rewards")
keepers = only(Role.ADMIN, Role.HR_ADMIN)
VERBS: dict[str, tuple[Callable[..., None], str]] = {
    "pause": (actions.pause, n_("The rule is paused. Nothing is granted until it goes on.")),
    "resume": (actions.resume, n_("The rule counts again.")),
    "retire": (actions.retire, n_("The rule is retired. What was won stays.")),
}


@blueprint.get("")
@keepers
def index() -> ResponseReturnValue:
    session, me = current_session(), current_viewer()
    asked = request.args.get("state", "")
    state = RuleState(asked) if asked in list(RuleState) else None
    return render_template(
        "rewards/admin/index.html",
        rows=reading.rules_seen(session, me, state),
        metrics=queries.metrics(session),
        state=state.value if state else "",
        states=[("", _("All"))] + [(one.value, say(name)) for one, name in RULE_STATE_NAMES.items()],
        may_edit=may_start(session),
    )


def may_start(session: Session) -> bool:
    """Whether there is an agency, or the installation, whose rules this person keeps."""
    shop = workshop(session, current_viewer())
    return shop.may_be_for_all or bool(shop.agencies)


@blueprint.get("/rules/<int:rule_id>")
@keepers
def show(rule_id: int) -> ResponseReturnValue:
    session, me = current_session(), current_viewer()
    rule = reading.rule_seen(session, me, rule_id)
    versions = reading.versions_seen(session, rule)
    return render_template(
        "rewards/admin/show.html",
        rule=rule,
        versions=versions,
        names=reading.names_of(session, versions),
        metrics=queries.metrics(session),
        may_edit=reading.may_keep(session, me, rule.agency_id),
    )


@blueprint.route("/rules/new", methods=["GET", "POST"])
@keepers
def new() -> ResponseReturnValue:
    session = current_session()
    shop = workshop(session, current_viewer())
    if not (shop.may_be_for_all or shop.agencies):
        raise NotAllowed
    copied = request.args.get("copy", type=whole)
    source = reading.version_seen(session, current_viewer(), copied) if copied else None
    return _edit(session, shop, None, source)


@blueprint.route("/rules/<int:rule_id>/edit", methods=["GET", "POST"])
@keepers
def edit(rule_id: int) -> ResponseReturnValue:
    session = current_session()
    rule = queries.rule_for(session, current_viewer(), rule_id)
    return _edit(session, workshop(session, current_viewer()), rule, reading.versions_seen(session, rule)[0])


@blueprint.get("/sentence")
@keepers
def sentence() -> ResponseReturnValue:
    """What the editor says right now, in words; asked for while somebody is typing."""
    shop = workshop(current_session(), current_viewer())
    form = RuleForm(formdata=request.args, meta={"csrf": False})
    shop.offer_to(form)
    form.validate()
    return render_template("rewards/admin/_sentence.html", form=form, **_looked_at(form, shop))


def _edit(
    session: Session, shop: Workshop, rule: Rule | None, source: RuleVersion | None
) -> ResponseReturnValue:
    """Besides saving, the form may ask for one more line or for a look at what it says so far."""
    form, is_too_deep = _form(shop, source)
    context: dict[str, Any] = {"form": form, "rule": rule, "is_too_deep": is_too_deep, "source": source}
    if request.method == "GET" or wants("add"):
        if wants("add"):
            add_condition(form)
            shop.offer_to(form)
        return render_template("rewards/admin/edit.html", **context, **_looked_at(form, shop, quietly=True))
    is_sound = form.validate_on_submit()
    seen = _looked_at(form, shop)
    if wants("look"):
        return render_template("rewards/admin/edit.html", **context, **seen)
    if is_sound and not form.errors:
        with form.catching():
            saved = _save(session, rule, seen["draft"], form)
            return changed(
                url_for(".show", rule_id=saved.rule_id),
                said=_("The draft is saved. Look at whom it would favour, then another person approves it."),
            )
    return refused("rewards/admin/edit.html", **context, **seen)


def _form(shop: Workshop, source: RuleVersion | None) -> tuple[RuleForm, bool]:
    """The form as it was sent, or filled from a version; whether that version is nested too deeply to be shown."""
    values = values_of(source, shop) if source else {"agency": own_agency(shop)}
    form = RuleForm(data=values or {}) if request.method == "GET" else RuleForm()
    shop.offer_to(form)
    return form, values is None


def _looked_at(form: RuleForm, shop: Workshop, quietly: bool = False) -> dict[str, Any]:
    """The draft as far as it can be read, and what the guard rails say about it."""
    draft = draft_from(form, shop)
    if quietly:
        form.conditions.errors = []
        return {"draft": draft, "metrics": shop.metrics, "advice": []}
    return {
        "draft": draft,
        "metrics": shop.metrics,
        "advice": say_problems(form, draft, shop) if draft else [],
    }


def _save(session: Session, rule: Rule | None, draft: RuleDraft, form: RuleForm) -> RuleVersion:
    me, at = current_viewer(), now()
    if (badge := new_badge_from(form)) is not None:
        draft = replace(draft, badge_id=create_badge(session, badge, by=me, at=at).id)
    if rule is None:
        return actions.draft(session, draft, by=me, at=at)
    return actions.revise(session, rule, draft, by=me, at=at)


@blueprint.post("/rules/<int:rule_id>/<any(pause, resume, retire):verb>")
@keepers
def change_state(rule_id: int, verb: str) -> ResponseReturnValue:
    session, me = current_session(), current_viewer()
    rule = queries.rule_for(session, me, rule_id)
    act, said = VERBS[verb]
    act(session, rule, by=me, at=now())
    return changed(url_for(".show", rule_id=rule.id), said=say(said))


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
