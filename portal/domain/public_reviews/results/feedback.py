"""What staff may read of what citizens said: never who, and nothing before five people have spoken."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.domain.organisation.viewers import Viewer
from portal.domain.pages import Page
from portal.domain.periods import Period
from portal.domain.public_reviews.results.figures import Figure, ServiceFigure, figures_of, officer_figure
from portal.domain.public_reviews.reviews.models import Contest, Review, ReviewState
from portal.domain.public_reviews.reviews.queries import home_services, named_reviews, unit_comments
from portal.domain.public_reviews.satisfaction import FEWEST


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnFeedback:
    """`reviews` is empty until five verified reviews name the person: one of few could be recognised."""

    figure: Figure
    before: Figure
    count: int
    reviews: Page[tuple[Review, Contest | None]] | None


def own_feedback(session: Session, viewer: Viewer, period: Period, number: int = 1) -> OwnFeedback:
    employee_id = viewer.employee_id or 0
    count = (
        session.scalar(
            select(func.count(Review.id)).where(
                Review.officer_id == employee_id, Review.state == ReviewState.COUNTED
            )
        )
        or 0
    )
    return OwnFeedback(
        figure=officer_figure(session, employee_id, period),
        before=officer_figure(session, employee_id, period.previous),
        count=count,
        reviews=named_reviews(session, viewer, number) if count >= FEWEST else None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitFeedback:
    services: Sequence[ServiceFigure]
    comments: Page[Review]


def unit_feedback(session: Session, viewer: Viewer, day: date, number: int = 1) -> UnitFeedback:
    """The services of one's own unit; words only of those that enough people reviewed."""
    services = figures_of(session, home_services(session, viewer), day)
    shown = [one.service.id for one in services if one.now.is_shown]
    return UnitFeedback(services=services, comments=unit_comments(session, viewer, shown, number))
