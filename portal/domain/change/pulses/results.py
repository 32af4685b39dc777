"""What closed pulses say: readiness by stage, by part and over time. Only what the closing left may be read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from portal.domain.change.campaigns.models import Campaign
from portal.domain.change.pulses.groups import LEAST
from portal.domain.change.pulses.models import (
    Pulse,
    PulseAnswer,
    PulseGroup,
    PulseParticipation,
    PulseState,
    Readiness,
)
from portal.domain.change.scope import concerns
from portal.domain.errors import NotFound
from portal.domain.organisation.models import OrgUnit
from portal.domain.organisation.viewers import Viewer

TENTH = Decimal("0.1")
HESITANT = Decimal(3)
"""A stage at or below the middle of the scale holds people back."""


@dataclass(frozen=True, slots=True)
class Score:
    """Means from 1 to 5 of `answers` answers, rounded half up to one decimal: of each stage, and of all five."""

    answers: int
    means: Mapping[Readiness, Decimal]
    overall: Decimal

    @property
    def held_back_by(self) -> Readiness | None:
        """The first stage that is not reached: help there comes before help at the later ones."""
        return next((one for one in Readiness if self.means[one] <= HESITANT), None)


@dataclass(slots=True)
class Part:
    """A part of the people over several pulses; nothing where too few answered."""

    unit: OrgUnit
    is_rest: bool
    people: int = 0
    scores: dict[int, Score] = field(default_factory=dict)

    @property
    def moved(self) -> Decimal:
        """From the first figure to the latest."""
        known = list(self.scores.values())
        return known[-1].overall - known[0].overall if known else Decimal()

    @property
    def first(self) -> Score | None:
        return next(iter(self.scores.values()), None)

    @property
    def latest(self) -> Score | None:
        return next(reversed(self.scores.values()), None)

    def over(self, pulses: Sequence[Pulse]) -> list[Decimal | None]:
        return [self.scores[one.id].overall if one.id in self.scores else None for one in pulses]


@dataclass(frozen=True, slots=True)
class Trend:
    """Closed pulses of a campaign in the order of their days, everybody first and then the parts."""

    pulses: Sequence[Pulse]
    everybody: Part
    parts: Sequence[Part]


def pulse_for(session: Session, viewer: Viewer, pulse_id: int) -> Pulse:
    """One that asks the viewer, once it has opened."""
    found = session.scalar(
        select(Pulse)
        .join(Campaign, Campaign.id == Pulse.campaign_id)
        .join(OrgUnit, OrgUnit.id == Campaign.unit_id)
        .where(Pulse.id == pulse_id, Pulse.state != PulseState.PLANNED, concerns(viewer))
        .options(joinedload(Pulse.campaign).joinedload(Campaign.unit))
    )
    if found is None:
        raise NotFound
    return found


def took_part(session: Session, viewer: Viewer, pulse: Pulse) -> bool:
    """Known only while the pulse is open."""
    return session.get(PulseParticipation, (pulse.id, viewer.employee_id or 0)) is not None


def pulses_waiting(session: Session, viewer: Viewer) -> Sequence[Pulse]:
    """Open ones that the viewer has not answered."""
    mine = (
        select(PulseParticipation.pulse_id)
        .where(
            PulseParticipation.pulse_id == Pulse.id,
            PulseParticipation.employee_id == (viewer.employee_id or 0),
        )
        .exists()
    )
    return session.scalars(
        select(Pulse)
        .join(Campaign, Campaign.id == Pulse.campaign_id)
        .join(OrgUnit, OrgUnit.id == Campaign.unit_id)
        .where(Pulse.state == PulseState.OPEN, concerns(viewer), ~mine)
        .options(joinedload(Pulse.campaign))
        .order_by(Pulse.closes_on, Pulse.id)
    ).all()


def pulses_of(session: Session, campaign: Campaign) -> list[tuple[Pulse, int]]:
    """Every pulse with how many have taken part so far; of a closed one, how many answered."""
    so_far = (
        select(func.count())
        .select_from(PulseParticipation)
        .where(PulseParticipation.pulse_id == Pulse.id)
        .scalar_subquery()
    )
    rows = session.execute(
        select(Pulse, so_far).where(Pulse.campaign_id == campaign.id).order_by(Pulse.opens_on, Pulse.id)
    )
    return [(pulse, pulse.answers if pulse.state is PulseState.CLOSED else count) for pulse, count in rows]


def trend_of(session: Session, campaign: Campaign, *, has_parts: bool = True) -> Trend:
    pulses = session.scalars(
        select(Pulse)
        .where(Pulse.campaign_id == campaign.id, Pulse.state == PulseState.CLOSED, Pulse.answers >= LEAST)
        .order_by(Pulse.opens_on, Pulse.id)
    ).all()
    ids = [one.id for one in pulses]
    everybody = Part(campaign.unit, False)
    for row in session.execute(_means(ids).group_by(PulseAnswer.pulse_id).order_by(PulseAnswer.pulse_id)):
        everybody.scores[row.pulse_id] = _score(row)
    return Trend(pulses, everybody, _parts(session, ids) if has_parts else [])


def _means(pulse_ids: Sequence[int]) -> Select[*tuple[Any, ...]]:
    """Sums, so that means are computed exactly and not by the database."""
    return select(
        PulseAnswer.pulse_id,
        func.count().label("answers"),
        *(func.sum(getattr(PulseAnswer, one.value)).label(one.value) for one in Readiness),
    ).where(PulseAnswer.pulse_id.in_(pulse_ids))


def _score(row: Row[Any]) -> Score:
    sums = {one: int(getattr(row, one.value)) for one in Readiness}
    means = {one: _mean(total, row.answers) for one, total in sums.items()}
    return Score(row.answers, means, _mean(sum(sums.values()), row.answers * len(sums)))


def _mean(total: int, count: int) -> Decimal:
    return (Decimal(total) / count).quantize(TENTH, ROUND_HALF_UP)


def _parts(session: Session, pulse_ids: Sequence[int]) -> list[Part]:
    """In the order of the tree, the rest last. A part that never had enough answers is named without figures."""
    groups = session.scalars(
        select(PulseGroup)
        .join(PulseGroup.unit)
        .where(PulseGroup.pulse_id.in_(pulse_ids))
        .options(contains_eager(PulseGroup.unit))
        .order_by(PulseGroup.is_rest, OrgUnit.path_key, PulseGroup.pulse_id)
    ).all()
    scores = {
        row.group_id: _score(row)
        for row in session.execute(
            _means(pulse_ids)
            .add_columns(PulseAnswer.group_id)
            .where(PulseAnswer.group_id.is_not(None))
            .group_by(PulseAnswer.pulse_id, PulseAnswer.group_id)
        )
    }
    parts: dict[int, Part] = {}
    for group in groups:
        part = parts.setdefault(group.unit_id, Part(group.unit, group.is_rest))
        part.people = group.people
        if group.id in scores:
            part.scores[group.pulse_id] = scores[group.id]
    return [] if all(part.is_rest for part in parts.values()) else list(parts.values())
