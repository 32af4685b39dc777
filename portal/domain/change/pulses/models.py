"""Tables of the readiness pulse.

An answer knows no person and no time; that somebody took part stands apart from it and is erased at the closing.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.domain.base import Base, Id
from portal.domain.change.campaigns.models import Campaign
from portal.domain.organisation.models import OrgUnit
from portal.domain.words import n_

HIGHEST = 5


class Readiness(StrEnum):
    """The five stages of the ADKAR model, in their order."""

    AWARENESS = "awareness"
    DESIRE = "desire"
    KNOWLEDGE = "knowledge"
    ABILITY = "ability"
    REINFORCEMENT = "reinforcement"


READINESS_NAMES = {
    Readiness.AWARENESS: n_("Awareness"),
    Readiness.DESIRE: n_("Desire"),
    Readiness.KNOWLEDGE: n_("Knowledge"),
    Readiness.ABILITY: n_("Ability"),
    Readiness.REINFORCEMENT: n_("Reinforcement"),
}

QUESTIONS = {
    Readiness.AWARENESS: n_("I understand why this change is needed."),
    Readiness.DESIRE: n_("I would like to be part of it."),
    Readiness.KNOWLEDGE: n_("I know what I have to do differently."),
    Readiness.ABILITY: n_("I can do it in my daily work."),
    Readiness.REINFORCEMENT: n_("I am supported and valued when I do it."),
}


class PulseMoment(StrEnum):
    BEFORE = "before"
    DURING = "during"
    AFTER = "after"


MOMENT_NAMES = {
    PulseMoment.BEFORE: n_("Before"),
    PulseMoment.DURING: n_("Under way"),
    PulseMoment.AFTER: n_("Afterwards"),
}


class PulseState(StrEnum):
    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"


PULSE_STATE_NAMES = {
    PulseState.PLANNED: n_("Planned"),
    PulseState.OPEN: n_("Open"),
    PulseState.CLOSED: n_("Closed"),
}


class Pulse(Base):
    """Asked from `opens_on` up to and including `closes_on`; `people` is how many could have answered."""

    __tablename__ = "pulse"
    __table_args__ = (
        Index(None, "campaign_id", "opens_on"),
        Index(None, "state"),
        CheckConstraint("closes_on >= opens_on", name="dates"),
    )

    id: Mapped[Id]
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    moment: Mapped[PulseMoment]
    opens_on: Mapped[date]
    closes_on: Mapped[date]
    state: Mapped[PulseState] = mapped_column(default=PulseState.PLANNED)
    people: Mapped[int] = mapped_column(default=0)
    answers: Mapped[int] = mapped_column(default=0)
    reminded_at: Mapped[datetime | None]

    campaign: Mapped[Campaign] = relationship()


class PulseGroup(Base):
    """One of the parts, none within another, in which answers may be counted. `is_rest`: whoever is in no other."""

    __tablename__ = "pulse_group"
    __table_args__ = (UniqueConstraint("pulse_id", "unit_id"),)

    id: Mapped[Id]
    pulse_id: Mapped[int] = mapped_column(ForeignKey("pulse.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("org_unit.id"))
    is_rest: Mapped[bool] = mapped_column(default=False)
    people: Mapped[int]

    unit: Mapped[OrgUnit] = relationship()


class PulseParticipation(Base):
    """Says only that somebody took part, so that nobody answers twice. Erased when the pulse closes."""

    __tablename__ = "pulse_participation"
    __table_args__ = (Index(None, "employee_id"),)

    pulse_id: Mapped[int] = mapped_column(ForeignKey("pulse.id"), primary_key=True)
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"), primary_key=True)


class PulseAnswer(Base):
    """Five numbers from 1 to 5. Its own number is drawn by lot; a group not to be shown is erased at the closing."""

    __tablename__ = "pulse_answer"
    __table_args__ = (
        Index(None, "pulse_id", "group_id"),
        *(CheckConstraint(f"{one.value} BETWEEN 1 AND {HIGHEST}", name=one.value) for one in Readiness),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    pulse_id: Mapped[int] = mapped_column(ForeignKey("pulse.id"))
    group_id: Mapped[int | None] = mapped_column(ForeignKey("pulse_group.id"))
    awareness: Mapped[int]
    desire: Mapped[int]
    knowledge: Mapped[int]
    ability: Mapped[int]
    reinforcement: Mapped[int]
