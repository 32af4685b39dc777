"""All that shapes the statements of a condition: its tree, its metrics, and whom it is asked of."""

from __future__ import annotations

from dataclasses import dataclass

from portal.domain.rewards.rules.scope import Scope
from portal.domain.rewards.rules.tree import Node


@dataclass(frozen=True, slots=True)
class MetricFacts:
    """What compiling must know of a metric."""

    id: int
    scale: int
    weight: int


@dataclass(frozen=True, slots=True)
class Question:
    """All that shapes the statement; what changes from window to window are its parameters.

    `with_numbers`: what is added up to find people is kept as columns, for the evidence.
    """

    node: Node
    metrics: tuple[tuple[str, MetricFacts], ...]
    mode: str
    scope: Scope = Scope()
    agency_id: int | None = None
    with_numbers: bool = False

    def of(self, code: str) -> MetricFacts:
        return dict(self.metrics)[code]
