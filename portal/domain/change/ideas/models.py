"""Tables of innovation ideas."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.domain.base import Base, Id
from portal.domain.organisation.models import Employee, OrgUnit
from portal.domain.words import n_


class IdeaState(StrEnum):
    SUBMITTED = "submitted"
    LOOKED_AT = "looked_at"
    TRIED = "tried"
    ADOPTED = "adopted"
    DECLINED = "declined"


IDEA_STATE_NAMES = {
    IdeaState.SUBMITTED: n_("Submitted"),
    IdeaState.LOOKED_AT: n_("Being looked at"),
    IdeaState.TRIED: n_("Being tried"),
    IdeaState.ADOPTED: n_("Adopted"),
    IdeaState.DECLINED: n_("Not adopted"),
}

# What may follow what. An idea that was put down may be taken up again; an adopted one stays adopted.
NEXT: dict[IdeaState, tuple[IdeaState, ...]] = {
    IdeaState.SUBMITTED: (IdeaState.LOOKED_AT, IdeaState.TRIED, IdeaState.DECLINED),
    IdeaState.LOOKED_AT: (IdeaState.TRIED, IdeaState.ADOPTED, IdeaState.DECLINED),
    IdeaState.TRIED: (IdeaState.ADOPTED, IdeaState.DECLINED),
    IdeaState.DECLINED: (IdeaState.LOOKED_AT,),
    IdeaState.ADOPTED: (),
}


class Idea(Base):
    """What somebody would do better, and for whom; once adopted, what it has changed."""

    __tablename__ = "idea"
    __table_args__ = (
        Index(None, "unit_id"),
        Index(None, "author_id"),
        Index(None, "state"),
        CheckConstraint("(state = 'adopted') = (adopted_on IS NOT NULL)", name="adopted"),
        CheckConstraint("state <> 'adopted' OR effect <> ''", name="effect"),
    )

    id: Mapped[Id]
    author_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("org_unit.id"))
    title: Mapped[str]
    problem: Mapped[str]
    solution: Mapped[str]
    benefit: Mapped[str]
    state: Mapped[IdeaState] = mapped_column(default=IdeaState.SUBMITTED)
    submitted_at: Mapped[datetime]
    adopted_on: Mapped[date | None]
    effect: Mapped[str] = mapped_column(default="")

    author: Mapped[Employee] = relationship()
    unit: Mapped[OrgUnit] = relationship()


class IdeaStep(Base):
    """What became of an idea, when, by whom and why."""

    __tablename__ = "idea_step"
    __table_args__ = (Index(None, "idea_id", "at"),)

    id: Mapped[Id]
    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id"))
    state: Mapped[IdeaState]
    words: Mapped[str]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("employee.id"))
    at: Mapped[datetime]

    by: Mapped[Employee | None] = relationship()


class IdeaLike(Base):
    """A colleague finds it good."""

    __tablename__ = "idea_like"
    __table_args__ = (Index(None, "employee_id"),)

    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id"), primary_key=True)
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"), primary_key=True)
