"""Between the editor's form and the rule as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from portal.blueprints.rewards.lines import lines_of
from portal.blueprints.rewards.rule_forms import LEAST_CONDITIONS, RuleForm
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
from portal.domain.rewards.badges.models import TIER_NAMES, Badge
from portal.domain.rewards.facts.models import StoredMetric
from portal.domain.rewards.rules import queries
from portal.domain.rewards.rules.choices import agencies_within, units_within
from portal.domain.rewards.rules.models import RuleVersion
from portal.domain.rewards.rules.scope import Scope, scope_today
from portal.domain.rewards.rules.tree import read
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

    def offer_to(self, form: RuleForm) -> None:
        everywhere = [("", _("All agencies"))] if self.may_be_for_all else []
        form.offer(
            metrics=[(code, say(metric.label)) for code, metric in sorted(self.metrics.items())],
            badges=[(str(one.id), f"{one.name} · {say(TIER_NAMES[one.tier])}") for one in self.badges],
            agencies=everywhere + [(str(agency.id), agency.name) for agency in self.agencies],
            units=[(str(unit.id), unit.name) for unit in self.units],
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
    )


def own_agency(shop: Workshop) -> str:
    """A new rule is meant for the author's agency, where a colleague can approve it."""
    own = current_viewer().agency_id
    return str(own) if own in [agency.id for agency in shop.agencies] else ""


def values_of(version: RuleVersion, shop: Workshop) -> dict[str, Any] | None:
    """What the form shows of an existing version; None when only the tree as data can say it."""
    found = lines_of(read(version.tree), shop.metrics)
    if found is None:
        return None
    joiner, lines = found
    scope, rule = scope_today(current_session(), version.scope), version.rule
    lows = {low for low, _high in scope.spans}
    kept = (
        "season_start", "season_end", "points", "cap_per_year", "cool_down_days", "budget", "valid_from", "valid_to",
    )  # fmt: skip
    return {
        **{name: getattr(version, name) for name in kept},
        "name": rule.name,
        "words": rule.words,
        "joiner": joiner.value,
        "conditions": lines + [{}] * (LEAST_CONDITIONS - len(lines)),
        "window": version.window.value,
        "policy": version.policy.value,
        "badge": str(version.badge_id or ""),
        "agency": str(rule.agency_id or ""),
        "units": [str(unit.id) for unit in shop.units if unit.path_key in lows],
        "positions": [kind.value for kind in scope.positions],
        "employment": [kind.value for kind in scope.employment],
    }
