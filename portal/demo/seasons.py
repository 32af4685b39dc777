"""Two seasons of the demo: one that is about to end, and one that is over."""

from datetime import date

from portal.demo.rewards_rules import Wish
from portal.domain.periods import Period, add_months
from portal.domain.rewards.badges.models import Shape, Tier
from portal.domain.rewards.periods import RuleWindow
from portal.domain.rewards.rules.models import GrantPolicy
from portal.domain.rewards.rules.tree import Aggregate, Comparator, Leaf, Node


def season_wishes(today: date) -> list[Wish]:
    return [
        Wish(
            "musim-sapa-warga",
            "Musim sapa warga",
            "Dua bulan untuk menyapa, mendengar, dan menuntaskan urusan warga dalam satu kedatangan.",
            "Sapa warga",
            Shape.CIRCLE,
            Tier.SILVER,
            "messages",
            35,
            GrantPolicy.AT_ONCE_REVOCABLE,
            _in_season("reviews.rating", Aggregate.AVG, 330, at_least=4),
            RuleWindow.SEASON,
            season=_running(today),
        ),
        Wish(
            "musim-tuntas",
            "Musim tuntas",
            "Untuk target yang tuntas dan disetujui pejabat penilai selama musim ini.",
            "Tuntas",
            Shape.OCT,
            Tier.BRONZE,
            "target-arrow",
            25,
            GrantPolicy.AT_ONCE_REVOCABLE,
            _in_season("targets.achieved", Aggregate.COUNT, 1),
            RuleWindow.SEASON,
            season=_running(today),
        ),
        Wish(
            "musim-pelayanan-prima",
            "Musim pelayanan prima",
            "Untuk petugas yang sering dinilai warga, dengan slip kunjungan, selama musim ini.",
            "Pelayanan prima",
            Shape.SHIELD,
            Tier.SILVER,
            "rosette-discount-check",
            30,
            GrantPolicy.AT_CLOSE,
            _in_season("reviews.verified", Aggregate.COUNT, 6),
            RuleWindow.SEASON,
            season=_over(today),
        ),
    ]


def _running(today: date) -> Period:
    """The month before this one and this one; January goes with February."""
    start = add_months(today, -1 if today.month > 1 else 0)
    return Period(start, add_months(start, 2))


def _over(today: date) -> Period:
    """Two months of one year, four months ago."""
    start = add_months(today, -4)
    start = add_months(start, -1) if start.month == 12 else start
    return Period(start, add_months(start, 2))


def _in_season(metric: str, aggregate: Aggregate, threshold: int, at_least: int = 0) -> Node:
    return Leaf(
        metric=metric,
        aggregate=aggregate,
        window=RuleWindow.SEASON,
        comparator=Comparator.AT_LEAST,
        threshold=threshold,
        at_least=at_least,
    )
