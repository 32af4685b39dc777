"""How long what people say and do about change is kept. What was published or decided stays."""

from datetime import timedelta

from sqlalchemy import select

from portal.domain.change.campaigns.models import CampaignRead
from portal.domain.change.concerns.models import Concern
from portal.domain.change.planning.models import Draft, DraftVote, Proposal, ProposalSupport
from portal.domain.retention import Removal, Rule
from portal.domain.words import n_

RULES: tuple[Rule, ...] = (
    Removal(
        what=n_("Concerns that were written without a name"),
        basis=n_("No purpose left (UU 27/2022, article 43)"),
        keeps=timedelta(days=730),
        table=Concern,
        is_over=lambda before: Concern.said_on < before.date(),
    ),
    Removal(
        what=n_("Who has read the story of a change"),
        basis=n_("No purpose left (UU 27/2022, article 43)"),
        keeps=timedelta(days=730),
        table=CampaignRead,
        is_over=lambda before: CampaignRead.read_on < before.date(),
    ),
    Removal(
        what=n_("Who voted how on a draft that is decided"),
        basis=n_("No purpose left (UU 27/2022, article 43)"),
        keeps=timedelta(days=365),
        table=DraftVote,
        is_over=lambda before: DraftVote.draft_id.in_(select(Draft.id).where(Draft.decided_at < before)),
    ),
    Removal(
        what=n_("Who supported which proposal in a draft that is decided"),
        basis=n_("No purpose left (UU 27/2022, article 43)"),
        keeps=timedelta(days=365),
        table=ProposalSupport,
        is_over=lambda before: ProposalSupport.proposal_id.in_(
            select(Proposal.id).join(Draft, Draft.id == Proposal.draft_id).where(Draft.decided_at < before)
        ),
    ),
)
