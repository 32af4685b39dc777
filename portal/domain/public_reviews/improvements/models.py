from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.domain.base import Base, Id
from portal.domain.public_reviews.services.models import Service
from portal.domain.words import n_


class ImprovementState(StrEnum):
    PLANNED = "planned"
    UNDER_WAY = "under_way"
    DONE = "done"
    DROPPED = "dropped"


IMPROVEMENT_STATE_NAMES = {
    ImprovementState.PLANNED: n_("Planned"),
    ImprovementState.UNDER_WAY: n_("Under way"),
    ImprovementState.DONE: n_("Done"),
    ImprovementState.DROPPED: n_("Dropped"),
}


class ImprovementAction(Base):
    """What the unit does about one element, who sees to it and by when. Public, with the office instead of a name."""

    __tablename__ = "improvement_action"
    __table_args__ = (Index(None, "service_id", "due_on", "id"),)

    id: Mapped[Id]
    service_id: Mapped[int] = mapped_column(ForeignKey("service.id"))
    element: Mapped[str]
    text: Mapped[str]
    owner: Mapped[str]
    due_on: Mapped[date]
    state: Mapped[ImprovementState] = mapped_column(default=ImprovementState.PLANNED)
    result: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]

    service: Mapped[Service] = relationship()
