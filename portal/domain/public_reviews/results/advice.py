"""What the figures ask of a service manager: more answers, an improvement, a closer look."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.domain.periods import Window, period_of
from portal.domain.public_reviews.improvements.models import ImprovementAction, ImprovementState
from portal.domain.public_reviews.results.figures import Story
from portal.domain.public_reviews.results.queries import in_period, months_of
from portal.domain.public_reviews.reviews.models import Review, ReviewState
from portal.domain.public_reviews.satisfaction import ElementResult, sample_size
from portal.domain.public_reviews.services.models import Counter, Service
from portal.domain.public_reviews.visits.models import VisitToken

NOTABLE_FALL = Decimal("-1.00")
MANY = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """`needed` respondents a year by Krejcie and Morgan, 0 when unknown; `to_improve` are weak elements without a plan;
    `crowded` are days with far more slipless reviews than slips."""

    respondents: int
    needed: int
    has_fallen: bool
    to_improve: Sequence[ElementResult]
    crowded: Sequence[tuple[date, int, int]]


def advice_for(session: Session, service: Service, story: Story, day: date) -> Advice:
    year = period_of(day, Window.YEAR)
    months = months_of(session, [service.id], year)[service.id]
    planned = _planned_elements(session, service.id)
    return Advice(
        respondents=in_period(months, year).respondents,
        needed=sample_size(service.served_per_year or 0),
        has_fallen=story.change is not None and story.change <= NOTABLE_FALL,
        to_improve=[one for one in story.now.weakest if one.code not in planned],
        crowded=crowded_days(session, service, day),
    )


def _planned_elements(session: Session, service_id: int) -> set[str]:
    open_states = (ImprovementState.PLANNED, ImprovementState.UNDER_WAY)
    return set(
        session.scalars(
            select(ImprovementAction.element).where(
                ImprovementAction.service_id == service_id, ImprovementAction.state.in_(open_states)
            )
        )
    )


def crowded_days(
    session: Session, service: Service, day: date, days: int = 14
) -> list[tuple[date, int, int]]:
    """Days of the last two weeks with ten or more slipless reviews and twice as many as slips handed out."""
    since = day - timedelta(days=days)
    zone = ZoneInfo(service.agency.timezone)
    issued = session.scalars(
        select(VisitToken.issued_at)
        .join(Counter, Counter.id == VisitToken.counter_id)
        .where(
            Counter.service_id == service.id, VisitToken.issued_at >= datetime.combine(since, time.min, zone)
        )
    )
    slips: dict[date, int] = {}
    for moment in issued:
        local = moment.astimezone(zone).date()
        slips[local] = slips.get(local, 0) + 1
    if not slips:
        return []
    came = session.execute(
        select(Review.day, func.count())
        .where(
            Review.service_id == service.id,
            Review.day >= since,
            Review.state == ReviewState.COUNTED,
            Review.import_key.is_(None),
            Review.is_verified.is_(False),
        )
        .group_by(Review.day)
        .order_by(Review.day.desc())
    )
    return [
        (came_on, count, slips[came_on])
        for came_on, count in came
        if came_on in slips and count >= max(MANY, 2 * slips[came_on])
    ]
