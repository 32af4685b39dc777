"""A filled-in editor as the draft the domain accepts, and what is wrong with it."""

from __future__ import annotations

from flask import request
from flask_babel import gettext as _

from portal.blueprints.rewards.editor import Workshop
from portal.blueprints.rewards.lines import tree_from
from portal.blueprints.rewards.rule_forms import MOST_CONDITIONS, NEW_BADGE, RuleForm
from portal.domain.errors import RuleBroken
from portal.domain.rewards.badges.models import Shape, Tier
from portal.domain.rewards.badges.studio import BadgeInput
from portal.domain.rewards.periods import RuleWindow
from portal.domain.rewards.rules.guard_rails import Problem, problems
from portal.domain.rewards.rules.inputs import RuleDraft
from portal.domain.rewards.rules.models import GrantPolicy
from portal.domain.rewards.rules.overlaps import overlaps
from portal.domain.rewards.rules.tree import Node
from portal.web.transactions import current_session

FIELDS = {"badge_id": "badge", "agency_id": "agency", "scope": "units", "tree": "conditions"}


def draft_from(form: RuleForm, shop: Workshop, kept: Node | None = None) -> RuleDraft | None:
    """None while a line of the condition is unfinished."""
    tree = tree_from(form, shop.metrics, kept)
    if tree is None:
        return None
    return RuleDraft(
        name=form.name.data or "",
        words=form.words.data or "",
        agency_id=int(form.agency.data) if form.agency.data else None,
        tree=tree,
        window=RuleWindow(form.window.data),
        scope=shop.scope_of(form),
        policy=GrantPolicy(form.policy.data or GrantPolicy.AT_CLOSE),
        points=form.points.data or 0,
        badge_id=int(form.badge.data) if (form.badge.data or "").isdigit() else None,
        nomination_call=form.nomination_call.data or None,
        cap_per_year=form.cap_per_year.data,
        budget=form.budget.data,
        cool_down_days=form.cool_down_days.data,
        season_start=form.season_start.data,
        season_end=form.season_end.data,
        valid_from=form.valid_from.data,
        valid_to=form.valid_to.data,
    )


def new_badge_from(form: RuleForm) -> BadgeInput | None:
    """The badge drawn in the editor itself; it bears the rule's name."""
    if form.badge.data != NEW_BADGE:
        return None
    return BadgeInput(
        name=form.name.data or "",
        words=form.words.data or "",
        shape=Shape(form.shape.data),
        tier=Tier(form.tier.data),
        icon=form.icon.data,
    )


def say_problems(form: RuleForm, draft: RuleDraft, shop: Workshop, rule_id: int | None) -> list[Problem]:
    """Put what the guard rails forbid at its field; gives back what they only advise against."""
    others = overlaps(current_session(), draft, shop.metrics, but=rule_id)
    found = [*problems(draft, shop.metrics), *others]
    for problem in found:
        if not problem.is_warning:
            field = FIELDS.get(problem.field, problem.field)
            form.refuse(RuleBroken(problem.message, field=field, **problem.values))
    return [problem for problem in found if problem.is_warning]


def wants(act: str) -> bool:
    return request.form.get("act") == act


def add_condition(form: RuleForm) -> int | None:
    """The number of the new line, from 0; None when there is no room for one."""
    if len(form.conditions) < MOST_CONDITIONS:
        form.conditions.append_entry()
        return len(form.conditions) - 1
    form.conditions.errors = [_("A rule has at most %(most)s lines here.", most=MOST_CONDITIONS)]
    return None
