"""All tables of rewards in one import, for whoever needs the schema."""

from portal.domain.rewards.badges.models import Badge, Level
from portal.domain.rewards.boards.models import (
    BoardEdition,
    BoardSnapshot,
    RewardPeriod,
    UnitSize,
    UnitSnapshot,
)
from portal.domain.rewards.evaluation.models import EvaluationRun
from portal.domain.rewards.facts.models import Dirty, Rollup, StoredFact, StoredMetric
from portal.domain.rewards.ledger.models import Award, LedgerEntry, Score, ScoreHistogram, UnitScore
from portal.domain.rewards.rules.models import Rule, RuleMetric, RuleVersion

__all__ = [
    "Award",
    "Badge",
    "BoardEdition",
    "BoardSnapshot",
    "Dirty",
    "EvaluationRun",
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
    "UnitSnapshot",
]
