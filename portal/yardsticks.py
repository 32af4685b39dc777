"""The figures with which training looks at what came of it: satisfaction of citizens, targets achieved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from portal.domain.organisation.viewers import Viewer
from portal.domain.periods import Period, Window, last_periods
from portal.domain.public_reviews.results.figures import figure_from, index_of_unit
from portal.domain.public_reviews.results.queries import in_period, months_of
from portal.domain.public_reviews.services.choosing import services_of_agency
from portal.domain.public_reviews.services.queries import mode_on, modes_of
from portal.domain.targets.checkins.achieved import achieved_by_month
from portal.domain.training.proof.needs import Choice, Where
from portal.domain.words import n_

Months = Sequence[tuple[date, Decimal | None]]


def _steps(period: Period) -> list[Period]:
    return last_periods(period.end, Window.MONTH, period.months + 1)[:-1]


@dataclass(frozen=True, slots=True)
class UnitIndex:
    """The satisfaction index over all services of the units that the training was for."""

    name: str = n_("Satisfaction of citizens")
    unit: str = n_("index out of 100")

    def choices(self, session: Session, viewer: Viewer) -> list[Choice]:
        return [Choice("", n_("Satisfaction index of the units trained"))]

    def months(self, session: Session, key: str, where: Where, period: Period) -> Months:
        return index_of_unit(session, where.low, where.high, period, _steps(period)).months


@dataclass(frozen=True, slots=True)
class ServiceIndex:
    """The satisfaction index of one service of the viewer's agency."""

    name: str = n_("Satisfaction with one service")
    unit: str = n_("index out of 100")

    def choices(self, session: Session, viewer: Viewer) -> list[Choice]:
        found = services_of_agency(session, viewer.agency_id or 0)
        return [Choice(str(service.id), service.name) for service in found]

    def months(self, session: Session, key: str, where: Where, period: Period) -> Months:
        months, modes = (
            months_of(session, [int(key)], period)[int(key)],
            modes_of(session, [int(key)])[int(key)],
        )
        return [
            (step.start, figure_from(in_period(months, step), step, mode_on(modes, step.start)).index)
            for step in _steps(period)
        ]


@dataclass(frozen=True, slots=True)
class TargetsAchieved:
    """How many targets the people of those units achieved in a month."""

    name: str = n_("Targets")
    unit: str = n_("targets in a month")

    def choices(self, session: Session, viewer: Viewer) -> list[Choice]:
        return [Choice("", n_("Targets achieved in the units trained"))]

    def months(self, session: Session, key: str, where: Where, period: Period) -> Months:
        found = achieved_by_month(session, where.low, where.high, period)
        return [(month, Decimal(count)) for month, count in found]
