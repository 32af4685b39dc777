"""All tables of rewards in one import, for whoever needs the schema."""

from portal.domain.rewards.badges.models import Badge, FormerBadge, Level
from portal.domain.rewards.boards.models import (
    BoardEdition,
    BoardSnapshot,
    RewardPeriod,
    UnitSize,
    UnitSnapshot,
)
from portal.domain.rewards.catalogue.models import (
    CatalogueItem,
    Redemption,
    RedemptionBooking,
)
from portal.domain.rewards.closings.models import PeriodReopening
from portal.domain.rewards.credentials.models import Credential, IssuerKey
from portal.domain.rewards.evaluation.models import EvaluationRun
from portal.domain.rewards.facts.models import Dirty, Rollup, StoredFact, StoredMetric
from portal.domain.rewards.flags.models import Flag, FlagAnswer, FlagDecision
from portal.domain.rewards.incidents.models import Incident
from portal.domain.rewards.ledger.checks import RewardCheck
from portal.domain.rewards.ledger.models import Award, LedgerEntry, Score, ScoreHistogram, UnitScore
from portal.domain.rewards.manual.models import ManualAward, Objection
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
    "BoardEdition",
    "BoardSnapshot",
    "CatalogueItem",
    "Congratulation",
    "CongratulationReport",
    "Credential",
    "Dirty",
    "EvaluationRun",
    "Flag",
    "FlagAnswer",
    "FlagDecision",
    "FormerBadge",
    "Incident",
    "IssuerKey",
    "LedgerEntry",
    "Level",
    "ManualAward",
    "Objection",
    "PeriodReopening",
    "Redemption",
    "RedemptionBooking",
    "RewardCheck",
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
    "UnitSnapshot",
    "WallPost",
]
