"""What rule actions accept."""

from dataclasses import dataclass, field
from datetime import date

from portal.domain.rewards.periods import RuleWindow
from portal.domain.rewards.rules.models import GrantPolicy, RuleKind
from portal.domain.rewards.rules.scope import Scope
from portal.domain.rewards.rules.tree import Node


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleDraft:
    """All that an author decides. `season` days are the first of a month: from, and until before."""

    name: str
    tree: Node
    window: RuleWindow
    kind: RuleKind = RuleKind.AUTOMATIC
    words: str = ""
    agency_id: int | None = None
    scope: Scope = field(default_factory=Scope)
    policy: GrantPolicy = GrantPolicy.AT_CLOSE
    points: int = 0
    badge_id: int | None = None
    nomination_call: str | None = None
    cap_per_year: int | None = None
    budget: int | None = None
    cool_down_days: int | None = None
    season_start: date | None = None
    season_end: date | None = None
    valid_from: date | None = None
    valid_to: date | None = None
