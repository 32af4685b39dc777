"""All tables of rewards in one import, for whoever needs the schema."""

from portal.domain.rewards.badges.models import Badge, FormerBadge, Level
from portal.domain.rewards.boards.models import BoardSnapshot, RewardPeriod, UnitSize
from portal.domain.rewards.credentials.models import Credential, IssuerKey
from portal.domain.rewards.evaluation.models import EvaluationRun
from portal.domain.rewards.facts.models import Dirty, Rollup, StoredFact, StoredMetric
from portal.domain.rewards.ledger.models import Award, LedgerEntry, Score, ScoreHistogram, UnitScore
from portal.domain.rewards.rules.models import Rule, RuleMetric, RuleVersion

__all__ = [
    "Award",
    "Badge",
    "BoardSnapshot",
    "Credential",
    "Dirty",
    "EvaluationRun",
    "FormerBadge",
    "IssuerKey",
    "LedgerEntry",
    "Level",
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
]
