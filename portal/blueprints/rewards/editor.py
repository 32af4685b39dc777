"""Between the editor's form and the rule as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask_babel import gettext as _

from portal.blueprints.rewards.lines import lines_of
from portal.blueprints.rewards.rule_forms import LEAST_CONDITIONS, NEW_BADGE, RuleForm
from portal.database import Session
from portal.domain.organisation.models import (
    Agency,
    Employment,
    OrgUnit,
    PositionKind,
    Role,
)
from portal.domain.organisation.viewers import EVERYWHERE, Viewer
from portal.domain.rewards.badges.catalogue import all_badges
from portal.domain.rewards.badges.models import TIER_NAMES, Badge, Shape, Tier
from portal.domain.rewards.badges.studio import may_keep_badges
from portal.domain.rewards.facts.models import StoredMetric
from portal.domain.rewards.rules import queries
from portal.domain.rewards.rules.actions import draft_of
from portal.domain.rewards.rules.choices import agencies_within, units_within
from portal.domain.rewards.rules.inputs import RuleDraft
from portal.domain.rewards.rules.models import RuleVersion
from portal.domain.rewards.rules.scope import Scope, scope_today
from portal.domain.rewards.rules.templates import Template
from portal.domain.rewards.rules.tree import GroupKind, Node
from portal.web.languages import say
from portal.web.people import current_viewer
from portal.web.transactions import current_session


@dataclass(frozen=True, slots=True)
class Workshop:
    """What the editor offers this administrator."""

    metrics: Mapping[str, StoredMetric]
    badges: list[Badge]
    agencies: list[Agency]
    units: list[OrgUnit]
    may_be_for_all: bool
    may_draw: bool

    def offer_to(self, form: RuleForm) -> None:
        everywhere = [("", _("All agencies"))] if self.may_be_for_all else []
        form.offer(
            metrics=[(code, say(metric.label)) for code, metric in sorted(self.metrics.items())],
            badges=[(str(one.id), f"{one.name} · {say(TIER_NAMES[one.tier])}") for one in self.badges],
            agencies=everywhere + [(str(agency.id), agency.name) for agency in self.agencies],
            units=[(str(unit.id), unit.name) for unit in self.units],
            may_draw=self.may_draw,
        )

    def scope_of(self, form: RuleForm) -> Scope:
        chosen = set(form.units.data or ())
        return Scope(
            tuple((unit.path_key, unit.path_end) for unit in self.units if str(unit.id) in chosen),
            tuple(PositionKind(kind) for kind in form.positions.data or ()),
            tuple(Employment(kind) for kind in form.employment.data or ()),
        )


def workshop(session: Session, viewer: Viewer) -> Workshop:
    return Workshop(
        queries.metrics(session),
        all_badges(session),
        agencies_within(session, viewer),
        units_within(session, viewer),
        EVERYWHERE in viewer.spans(Role.ADMIN),
        may_keep_badges(viewer),
    )


def own_agency(shop: Workshop) -> str:
    """A new rule is meant for the author's agency, where a colleague can approve it."""
    own = current_viewer().agency_id
    return str(own) if own in [agency.id for agency in shop.agencies] else ""


@dataclass(frozen=True, slots=True)
class Source:
    """What the editor begins with: a version to change or to copy, or a template with its drawing."""

    draft: RuleDraft
    rule_id: int | None = None
    version_id: int | None = None
    drawing: tuple[Shape, Tier, str] | None = None


def from_version(version: RuleVersion, is_copy: bool) -> Source:
    draft = replace(draft_of(version), scope=scope_today(current_session(), version.scope))
    return Source(draft, None if is_copy else version.rule_id, version.id)


def from_template(template: Template, shop: Workshop) -> Source:
    """In the reader's words, for the reader's agency."""
    own = own_agency(shop)
    draft = template.draft(int(own) if own else None, say(template.name), say(template.words))
    if shop.may_draw:
        return Source(draft, drawing=template.badge)
    return Source(replace(draft, badge_id=_drawn_already(shop, template.badge)))


def _drawn_already(shop: Workshop, drawing: tuple[Shape, Tier, str]) -> int | None:
    """A badge that looks as the template wishes."""
    return next((one.id for one in shop.badges if (one.shape, one.tier, one.icon) == drawing), None)


def hidden_condition(source: Source | None, shop: Workshop) -> Node | None:
    """The source's condition when the form's lines cannot show it."""
    if source is None or lines_of(source.draft.tree, shop.metrics) is not None:
        return None
    return source.draft.tree


def values_of(source: Source, shop: Workshop) -> dict[str, Any]:
    """What the form shows of it; a condition it cannot show is left out and kept beside the form."""
    draft = source.draft
    joiner, lines = lines_of(draft.tree, shop.metrics) or (GroupKind.ALL, [])
    lows = {low for low, _high in draft.scope.spans}
    kept = (
        "name", "words", "season_start", "season_end", "points", "cap_per_year", "cool_down_days", "budget",
        "valid_from", "valid_to", "nomination_call",
    )  # fmt: skip
    return {
        **{name: getattr(draft, name) for name in kept},
        **_drawing(source),
        "joiner": joiner.value,
        "conditions": lines + [{}] * (LEAST_CONDITIONS - len(lines)),
        "window": draft.window.value,
        "policy": draft.policy.value,
        "agency": str(draft.agency_id or ""),
        "units": [str(unit.id) for unit in shop.units if unit.path_key in lows],
        "positions": [kind.value for kind in draft.scope.positions],
        "employment": [kind.value for kind in draft.scope.employment],
    }


def _drawing(source: Source) -> dict[str, str]:
    if source.drawing is None:
        return {"badge": str(source.draft.badge_id or "")}
    shape, tier, icon = source.drawing
    return {"badge": NEW_BADGE, "shape": shape.value, "tier": tier.value, "icon": icon}
