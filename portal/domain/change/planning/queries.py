"""Questions about drafts: which concern me, what was proposed, how the voices stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from portal.domain.change.campaigns.models import Campaign, CampaignState
from portal.domain.change.planning.models import Choice, Draft, DraftVote, Proposal, ProposalSupport
from portal.domain.change.scope import concerns, kept_by
from portal.domain.errors import NotFound
from portal.domain.organisation.models import Employee, OrgUnit
from portal.domain.organisation.viewers import Viewer
from portal.domain.pages import Page, page_of


@dataclass(frozen=True, slots=True)
class Listed:
    """A draft in a list: how many proposals it has, how many still wait for an answer, how many voted."""

    draft: Draft
    proposals: int
    unanswered: int
    votes: int


@dataclass(frozen=True, slots=True)
class Voice:
    """A proposal as colleagues see it; `is_mine`: the viewer supports it."""

    proposal: Proposal
    supporters: int
    is_mine: bool


def drafts_for(session: Session, viewer: Viewer, number: int = 1) -> Page[Listed]:
    """What concerns the viewer or is looked after by them: what is undecided first, the soonest to close first."""
    proposals = select(func.count(Proposal.id)).where(Proposal.draft_id == Draft.id)
    votes = select(func.count()).select_from(DraftVote).where(DraftVote.draft_id == Draft.id)
    query = (
        select(
            Draft,
            proposals.scalar_subquery(),
            proposals.where(Proposal.verdict.is_(None)).scalar_subquery(),
            votes.scalar_subquery(),
        )
        .join(Draft.unit)
        .where(or_(concerns(viewer), kept_by(viewer, Draft.owner_id)))
        .options(contains_eager(Draft.unit), joinedload(Draft.owner))
        .order_by(Draft.decided_at.is_not(None), Draft.decided_at.desc(), Draft.closes_on, Draft.id)
    )
    page = page_of(session, query, number)
    return Page([Listed(*row) for row in page.items], page.number, page.total, page.size)


def draft_for(session: Session, viewer: Viewer, draft_id: int) -> Draft:
    found = session.scalar(
        select(Draft)
        .join(Draft.unit)
        .where(Draft.id == draft_id, or_(concerns(viewer), kept_by(viewer, Draft.owner_id)))
        .options(
            contains_eager(Draft.unit),
            joinedload(Draft.owner).joinedload(Employee.account),
            joinedload(Draft.campaign),
        )
    )
    if found is None:
        raise NotFound
    return found


def draft_to_run(session: Session, viewer: Viewer, draft_id: int) -> Draft:
    found = session.scalar(
        select(Draft)
        .join(Draft.unit)
        .where(Draft.id == draft_id, kept_by(viewer, Draft.owner_id))
        .options(contains_eager(Draft.unit), joinedload(Draft.owner))
    )
    if found is None:
        raise NotFound
    return found


def voices_of(session: Session, viewer: Viewer, draft: Draft) -> list[Voice]:
    """What most support comes first."""
    supporters = (
        select(func.count())
        .select_from(ProposalSupport)
        .where(ProposalSupport.proposal_id == Proposal.id)
        .scalar_subquery()
    )
    mine = (
        select(ProposalSupport.proposal_id)
        .where(
            ProposalSupport.proposal_id == Proposal.id,
            ProposalSupport.employee_id == (viewer.employee_id or 0),
        )
        .exists()
    )
    rows = session.execute(
        select(Proposal, supporters, mine)
        .where(Proposal.draft_id == draft.id)
        .options(joinedload(Proposal.author).options(joinedload(Employee.account), joinedload(Employee.unit)))
        .order_by(supporters.desc(), Proposal.id)
        .limit(200)
    )
    return [Voice(*row) for row in rows]


def proposal_for(session: Session, viewer: Viewer, draft: Draft, proposal_id: int) -> Proposal:
    found = session.scalar(
        select(Proposal)
        .where(Proposal.id == proposal_id, Proposal.draft_id == draft.id)
        .options(joinedload(Proposal.author))
    )
    if found is None:
        raise NotFound
    return found


def votes_of(session: Session, draft: Draft) -> Mapping[Choice, int]:
    rows = session.execute(
        select(DraftVote.choice, func.count())
        .where(DraftVote.draft_id == draft.id)
        .group_by(DraftVote.choice)
    )
    counted = {choice: count for choice, count in rows}
    return {choice: counted.get(choice, 0) for choice in Choice}


def own_vote(session: Session, viewer: Viewer, draft: Draft) -> Choice | None:
    found = session.get(DraftVote, (draft.id, viewer.employee_id or 0))
    return found.choice if found else None


def count_to_answer(session: Session, viewer: Viewer) -> int:
    """Proposals without an answer in drafts that the viewer looks after."""
    query = (
        select(func.count(Proposal.id))
        .join(Draft, Draft.id == Proposal.draft_id)
        .join(OrgUnit, OrgUnit.id == Draft.unit_id)
        .where(Proposal.verdict.is_(None), kept_by(viewer, Draft.owner_id))
    )
    return session.scalar(query) or 0


def campaigns_to_join(session: Session, viewer: Viewer) -> Sequence[Campaign]:
    """Running campaigns that a draft of the viewer may belong to."""
    return session.scalars(
        select(Campaign)
        .join(OrgUnit, OrgUnit.id == Campaign.unit_id)
        .where(and_(Campaign.state == CampaignState.LIVE, kept_by(viewer, Campaign.owner_id)))
        .order_by(Campaign.title, Campaign.id)
        .limit(100)
    ).all()
