"""Sums and counts from the database, one GROUP BY for a page; the figures from `satisfaction`."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, extract, func, select
from sqlalchemy.orm import Session

from portal.domain.periods import Period
from portal.domain.public_reviews.elements import CODES
from portal.domain.public_reviews.reviews.models import Review, ReviewState
from portal.domain.public_reviews.satisfaction import ElementSum
from portal.domain.public_reviews.services.models import Service


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """What is known of a set of counted reviews: how many, how many with a visit slip, and each element's sum."""

    respondents: int = 0
    verified: int = 0
    elements: Mapping[str, ElementSum] = field(default_factory=lambda: {code: ElementSum() for code in CODES})


def total_of(many: Iterable[Sums]) -> Sums:
    """Added up in one go: a leader's page adds hundreds of months."""
    respondents = verified = 0
    totals, filled = dict.fromkeys(CODES, 0), dict.fromkeys(CODES, 0)
    for one in many:
        respondents += one.respondents
        verified += one.verified
        for code, element in one.elements.items():
            totals[code] += element.total
            filled[code] += element.filled
    elements = {code: ElementSum(total=totals[code], filled=filled[code]) for code in CODES}
    return Sums(respondents=respondents, verified=verified, elements=elements)


NOTHING = Sums()
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
    pairs = zip(values[2::2], values[3::2], strict=True)
    return Sums(
        respondents=values[0],
        verified=int(values[1]),
        elements={
            code: ElementSum(total=int(total), filled=filled)
            for code, (total, filled) in zip(CODES, pairs, strict=True)
        },
    )


def months_of(session: Session, service_ids: Sequence[int], span: Period) -> Months:
    """Sums of counted reviews for each service and calendar month of a stretch of days."""
    return months_within(session, Service.id.in_(service_ids), span)


def months_within(session: Session, scope: ColumnElement[bool], span: Period) -> Months:
    """The same for all services of a scope, also those without reviews, in one statement."""
    rows = session.execute(_by_month().where(scope), {"starts": span.start, "ends": span.end})
    found: dict[int, dict[date, Sums]] = {}
    for service_id, number, *values in rows:
        months = found.setdefault(service_id, {})
        if number is not None:
            months[date(int(number) // 12, int(number) % 12 + 1, 1)] = _sums_from(values)
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
    month = (extract("year", Review.day) * 12 + extract("month", Review.day) - 1).label("month")
    question: Select[*tuple[Any, ...]] = select(Service.id, month, *_figures())
    return question.outerjoin(Review, and_(Review.service_id == Service.id, *IS_COUNTED)).group_by(
        Service.id, month
    )


@cache
def _of_officer() -> Select[*tuple[Any, ...]]:
    question: Select[*tuple[Any, ...]] = select(*_figures())
    return question.where(*IS_COUNTED, Review.officer_id == bindparam("officer"))


def in_period(months: Mapping[date, Sums], period: Period) -> Sums:
    if period.months == 1:
        return months.get(period.start, NOTHING)
    return total_of(sums for month, sums in months.items() if month in period)
