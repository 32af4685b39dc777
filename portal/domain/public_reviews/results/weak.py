"""What citizens like least about the service a person works for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.organisation.paths import ancestors_of
from portal.domain.periods import Period, add_months
from portal.domain.public_reviews.elements import BY_CODE
from portal.domain.public_reviews.results.figures import figure_from
from portal.domain.public_reviews.results.queries import in_period, months_of
from portal.domain.public_reviews.satisfaction import WeightMode
from portal.domain.public_reviews.services.models import Service

GOOD_ENOUGH = Decimal("3.53")  # from here on an index would be graded A
MONTHS, MOST = 6, 3


@dataclass(frozen=True, slots=True)
class WeakElement:
    """`name` is a msgid; `mean` is of answers from 1 to 4."""

    code: str
    name: str
    service: str
    mean: Decimal


def weak_elements(session: Session, unit_key: int, today: date) -> list[WeakElement]:
    """The weakest element of each open service of the unit or a unit above it, over half a year; the lowest first."""
    services = session.scalars(
        select(Service)
        .where(Service.unit_key.in_(ancestors_of(unit_key)[1:]), Service.is_open)
        .order_by(Service.unit_key.desc(), Service.id)
        .limit(MOST)
    ).all()
    if not services:
        return []
    start = add_months(today, 1 - MONTHS)
    span = Period(start, add_months(today, 1))
    months = months_of(session, [one.id for one in services], span)
    found = []
    for service in services:
        figure = figure_from(in_period(months.get(service.id, {}), span), span, WeightMode.EXACT)
        weakest = next(iter(figure.weakest), None)
        if weakest and weakest.mean is not None and weakest.mean < GOOD_ENOUGH:
            name = BY_CODE[weakest.code].name
            found.append(WeakElement(weakest.code, name, service.name, weakest.mean))
    return sorted(found, key=lambda one: (one.mean, one.service))
