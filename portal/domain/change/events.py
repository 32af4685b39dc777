"""What change announces."""

from dataclasses import dataclass

from portal.domain.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class IdeaAdopted(Event):
    employee_id: int
    idea_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalAccepted(Event):
    employee_id: int
    proposal_id: int
