"""Opening a draft, proposing, supporting and voting, answering each proposal, and deciding."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.domain.audit.actions import record
from portal.domain.change.events import ProposalAccepted
from portal.domain.change.planning.models import (
    Choice,
    Draft,
    DraftKind,
    DraftVote,
    Proposal,
    ProposalSupport,
    Verdict,
)
from portal.domain.change.policies import may_begin, may_look_after
from portal.domain.change.scope import concerns, today_of
from portal.domain.change.telling import tell_everybody
from portal.domain.errors import NotAllowed, RuleBroken
from portal.domain.events import announce
from portal.domain.notifications.actions import notify
from portal.domain.organisation.models import Employee, OrgUnit
from portal.domain.organisation.viewers import Viewer
from portal.domain.words import n_

MOST_PROPOSALS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftInput:
    """`text` is Markdown; proposals are taken until the end of `closes_on` and answered by the end of `answer_by`."""

    kind: DraftKind
    title: str
    text: str
    why: str
    closes_on: date
    answer_by: date
    campaign_id: int | None = None


def open_draft(
    session: Session, unit_id: int, owner: Employee, given: DraftInput, *, by: Viewer, at: datetime
) -> Draft:
    """Whom it concerns is told by the worker within the hour. The owner answers each proposal."""
    unit = session.get(OrgUnit, unit_id)
    if unit is None or not may_begin(by, unit):
        raise RuleBroken(n_("Choose one of your units."), field="unit")
    if owner.agency_id != unit.agency_id:
        raise RuleBroken(n_("Choose somebody of this agency."), field="owner_nip")
    if given.closes_on <= today_of(by, at):
        raise RuleBroken(n_("Give people at least a day to propose something."), field="closes_on")
    if given.answer_by <= given.closes_on:
        raise RuleBroken(n_("The day for answers lies after the last day for proposals."), field="answer_by")
    draft = Draft(unit=unit, owner=owner, opened_at=at, **asdict(given))
    session.add(draft)
    session.flush()
    _note(session, "draft.open", draft, by=by, at=at)
    return draft


def propose(session: Session, draft: Draft, words: str, *, by: Viewer, at: datetime) -> Proposal:
    """In one's own name, a few in each draft. Who answers does not propose."""
    author_id = _taking_part(session, draft, by, at)
    if author_id == draft.owner_id:
        raise RuleBroken(n_("You answer the proposals of this draft; ask a colleague to make this one."))
    own = select(func.count(Proposal.id)).where(
        Proposal.draft_id == draft.id, Proposal.author_id == author_id
    )
    if (session.scalar(own) or 0) >= MOST_PROPOSALS:
        raise RuleBroken(n_("You have made five proposals here. Support others instead."), field="words")
    proposal = Proposal(draft=draft, author_id=author_id, words=words, said_at=at)
    session.add(proposal)
    session.flush()
    return proposal


def support(session: Session, proposal: Proposal, *, by: Viewer, at: datetime) -> None:
    """Support it, or no longer when one did."""
    employee_id = _taking_part(session, proposal.draft, by, at)
    if employee_id == proposal.author_id:
        raise RuleBroken(n_("It is your own proposal: others may support it."))
    known = session.get(ProposalSupport, (proposal.id, employee_id))
    if known is None:
        session.add(ProposalSupport(proposal_id=proposal.id, employee_id=employee_id))
    else:
        session.delete(known)
    session.flush()


def vote(session: Session, draft: Draft, choice: Choice, *, by: Viewer, at: datetime) -> None:
    """One voice each; the last choice counts."""
    employee_id = _taking_part(session, draft, by, at)
    known = session.get(DraftVote, (draft.id, employee_id))
    if known is None:
        session.add(DraftVote(draft_id=draft.id, employee_id=employee_id, choice=choice))
    else:
        known.choice = choice
    session.flush()


def _taking_part(session: Session, draft: Draft, by: Viewer, at: datetime) -> int:
    is_meant = session.scalar(select(OrgUnit.id).where(OrgUnit.id == draft.unit_id, concerns(by)))
    if by.employee_id is None or is_meant is None:
        raise RuleBroken(n_("This draft is for other units."))
    if draft.decided_at is not None or today_of(by, at) > draft.closes_on:
        raise RuleBroken(n_("This draft takes no more proposals and votes."))
    return by.employee_id


def answer(
    session: Session, proposal: Proposal, verdict: Verdict, because: str, *, by: Viewer, at: datetime
) -> None:
    """Accepted, or not, because: the author is told the reason. A decided draft stays as it was answered."""
    _own(proposal.draft, by)
    if proposal.author_id == by.employee_id:
        raise RuleBroken(n_("Somebody else answers your own proposal."))
    if proposal.draft.decided_at is not None:
        raise RuleBroken(n_("This draft is decided. Its answers stay."))
    if not because:
        raise RuleBroken(n_("Say why. Whoever proposed it gave it some thought."), field="because")
    proposal.verdict, proposal.because = verdict, because
    proposal.answered_by, proposal.answered_at = by.employee_id, at
    session.flush()
    notify(
        session,
        proposal.author.account_id,
        n_("Your proposal on “%(title)s” has an answer."),
        link=f"/change/drafts/{proposal.draft_id}",
        at=at,
        icon="message-circle",
        title=proposal.draft.title,
    )


def decide(session: Session, draft: Draft, outcome: str, *, by: Viewer, at: datetime) -> None:
    """What the draft has become, once proposals are closed and each has its answer."""
    _own(draft, by)
    if draft.decided_at is not None:
        raise RuleBroken(n_("This draft is decided already."))
    if today_of(by, at) <= draft.closes_on:
        raise RuleBroken(n_("People may still propose something."))
    open_ = select(func.count(Proposal.id)).where(Proposal.draft_id == draft.id, Proposal.verdict.is_(None))
    if session.scalar(open_):
        raise RuleBroken(n_("Answer every proposal first."))
    if not outcome:
        raise RuleBroken(n_("Say what was decided."), field="outcome")
    draft.outcome, draft.decided_at = outcome, at
    _count_accepted(session, draft, today_of(by, at), at)
    tell_everybody(
        session, draft.unit, n_("“%(title)s” is decided. See what became of the proposals."),
        link=f"/change/drafts/{draft.id}", icon="checks", at=at, title=draft.title,
    )  # fmt: skip
    _note(session, "draft.decide", draft, by=by, at=at)


def _count_accepted(session: Session, draft: Draft, day: date, at: datetime) -> None:
    """A proposal counts as accepted once the draft is decided with it."""
    accepted = session.scalars(
        select(Proposal).where(
            Proposal.draft_id == draft.id, Proposal.verdict.in_((Verdict.ACCEPTED, Verdict.PARTLY))
        )
    ).all()
    for one in accepted:
        one.accepted_on = day
        announce(session, ProposalAccepted(employee_id=one.author_id, proposal_id=one.id, at=at))


def _own(draft: Draft, by: Viewer) -> None:
    if not may_look_after(by, draft.unit, draft.owner_id):
        raise NotAllowed


def _note(session: Session, verb: str, draft: Draft, *, by: Viewer, at: datetime) -> None:
    record(
        session, verb, by=by.account_id, subject_type="planning_draft", subject_id=draft.id,
        unit_key=draft.unit.path_key, at=at, label=draft.title,
    )  # fmt: skip
