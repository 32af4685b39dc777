"""What wiring hangs on the features' events: their facts are recorded."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.orm import Session

from portal.domain.events import Event, Reaction, Reactions
from portal.domain.metrics import FactsOf, MetricSource
from portal.domain.rewards.facts.rebuild import register
from portal.domain.rewards.facts.record import UnknownMetric, record


def reactions_for(sources: Iterable[MetricSource]) -> Reactions:
    """For each event that carries facts, a reaction that records them.

    The moment is the event's own `at`, or noon of its newest fact's day when it has none.
    """
    table: dict[type[Event], tuple[Reaction, ...]] = {}
    for source in sources:
        for kind, facts_of in source.facts_of.items():
            table[kind] = (*table.get(kind, ()), _recording(source, facts_of))
    return table


def _recording(source: MetricSource, facts_of: FactsOf) -> Reaction:
    def react(session: Session, event: Event) -> None:
        facts = list(facts_of(session, event))
        try:
            record(session, facts, at=event.at)
        except UnknownMetric:
            register(session, source.metrics)
            record(session, facts, at=event.at)

    return react
