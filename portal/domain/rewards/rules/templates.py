"""What a rule to begin with consists of, and whether its numbers are already there."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, replace
from enum import StrEnum

from portal.domain.rewards.badges.models import Shape, Tier
from portal.domain.rewards.periods import RuleWindow
from portal.domain.rewards.rules.inputs import RuleDraft
from portal.domain.rewards.rules.models import GrantPolicy
from portal.domain.rewards.rules.tree import Aggregate, Comparator, Leaf, Node, metrics_of
from portal.domain.words import n_


class Category(StrEnum):
    SERVICE = "service"
    LEARNING = "learning"
    COLLABORATION = "collaboration"
    INTEGRITY = "integrity"
    INNOVATION = "innovation"


CATEGORY_NAMES = {
    Category.SERVICE: n_("Service"),
    Category.LEARNING: n_("Learning"),
    Category.COLLABORATION: n_("Collaboration"),
    Category.INTEGRITY: n_("Integrity"),
    Category.INNOVATION: n_("Innovation"),
}


@dataclass(frozen=True, slots=True)
class Expected:
    """A number that some feature is going to offer; `label` and `unit` are msgids."""

    label: str
    unit: str = ""
    scale: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """`name` and `words` are msgids; `badge` is a suggestion that can be redrawn."""

    code: str
    category: Category
    name: str
    words: str
    tree: Node
    badge: tuple[Shape, Tier, str]
    points: int
    window: RuleWindow = RuleWindow.QUARTER
    policy: GrantPolicy = GrantPolicy.AT_CLOSE
    cap_per_year: int | None = None
    cool_down_days: int | None = None
    budget: int | None = None

    def missing(self, offered: Container[str]) -> list[str]:
        """Codes of numbers that no feature offers yet."""
        return [code for code in metrics_of(self.tree) if code not in offered]

    def draft(self, agency_id: int | None, name: str, words: str) -> RuleDraft:
        """As somebody would have written it, in the reader's words."""
        return RuleDraft(
            name=name,
            words=words,
            agency_id=agency_id,
            tree=self.tree,
            window=self.window,
            policy=self.policy,
            points=self.points,
            cap_per_year=self.cap_per_year,
            cool_down_days=self.cool_down_days,
            budget=self.budget,
        )


def _leaf(metric: str, aggregate: Aggregate, window: RuleWindow, threshold: int = 0, of: int = 0) -> Leaf:
    return Leaf(
        metric=metric,
        aggregate=aggregate,
        window=window,
        comparator=Comparator.AT_LEAST,
        threshold=threshold,
        at_least=of,
    )


def count(metric: str, window: RuleWindow = RuleWindow.QUARTER) -> Leaf:
    return _leaf(metric, Aggregate.COUNT, window)


def total(metric: str, window: RuleWindow = RuleWindow.QUARTER) -> Leaf:
    return _leaf(metric, Aggregate.SUM, window)


def mean(metric: str, threshold: int, *, of: int, window: RuleWindow = RuleWindow.QUARTER) -> Leaf:
    """The average is at least so many steps of the number's scale, of at least so many facts."""
    return _leaf(metric, Aggregate.AVG, window, threshold, of)


def share(metric: str, percent: int, window: RuleWindow = RuleWindow.QUARTER) -> Leaf:
    return _leaf(metric, Aggregate.SHARE, window, percent)


def at_least(leaf: Leaf, threshold: int) -> Leaf:
    return replace(leaf, threshold=threshold)


def at_most(leaf: Leaf, threshold: int) -> Leaf:
    return replace(leaf, comparator=Comparator.AT_MOST, threshold=threshold)
