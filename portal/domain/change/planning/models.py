"""Tables of taking part in planning."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.domain.base import Base, Id
from portal.domain.change.campaigns.models import Campaign
from portal.domain.organisation.models import Employee, OrgUnit
from portal.domain.words import n_


class DraftKind(StrEnum):
    TARGET = "target"
    RULE = "rule"
    STANDARD = "standard"
    PROGRAMME = "programme"


DRAFT_KIND_NAMES = {
    DraftKind.TARGET: n_("Target of the unit"),
    DraftKind.RULE: n_("Rule"),
    DraftKind.STANDARD: n_("Service standard"),
    DraftKind.PROGRAMME: n_("Programme"),
}


class Choice(StrEnum):
    AGREE = "agree"
    WITH_CHANGES = "with_changes"
    DISAGREE = "disagree"


CHOICE_NAMES = {
    Choice.AGREE: n_("I agree"),
    Choice.WITH_CHANGES: n_("I agree, with changes"),
    Choice.DISAGREE: n_("I do not agree"),
}


class Verdict(StrEnum):
    ACCEPTED = "accepted"
    PARTLY = "partly"
    DECLINED = "declined"


VERDICT_NAMES = {
    Verdict.ACCEPTED: n_("Accepted"),
    Verdict.PARTLY: n_("Accepted in part"),
    Verdict.DECLINED: n_("Not accepted"),
}


class Draft(Base):
    """What is planned, before it is decided: open up to and including `closes_on`, answered by `answer_by`."""

    __tablename__ = "planning_draft"
    __table_args__ = (
        Index(None, "unit_id"),
        Index(None, "owner_id"),
        CheckConstraint("answer_by > closes_on", name="dates"),
        CheckConstraint("(decided_at IS NULL) = (outcome = '')", name="outcome"),
    )

    id: Mapped[Id]
    unit_id: Mapped[int] = mapped_column(ForeignKey("org_unit.id"))
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaign.id"))
    owner_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    kind: Mapped[DraftKind]
    title: Mapped[str]
    text: Mapped[str]
    why: Mapped[str]
    closes_on: Mapped[date]
    answer_by: Mapped[date]
    opened_at: Mapped[datetime]
    told_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    outcome: Mapped[str] = mapped_column(default="")

    unit: Mapped[OrgUnit] = relationship()
    owner: Mapped[Employee] = relationship()
    campaign: Mapped[Campaign | None] = relationship()


class Proposal(Base):
    """What an employee would change in a draft, and what the owner answers: accepted, or not because."""

    __tablename__ = "planning_proposal"
    __table_args__ = (
        Index(None, "draft_id"),
        Index(None, "author_id"),
        CheckConstraint("(verdict IS NULL) = (because = '')", name="because"),
        CheckConstraint("answered_by <> author_id", name="not_own"),
    )

    id: Mapped[Id]
    draft_id: Mapped[int] = mapped_column(ForeignKey("planning_draft.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    words: Mapped[str]
    said_at: Mapped[datetime]
    verdict: Mapped[Verdict | None]
    because: Mapped[str] = mapped_column(default="")
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("employee.id"))
    answered_at: Mapped[datetime | None]
    accepted_on: Mapped[date | None]

    draft: Mapped[Draft] = relationship()
    author: Mapped[Employee] = relationship(foreign_keys=author_id)


class ProposalSupport(Base):
    """A colleague would like this proposal too. Only counts are shown."""

    __tablename__ = "planning_support"
    __table_args__ = (Index(None, "employee_id"),)

    proposal_id: Mapped[int] = mapped_column(ForeignKey("planning_proposal.id"), primary_key=True)
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"), primary_key=True)


class DraftVote(Base):
    """What somebody thinks of the draft as it stands; may be changed until it closes. Only counts are shown."""

    __tablename__ = "planning_vote"
    __table_args__ = (Index(None, "employee_id"),)

    draft_id: Mapped[int] = mapped_column(ForeignKey("planning_draft.id"), primary_key=True)
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"), primary_key=True)
    choice: Mapped[Choice]
