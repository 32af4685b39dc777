"""What reviews tell the reward engine: only those with a visit slip that names an officer."""

from collections.abc import Iterable
from typing import Any
from typing import cast as typing_cast

from sqlalchemy import ColumnElement, Integer, Select, cast, func, literal, select, union_all
from sqlalchemy.orm import Session

from portal.domain.metrics import Fact, Metric, MetricKind, MetricSource, MetricUse
from portal.domain.public_reviews.elements import CODES
from portal.domain.public_reviews.events import ReviewCounted, ReviewWithdrawn
from portal.domain.public_reviews.reviews.models import Review, ReviewState
from portal.domain.words import n_

VERIFIED = Metric(
    code="reviews.verified",
    kind=MetricKind.COUNT,
    use=MetricUse.OUTCOME,
    label=n_("Reviews with a visit slip"),
    unit=n_("reviews"),
)
RATING = Metric(
    code="reviews.rating",
    kind=MetricKind.RATING,
    use=MetricUse.OUTCOME,
    label=n_("Satisfaction in reviews with a visit slip"),
    unit=n_("of 4"),
    scale=100,
    highest=400,
)
SOURCE_TYPE = "review"
HAS_COUNTED = (ReviewState.COUNTED, ReviewState.WITHDRAWN)


def rating_of(answers: Iterable[int | None]) -> int:
    """The mean of the filled answers in hundredths, rounded half up; 0 without any."""
    filled = [answer for answer in answers if answer is not None]
    return (200 * sum(filled) + len(filled)) // (2 * len(filled)) if filled else 0


def facts_of(session: Session, event: ReviewCounted | ReviewWithdrawn) -> Iterable[Fact]:
    """None for a review without an officer, and without asking the database."""
    if event.officer_id is None:
        return ()
    review = session.get_one(Review, event.review_id)
    values = {VERIFIED.code: 1, RATING.code: rating_of(review.answers.values())}
    sign, revision = (-1, 1) if isinstance(event, ReviewWithdrawn) else (1, 0)
    return tuple(
        Fact(
            metric=metric,
            employee_id=event.officer_id,
            day=review.day,
            value=sign * value,
            n=sign,
            source_type=SOURCE_TYPE,
            source_id=review.id,
            source_rev=revision,
        )
        for metric, value in values.items()
    )


def _rating() -> ColumnElement[int]:
    """The same as `rating_of`, in the database."""
    answers = [getattr(Review, code) for code in CODES]
    total = sum((func.coalesce(answer, 0) for answer in answers), start=literal(0))
    filled = sum((cast(answer.is_not(None), Integer) for answer in answers), start=literal(0))
    doubled = func.coalesce(
        200 * total + filled, 0
    )  # as a call, so that whole-number division takes all of it
    return func.coalesce(doubled.op("/", return_type=Integer())(func.nullif(2 * filled, 0)), 0)


def _facts(metric: str, value: ColumnElement[int], sign: int) -> Select[Any]:
    states = HAS_COUNTED if sign > 0 else (ReviewState.WITHDRAWN,)
    facts = select(
        literal(metric).label("metric"),
        Review.officer_id.label("employee_id"),
        Review.day.label("day"),
        (value * sign).label("value"),
        literal(sign).label("n"),
        literal(SOURCE_TYPE).label("source_type"),
        Review.id.label("source_id"),
        literal(0 if sign > 0 else 1).label("source_rev"),
    ).where(Review.officer_id.is_not(None), Review.state.in_(states))
    return typing_cast(Select[Any], facts)


def history() -> Select[Any]:
    """Every fact that was ever told, over the reviews themselves."""
    parts = union_all(
        *(
            _facts(metric, value, sign)
            for metric, value in ((VERIFIED.code, literal(1)), (RATING.code, _rating()))
            for sign in (1, -1)
        )
    ).subquery("facts")
    return select(parts)


METRIC_SOURCE = MetricSource(
    metrics=(VERIFIED, RATING),
    facts_of={ReviewCounted: facts_of, ReviewWithdrawn: facts_of},
    history=history,
)
