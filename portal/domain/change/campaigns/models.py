"""Tables of campaigns."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.domain.base import Base, Id
from portal.domain.files import StoredFile
from portal.domain.organisation.models import Employee, OrgUnit
from portal.domain.words import n_


class CampaignState(StrEnum):
    DRAFT = "draft"
    LIVE = "live"
    CLOSED = "closed"


CAMPAIGN_STATE_NAMES = {
    CampaignState.DRAFT: n_("Draft"),
    CampaignState.LIVE: n_("Running"),
    CampaignState.CLOSED: n_("Finished"),
}


class StepKind(StrEnum):
    ANNOUNCEMENT = "announcement"
    MEETING = "meeting"
    TRAINING = "training"
    PRACTICE = "practice"
    START = "start"
    LOOK_BACK = "look_back"


STEP_KIND_NAMES = {
    StepKind.ANNOUNCEMENT: n_("Announcement"),
    StepKind.MEETING: n_("Talking together"),
    StepKind.TRAINING: n_("Training"),
    StepKind.PRACTICE: n_("Trying it out"),
    StepKind.START: n_("It begins"),
    StepKind.LOOK_BACK: n_("Looking back"),
}


class Campaign(Base):
    """A change that everybody in `unit` and below is told about. Its owner answers for it by name."""

    __tablename__ = "campaign"
    __table_args__ = (
        Index(None, "unit_id"),
        Index(None, "owner_id"),
        CheckConstraint("ends_on > starts_on", name="dates"),
        CheckConstraint("(state = 'draft') = (published_at IS NULL)", name="published"),
    )

    id: Mapped[Id]
    unit_id: Mapped[int] = mapped_column(ForeignKey("org_unit.id"))
    owner_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    state: Mapped[CampaignState] = mapped_column(default=CampaignState.DRAFT)
    title: Mapped[str]
    summary: Mapped[str]
    story: Mapped[str]
    for_me: Mapped[str]
    for_citizens: Mapped[str]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    made_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    told_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    result: Mapped[str] = mapped_column(default="")

    unit: Mapped[OrgUnit] = relationship()
    owner: Mapped[Employee] = relationship()

    @property
    def is_live(self) -> bool:
        return self.state is CampaignState.LIVE


class CampaignStep(Base):
    """Something that happens on a day; afterwards what came of it."""

    __tablename__ = "campaign_step"
    __table_args__ = (Index(None, "campaign_id", "on_day"),)

    id: Mapped[Id]
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    kind: Mapped[StepKind]
    on_day: Mapped[date]
    hours: Mapped[str] = mapped_column(default="")
    place: Mapped[str] = mapped_column(default="")
    title: Mapped[str]
    words: Mapped[str] = mapped_column(default="")
    outcome: Mapped[str] = mapped_column(default="")


class CampaignMaterial(Base):
    """Something to read or to watch: a file, or a link to the web or to a place of ours."""

    __tablename__ = "campaign_material"
    __table_args__ = (
        Index(None, "campaign_id"),
        CheckConstraint("(file_id IS NULL) <> (link = '')", name="file_or_link"),
    )

    id: Mapped[Id]
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    title: Mapped[str]
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    link: Mapped[str] = mapped_column(default="")

    file: Mapped[StoredFile | None] = relationship()


class ChangeAgent(Base):
    """A colleague one may ask, in their own unit and by name."""

    __tablename__ = "change_agent"
    __table_args__ = (UniqueConstraint("campaign_id", "employee_id"), Index(None, "employee_id"))

    id: Mapped[Id]
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    words: Mapped[str] = mapped_column(default="")

    employee: Mapped[Employee] = relationship()


class CampaignRead(Base):
    """Somebody said that they have read the story. Only counts of units are shown."""

    __tablename__ = "campaign_read"
    __table_args__ = (Index(None, "employee_id"),)

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), primary_key=True)
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"), primary_key=True)
    read_on: Mapped[date]
