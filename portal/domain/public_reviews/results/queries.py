"""Sums and counts from the database, one GROUP BY for a page; the figures from `satisfaction`."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, bindparam, case, cast, false, func, or_, select
from sqlalchemy.orm import Session

from portal.domain.periods import Period
from portal.domain.public_reviews.elements import CODES
from portal.domain.public_reviews.reviews.models import Review, ReviewState
from portal.domain.public_reviews.satisfaction import ElementSum
from portal.domain.public_reviews.services.models import Service

UNANSWERED = (0,) * len(CODES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """What is known of a set of counted reviews: how many, how many with a visit slip, and each element's sum.

    `totals` and `filled` in the order of the elements; hundreds of these are added up for one page.
    """

    respondents: int = 0
    verified: int = 0
    totals: tuple[int, ...] = UNANSWERED
    filled: tuple[int, ...] = UNANSWERED

    @property
    def elements(self) -> dict[str, ElementSum]:
        pairs = zip(CODES, self.totals, self.filled, strict=True)
        return {code: ElementSum(total=total, filled=filled) for code, total, filled in pairs}


def total_of(many: Iterable[Sums]) -> Sums:
    parts = list(many)
    if not parts:
        return NOTHING
    return Sums(
        respondents=sum(one.respondents for one in parts),
        verified=sum(one.verified for one in parts),
        totals=tuple(map(sum, zip(*(one.totals for one in parts), strict=True))),
        filled=tuple(map(sum, zip(*(one.filled for one in parts), strict=True))),
    )


NOTHING = Sums()
Spans = tuple[tuple[int, int], ...]
Months = Mapping[int, Mapping[date, Sums]]


@cache
def _figures() -> tuple[ColumnElement[Any], ...]:
    columns: list[ColumnElement[Any]] = [
        func.count().label("respondents"),
        func.sum(case((Review.is_verified, 1), else_=0)).label("verified"),
    ]
    for code in CODES:
        answer = getattr(Review, code)
        columns += [func.coalesce(func.sum(answer), 0), func.count(answer)]
    return tuple(columns)


def _sums_from(values: Sequence[int]) -> Sums:
    """From the numbers of `_figures`."""
    return Sums(
        respondents=values[0], verified=values[1], totals=tuple(values[2::2]), filled=tuple(values[3::2])
    )


def months_of(session: Session, service_ids: Sequence[int], span: Period) -> Months:
    """Sums of counted reviews for each service and calendar month of a stretch of days."""
    return _months(session, _by_month().where(Service.id.in_(service_ids)), span)


def months_within(session: Session, spans: Spans, span: Period) -> Months:
    """The same for all services of the units within these intervals of keys, also those without reviews."""
    return _months(session, _by_month_within(spans), span)


def _months(session: Session, question: Select[*tuple[Any, ...]], span: Period) -> Months:
    rows = session.execute(question, {"starts": span.start, "ends": span.end})
    found: dict[int, dict[date, Sums]] = {}
    for service_id, month, *values in rows:
        months = found.setdefault(service_id, {})
        if month is not None:
            months[date.fromisoformat(f"{month}-01")] = _sums_from(values)
    return found


def sums_of_officer(session: Session, employee_id: int, span: Period) -> Sums:
    """Over the verified, counted reviews that name this person."""
    places = {"starts": span.start, "ends": span.end, "officer": employee_id}
    return _sums_from([value or 0 for value in session.execute(_of_officer(), places).one()])


# Places: starts, ends.
IS_COUNTED = (
    Review.state == ReviewState.COUNTED,
    Review.day >= bindparam("starts"),
    Review.day < bindparam("ends"),
)


# Home pages ask these every time, and building them takes as long as answering them.
@cache
def _by_month() -> Select[*tuple[Any, ...]]:
    month = func.substr(cast(Review.day, String), 1, 7).label("month")
    question: Select[*tuple[Any, ...]] = select(Service.id, month, *_figures())
    return question.outerjoin(Review, and_(Review.service_id == Service.id, *IS_COUNTED)).group_by(
        Service.id, month
    )


@lru_cache(maxsize=512)
def _by_month_within(spans: Spans) -> Select[*tuple[Any, ...]]:
    return _by_month().where(or_(false(), *(Service.unit_key.between(low, high) for low, high in spans)))


@cache
def _of_officer() -> Select[*tuple[Any, ...]]:
    question: Select[*tuple[Any, ...]] = select(*_figures())
    return question.where(*IS_COUNTED, Review.officer_id == bindparam("officer"))


def in_period(months: Mapping[date, Sums], period: Period) -> Sums:
    if period.months == 1:
        return months.get(period.start, NOTHING)
    return total_of(sums for month, sums in months.items() if month in period)
