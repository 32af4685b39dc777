"""Families of tiers as one person sees them: the highest they won, and the road to the next one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from portal.domain.rewards.badges.models import TIER_ORDER, Badge
from portal.domain.rewards.explain import Explanation
from portal.domain.rewards.ledger.queries import WonBadge


@dataclass(frozen=True, slots=True)
class Step:
    """One tier: won, or with what it takes. At least one of the two is there."""

    badge: Badge
    won: WonBadge | None
    chance: Explanation | None


@dataclass(frozen=True, slots=True)
class Road:
    """The tiers of one achievement that the person has or can reach, bronze first."""

    steps: tuple[Step, ...]

    @property
    def best(self) -> Step | None:
        """The highest tier that was won."""
        return next((step for step in reversed(self.steps) if step.won), None)

    @property
    def following(self) -> Step | None:
        """The lowest tier above the best one that a live rule gives."""
        done = self.steps.index(self.best) + 1 if self.best else 0
        return next((step for step in self.steps[done:] if step.chance and not step.won), None)

    @property
    def is_long(self) -> bool:
        return len(self.steps) > 1


def roads_of(won: Sequence[WonBadge], chances: Sequence[Explanation] = ()) -> list[Road]:
    """Families with something won come first, the highest tiers before the lower ones."""
    badges = {one.badge.id: one.badge for one in won}
    by_badge = {one.badge.id: one for one in won}
    reachable: dict[int, Explanation] = {}
    for chance in chances:
        if (badge := chance.version.badge) is not None:
            badges.setdefault(badge.id, badge)
            reachable.setdefault(badge.id, chance)
    families: dict[str, list[Step]] = {}
    for badge in badges.values():
        step = Step(badge, by_badge.get(badge.id), reachable.get(badge.id))
        families.setdefault(badge.family or badge.code, []).append(step)
    roads = [Road(tuple(sorted(steps, key=_height))) for steps in families.values()]
    return sorted(roads, key=lambda road: -(_height(road.best)[0] + 1 if road.best else 0))


def road_of(badge: Badge, roads: Sequence[Road]) -> Road | None:
    """The road this badge stands on, when it has more than one step."""
    return next(
        (road for road in roads if road.is_long and any(step.badge.id == badge.id for step in road.steps)),
        None,
    )


def _height(step: Step) -> tuple[int, int]:
    return TIER_ORDER[step.badge.tier], step.badge.id
