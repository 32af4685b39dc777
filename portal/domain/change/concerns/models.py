"""Tables of the box for concerns.

A concern has no author and no time finer than the day. Its number is drawn by lot, so that the order in which
concerns came says nothing either; its receipt is known only to whoever wrote it.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.domain.base import Base, Id
from portal.domain.change.campaigns.models import Campaign
from portal.domain.organisation.models import Employee, OrgUnit
from portal.domain.words import n_

LONGEST_WORDS = 2000


class Topic(StrEnum):
    FAIRNESS = "fairness"
    WORKLOAD = "workload"
    SKILLS = "skills"
    TOOLS = "tools"
    FUTURE = "future"
    LEADING = "leading"
    OTHER = "other"


TOPIC_NAMES = {
    Topic.FAIRNESS: n_("Fair assessment"),
    Topic.WORKLOAD: n_("Workload"),
    Topic.SKILLS: n_("Skills and learning"),
    Topic.TOOLS: n_("Tools and facilities"),
    Topic.FUTURE: n_("Position and income"),
    Topic.LEADING: n_("How we are led"),
    Topic.OTHER: n_("Something else"),
}


class ConcernState(StrEnum):
    WAITING = "waiting"
    ANSWERED = "answered"
    SET_ASIDE = "set_aside"


CONCERN_STATE_NAMES = {
    ConcernState.WAITING: n_("Waits for an answer"),
    ConcernState.ANSWERED: n_("Answered"),
    ConcernState.SET_ASIDE: n_("Set aside"),
}


class FaqEntry(Base):
    """A question with its answer, for everybody in `unit` and below."""

    __tablename__ = "faq_entry"
    __table_args__ = (Index(None, "unit_id"), Index(None, "campaign_id"))

    id: Mapped[Id]
    unit_id: Mapped[int] = mapped_column(ForeignKey("org_unit.id"))
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaign.id"))
    topic: Mapped[Topic]
    question: Mapped[str]
    answer: Mapped[str]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("employee.id"))
    published_on: Mapped[date]
    withdrawn_on: Mapped[date | None]

    unit: Mapped[OrgUnit] = relationship()
    campaign: Mapped[Campaign | None] = relationship()
    by: Mapped[Employee | None] = relationship()


class Concern(Base):
    """What somebody fears or does not understand. `unit` is the part they let be known, never a small one."""

    __tablename__ = "concern"
    __table_args__ = (
        Index(None, "unit_id", "state"),
        Index(None, "campaign_id"),
        CheckConstraint("(state = 'waiting') = (answer = '')", name="answer"),
        CheckConstraint("state <> 'waiting' OR answered_by IS NULL", name="answered_by"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    unit_id: Mapped[int] = mapped_column(ForeignKey("org_unit.id"))
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaign.id"))
    topic: Mapped[Topic]
    words: Mapped[str]
    said_on: Mapped[date]
    receipt_hash: Mapped[str] = mapped_column(unique=True)
    state: Mapped[ConcernState] = mapped_column(default=ConcernState.WAITING)
    answer: Mapped[str] = mapped_column(default="")
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("employee.id"))
    answered_on: Mapped[date | None]
    faq_id: Mapped[int | None] = mapped_column(ForeignKey("faq_entry.id"))
    told_on: Mapped[date | None]

    unit: Mapped[OrgUnit] = relationship()
    campaign: Mapped[Campaign | None] = relationship()
    official: Mapped[Employee | None] = relationship()
    faq: Mapped[FaqEntry | None] = relationship()
