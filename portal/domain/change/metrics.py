"""The facts that reward rules may build on: only what somebody else decided.

Answers to a pulse and concerns are no facts: whoever is rewarded for speaking without a name is known.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Select, literal, select, union_all
from sqlalchemy.orm import Session

from portal.domain.change.events import IdeaAdopted, ProposalAccepted
from portal.domain.change.ideas.models import Idea
from portal.domain.change.planning.models import Proposal
from portal.domain.metrics import Fact, Metric, MetricKind, MetricSource, MetricUse
from portal.domain.words import n_

IDEAS_ADOPTED = Metric(
    code="change.ideas_adopted",
    kind=MetricKind.COUNT,
    use=MetricUse.OUTCOME,
    label=n_("Ideas adopted"),
    unit=n_("ideas"),
)
PROPOSALS_ACCEPTED = Metric(
    code="change.proposals_accepted",
    kind=MetricKind.COUNT,
    use=MetricUse.OUTCOME,
    label=n_("Proposals accepted in planning"),
    unit=n_("proposals"),
)


def _adopted() -> Select[*tuple[Any, ...]]:
    return select(
        literal(IDEAS_ADOPTED.code).label("metric"),
        Idea.author_id.label("employee_id"),
        Idea.adopted_on.label("day"),
        literal(1).label("value"),
        literal(1).label("n"),
        literal("idea").label("source_type"),
        Idea.id.label("source_id"),
        literal(0).label("source_rev"),
    ).where(Idea.adopted_on.is_not(None))


def _accepted() -> Select[*tuple[Any, ...]]:
    return select(
        literal(PROPOSALS_ACCEPTED.code).label("metric"),
        Proposal.author_id.label("employee_id"),
        Proposal.accepted_on.label("day"),
        literal(1).label("value"),
        literal(1).label("n"),
        literal("proposal").label("source_type"),
        Proposal.id.label("source_id"),
        literal(0).label("source_rev"),
    ).where(Proposal.accepted_on.is_not(None))


def history() -> Select[*tuple[Any, ...]]:
    return select(union_all(_adopted(), _accepted()).subquery("change_facts"))


def facts_of(session: Session, event: IdeaAdopted | ProposalAccepted) -> Iterable[Fact]:
    if isinstance(event, IdeaAdopted):
        told = _adopted().where(Idea.id == event.idea_id)
    else:
        told = _accepted().where(Proposal.id == event.proposal_id)
    return [Fact(**row) for row in session.execute(told).mappings()]


METRIC_SOURCE = MetricSource(
    metrics=(IDEAS_ADOPTED, PROPOSALS_ACCEPTED),
    facts_of={IdeaAdopted: facts_of, ProposalAccepted: facts_of},
    history=history,
)
