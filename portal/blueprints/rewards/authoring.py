"""Writing a rule: the editor with its live sentence, from nothing, from a copy or from a template."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Flask, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.rewards.admin import blueprint, keepers
from portal.blueprints.rewards.drafts import add_condition, draft_from, new_badge_from, say_problems, wants
from portal.blueprints.rewards.editor import (
    Source,
    Workshop,
    from_template,
    from_version,
    hidden_condition,
    own_agency,
    values_of,
    workshop,
)
from portal.blueprints.rewards.lines import is_used
from portal.blueprints.rewards.rule_forms import RuleForm
from portal.database import Session
from portal.domain.errors import NotAllowed, NotFound
from portal.domain.rewards.badges.studio import create_badge
from portal.domain.rewards.rules import actions, queries, reading
from portal.domain.rewards.rules.gallery import template_called
from portal.domain.rewards.rules.inputs import RuleDraft
from portal.domain.rewards.rules.models import Rule, RuleVersion
from portal.web.clock import now
from portal.web.numbers import whole
from portal.web.people import current_viewer
from portal.web.responses import changed, refused
from portal.web.transactions import current_session


@blueprint.route("/rules/new", methods=["GET", "POST"])
@keepers
def new() -> ResponseReturnValue:
    """From nothing, from a copy of a version, or from a template."""
    session, me = current_session(), current_viewer()
    shop = workshop(session, me)
    if not (shop.may_be_for_all or shop.agencies):
        raise NotAllowed
    return _edit(session, shop, None, _begun_with(session, shop))


def _begun_with(session: Session, shop: Workshop) -> Source | None:
    if copied := request.args.get("copy", type=whole):
        version = reading.version_seen(session, current_viewer(), copied)
        if version.rule.is_manual:
            raise NotFound
        return from_version(version, is_copy=True)
    if code := request.args.get("template", ""):
        return from_template(template_called(code, shop.metrics), shop)
    return None


@blueprint.route("/rules/<int:rule_id>/edit", methods=["GET", "POST"])
@keepers
def edit(rule_id: int) -> ResponseReturnValue:
    session = current_session()
    rule = queries.rule_for(session, current_viewer(), rule_id)
    if rule.is_manual:
        return redirect(url_for("rewards_manual_rules.edit", rule_id=rule_id), code=303)
    newest = reading.versions_seen(session, rule)[0]
    return _edit(session, workshop(session, current_viewer()), rule, from_version(newest, is_copy=False))


@blueprint.get("/sentence")
@keepers
def sentence() -> ResponseReturnValue:
    """What the editor says right now, in words; asked for while somebody is typing."""
    session, me = current_session(), current_viewer()
    shop, asked = workshop(session, me), request.args
    form = RuleForm(formdata=asked, meta={"csrf": False})
    shop.offer_to(form)
    form.validate()
    source, version_id = None, asked.get("version", type=whole)
    if version_id:
        version = reading.version_seen(session, me, version_id)
        source = from_version(version, is_copy=not asked.get("rule"))
    return render_template("rewards/admin/_sentence.html", form=form, **_looked_at(form, shop, source))


def _edit(session: Session, shop: Workshop, rule: Rule | None, source: Source | None) -> ResponseReturnValue:
    """Besides saving, the form may ask for one more line or for a look at what it says so far."""
    form = _form(shop, source)
    context: dict[str, Any] = {
        "form": form,
        "rule": rule,
        "source": source,
        "address": request.full_path.rstrip("?"),
        "may_draw": shop.may_draw,
        "added": None,
        "was_checked": wants("look"),
    }
    if request.method == "GET" or wants("add"):
        if wants("add"):
            context["added"] = add_condition(form)
            shop.offer_to(form)
        seen = _looked_at(form, shop, source, quietly=True)
        return render_template("rewards/admin/edit.html", **context, **seen)
    is_sound = form.validate_on_submit()
    seen = _looked_at(form, shop, source)
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


def _form(shop: Workshop, source: Source | None) -> RuleForm:
    """As it was sent, or filled from what the editor begins with."""
    values = values_of(source, shop) if source else {"agency": own_agency(shop)}
    form = RuleForm(data=values) if request.method == "GET" else RuleForm()
    shop.offer_to(form)
    return form


def _looked_at(
    form: RuleForm, shop: Workshop, source: Source | None, quietly: bool = False
) -> dict[str, Any]:
    """The draft as far as it can be read, and what the guard rails say about it."""
    hidden = hidden_condition(source, shop)
    draft = draft_from(form, shop, hidden)
    seen: dict[str, Any] = {"draft": draft, "metrics": shop.metrics, "hidden": hidden, "advice": []}
    seen["is_begun"] = any(is_used(line.form) for line in form.conditions)
    if quietly:
        form.conditions.errors = []
    elif draft:
        seen["advice"] = say_problems(form, draft, shop, source.rule_id if source else None)
    return seen


def _save(session: Session, rule: Rule | None, draft: RuleDraft, form: RuleForm) -> RuleVersion:
    me, at = current_viewer(), now()
    if (badge := new_badge_from(form)) is not None:
        draft = replace(draft, badge_id=create_badge(session, badge, by=me, at=at).id)
    if rule is None:
        return actions.draft(session, draft, by=me, at=at)
    return actions.revise(session, rule, draft, by=me, at=at)


def init_app(app: Flask) -> None:
    """With the rules' own pages, which stand in the same blueprint."""
    app.register_blueprint(blueprint)
