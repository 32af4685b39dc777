"""What of taking part in a change goes with a person: their name wherever it stands. What became of an idea stays."""

from __future__ import annotations

from portal.domain.change.campaigns.models import (
    Campaign,
    CampaignMaterial,
    CampaignRead,
    CampaignStep,
    ChangeAgent,
)
from portal.domain.change.concerns.models import Concern, FaqEntry
from portal.domain.change.ideas.models import Idea, IdeaLike, IdeaStep
from portal.domain.change.planning.models import Draft, DraftVote, Proposal, ProposalSupport
from portal.domain.change.pulses.models import PulseParticipation
from portal.domain.erasing import Declaration, Emptied, Kept, RowsGone, Scrubbed
from portal.domain.words import n_

READING = n_("Which campaigns were read, liked ideas, votes and support for proposals")
NAMED = n_("The name in campaigns, questions, drafts, proposals and ideas")

ERASING = Declaration(
    erasers=(
        RowsGone(
            what=READING,
            table=CampaignRead,
            whose=lambda person: CampaignRead.employee_id == person.employee_id,
        ),
        RowsGone(
            what=READING, table=IdeaLike, whose=lambda person: IdeaLike.employee_id == person.employee_id
        ),
        RowsGone(
            what=READING,
            table=ProposalSupport,
            whose=lambda person: ProposalSupport.employee_id == person.employee_id,
        ),
        RowsGone(
            what=READING, table=DraftVote, whose=lambda person: DraftVote.employee_id == person.employee_id
        ),
        RowsGone(
            what=READING,
            table=PulseParticipation,
            whose=lambda person: PulseParticipation.employee_id == person.employee_id,
        ),
        Emptied(
            what=n_("What they say of themselves as a change agent"),
            whose=lambda person: ChangeAgent.employee_id == person.employee_id,
            values={ChangeAgent.words: ""},
        ),
        Scrubbed(
            what=NAMED,
            columns=(
                Campaign.title,
                Campaign.summary,
                Campaign.story,
                Campaign.for_me,
                Campaign.for_citizens,
                Campaign.result,
            ),
        ),
        Scrubbed(what=NAMED, columns=(CampaignStep.title, CampaignStep.words, CampaignStep.outcome)),
        Scrubbed(what=NAMED, columns=(CampaignMaterial.title,)),
        Scrubbed(what=NAMED, columns=(FaqEntry.question, FaqEntry.answer)),
        Scrubbed(what=NAMED, columns=(Concern.words, Concern.answer)),
        Scrubbed(what=NAMED, columns=(Draft.title, Draft.text, Draft.why, Draft.outcome)),
        Scrubbed(what=NAMED, columns=(Proposal.words, Proposal.because)),
        Scrubbed(what=NAMED, columns=(Idea.title, Idea.problem, Idea.solution, Idea.benefit, Idea.effect)),
        Scrubbed(what=NAMED, columns=(IdeaStep.words,)),
    ),
    kept=(
        Kept(
            what=n_("Ideas and proposals, without a name"),
            why=n_("Others work with them, and the public answer to each belongs to its text."),
            of=(CampaignStep.hours, CampaignStep.place, CampaignMaterial.link),
        ),
        Kept(why="Nobody knows who wrote them", of=(Concern.receipt_hash,)),
    ),
)
