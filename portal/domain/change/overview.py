"""What waits for somebody who looks after changes, and whether there is anything they look after."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal.domain.change.campaigns.models import Campaign
from portal.domain.change.concerns.queries import count_waiting
from portal.domain.change.ideas.queries import count_undecided
from portal.domain.change.planning.models import Draft
from portal.domain.change.planning.queries import count_to_answer
from portal.domain.change.scope import RUNNERS
from portal.domain.organisation.viewers import Viewer


@dataclass(frozen=True, slots=True)
class Waiting:
    concerns: int
    proposals: int
    ideas: int


def keeps_something(session: Session, viewer: Viewer) -> bool:
    """Holders of a role always; others when they own a campaign or a draft."""
    if viewer.spans(*RUNNERS):
        return True
    own = viewer.employee_id or 0
    owned = or_(
        select(Campaign.id).where(Campaign.owner_id == own).exists(),
        select(Draft.id).where(Draft.owner_id == own).exists(),
    )
    return bool(session.scalar(select(owned)))


def waiting_for(session: Session, viewer: Viewer) -> Waiting:
    return Waiting(
        count_waiting(session, viewer), count_to_answer(session, viewer), count_undecided(session, viewer)
    )
