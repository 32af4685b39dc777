"""What is kept about one person's part in change, for that person's "my data".

Concerns and answers to pulses are not here: nobody knows whose they are.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from portal.domain.change.campaigns.models import Campaign, CampaignRead, ChangeAgent
from portal.domain.change.ideas.models import Idea, IdeaLike
from portal.domain.change.planning.models import Draft, DraftVote, Proposal, ProposalSupport
from portal.domain.change.pulses.models import Pulse, PulseParticipation
from portal.domain.organisation.viewers import Viewer


def own_change(session: Session, me: Viewer) -> dict[str, list[dict[str, Any]]]:
    own = me.employee_id or 0
    return {
        "read": _rows(
            session,
            select(Campaign.title, CampaignRead.read_on)
            .join(Campaign, Campaign.id == CampaignRead.campaign_id)
            .where(CampaignRead.employee_id == own)
            .order_by(CampaignRead.read_on, Campaign.id),
        ),
        "change_agent": _rows(
            session,
            select(Campaign.title, ChangeAgent.words)
            .join(Campaign, Campaign.id == ChangeAgent.campaign_id)
            .where(ChangeAgent.employee_id == own)
            .order_by(ChangeAgent.id),
        ),
        "open_pulses_answered": _rows(
            session,
            select(Campaign.title, Pulse.opens_on)
            .join(Pulse, Pulse.campaign_id == Campaign.id)
            .join(PulseParticipation, PulseParticipation.pulse_id == Pulse.id)
            .where(PulseParticipation.employee_id == own)
            .order_by(Pulse.id),
        ),
        "proposals": _proposals(session, own),
        "supported": _rows(
            session,
            select(Proposal.words)
            .join(ProposalSupport, ProposalSupport.proposal_id == Proposal.id)
            .where(ProposalSupport.employee_id == own)
            .order_by(Proposal.id),
        ),
        "votes": _rows(
            session,
            select(Draft.title, DraftVote.choice)
            .join(Draft, Draft.id == DraftVote.draft_id)
            .where(DraftVote.employee_id == own)
            .order_by(Draft.id),
        ),
        "ideas": _ideas(session, own),
        "ideas_liked": _rows(
            session,
            select(Idea.title)
            .join(IdeaLike, IdeaLike.idea_id == Idea.id)
            .where(IdeaLike.employee_id == own)
            .order_by(Idea.id),
        ),
    }


def _rows(session: Session, query: Any) -> list[dict[str, Any]]:
    return [dict(row) for row in session.execute(query).mappings()]


def _proposals(session: Session, own: int) -> list[dict[str, Any]]:
    found = session.scalars(
        select(Proposal)
        .where(Proposal.author_id == own)
        .options(joinedload(Proposal.draft))
        .order_by(Proposal.id)
    )
    return [
        {
            "draft": one.draft.title,
            "words": one.words,
            "said_at": one.said_at,
            "verdict": one.verdict.value if one.verdict else None,
            "because": one.because,
        }
        for one in found
    ]


def _ideas(session: Session, own: int) -> list[dict[str, Any]]:
    names = ("title", "problem", "solution", "benefit", "submitted_at", "adopted_on", "effect")
    found = session.scalars(select(Idea).where(Idea.author_id == own).order_by(Idea.id))
    return [{**{name: getattr(one, name) for name in names}, "state": one.state.value} for one in found]
