"""All tables of rewards in one import, for whoever needs the schema."""

from portal.domain.rewards.badges.models import Badge, FormerBadge, Level
from portal.domain.rewards.boards.models import BoardSnapshot, RewardPeriod, UnitSize
from portal.domain.rewards.catalogue.models import (
    CatalogueItem,
    Redemption,
    RedemptionBooking,
)
from portal.domain.rewards.credentials.models import Credential, IssuerKey
from portal.domain.rewards.evaluation.models import EvaluationRun
from portal.domain.rewards.facts.models import Dirty, Rollup, StoredFact, StoredMetric
from portal.domain.rewards.ledger.models import Award, LedgerEntry, Score, ScoreHistogram, UnitScore
from portal.domain.rewards.options.models import RewardOptions
from portal.domain.rewards.recognition.models import (
    Announcement,
    Congratulation,
    CongratulationReport,
    WallPost,
)
from portal.domain.rewards.rules.models import Rule, RuleMetric, RuleVersion

__all__ = [
    "Announcement",
    "Award",
    "Badge",
    "BoardSnapshot",
    "Credential",
    "CatalogueItem",
    "Congratulation",
    "CongratulationReport",
    "Dirty",
    "EvaluationRun",
    "FormerBadge",
    "IssuerKey",
    "LedgerEntry",
    "Level",
    "Redemption",
    "RedemptionBooking",
    "RewardOptions",
    "RewardPeriod",
    "Rollup",
    "Rule",
    "RuleMetric",
    "RuleVersion",
    "Score",
    "ScoreHistogram",
    "StoredFact",
    "StoredMetric",
    "UnitScore",
    "UnitSize",
    "WallPost",
]
