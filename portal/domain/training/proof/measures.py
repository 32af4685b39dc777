"""Level 4, what came of it: a figure of the portal in the months before a training and in those after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.domain.errors import NotAllowed, NotFound, RuleBroken
from portal.domain.organisation.viewers import Viewer
from portal.domain.periods import Period, add_months, local_day
from portal.domain.training.courses.models import Course
from portal.domain.training.policies import may_edit
from portal.domain.training.proof.models import CourseMeasure
from portal.domain.training.proof.needs import Where, Yardstick
from portal.domain.training.sessions.models import TrainingSession
from portal.domain.words import n_

MONTHS_AROUND = 6
COMPARED = 3  # months on each side
MOST_MEASURES = 4
FAR_UP = 40

Yardsticks = Mapping[str, Yardstick]


def measures_of(session: Session, course_id: int) -> Sequence[CourseMeasure]:
    return session.scalars(
        select(CourseMeasure).where(CourseMeasure.course_id == course_id).order_by(CourseMeasure.id)
    ).all()


def link(
    session: Session,
    course: Course,
    source: str,
    key: str,
    yardsticks: Yardsticks,
    *,
    by: Viewer,
    at: datetime,
) -> CourseMeasure:
    """From now on the course's results show this figure. Only one that the person may choose."""
    if not may_edit(by, course):
        raise NotAllowed
    found = yardsticks.get(source)
    choice = next((one for one in found.choices(session, by) if one.key == key), None) if found else None
    if choice is None:
        raise RuleBroken(n_("Choose one of the figures."), field="figure")
    if len(measures_of(session, course.id)) >= MOST_MEASURES:
        raise RuleBroken(
            n_("A course is measured by at most %(most)s figures."), field="figure", most=MOST_MEASURES
        )
    new = CourseMeasure(
        course_id=course.id, source=source, key=key, label=choice.label, added_by=by.account_id, added_at=at
    )
    try:
        with session.begin_nested():
            session.add(new)
    except IntegrityError as broken:
        raise RuleBroken(n_("The course is measured by this figure already."), field="figure") from broken
    return new


def unlink(session: Session, course: Course, measure_id: int, *, by: Viewer) -> None:
    if not may_edit(by, course):
        raise NotAllowed
    measure = session.get(CourseMeasure, measure_id)
    if measure is None or measure.course_id != course.id:
        raise NotFound
    session.delete(measure)
    session.flush()


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A figure by month; the means of the three months before the training's and of the three after."""

    label: str
    unit: str
    months: tuple[tuple[date, Decimal | None], ...]
    began: date
    ended: date

    @property
    def before(self) -> Decimal | None:
        return mean_of([value for month, value in self.months if month < self.began][-COMPARED:])

    @property
    def after(self) -> Decimal | None:
        return mean_of([value for month, value in self.months if month > self.ended][:COMPARED])

    @property
    def moved(self) -> Decimal | None:
        return None if self.before is None or self.after is None else self.after - self.before

    @property
    def bottom(self) -> int:
        """Where the drawing begins: at nought, unless all lies so high that nothing would be seen."""
        lowest = min((value for _month, value in self.months if value is not None), default=Decimal())
        return int(lowest) // 5 * 5 - 5 if lowest > FAR_UP else 0

    @property
    def top(self) -> int | None:
        """Where it ends, when it does not begin at nought."""
        highest = max((value for _month, value in self.months if value is not None), default=Decimal())
        return int(highest) // 5 * 5 + 5 if self.bottom else None

    @property
    def lines(self) -> tuple[list[float | None], list[float | None]]:
        """To be drawn: up to and with the month of the training, and from it on."""
        first = [_height(value) if month <= self.ended else None for month, value in self.months]
        second = [_height(value) if month >= self.ended else None for month, value in self.months]
        return first, second


def mean_of(values: Sequence[Decimal | None]) -> Decimal | None:
    known = [value for value in values if value is not None]
    return (sum(known, Decimal()) / len(known)).quantize(Decimal("0.01")) if known else None


def _height(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def changes(session: Session, held: TrainingSession, yardsticks: Yardsticks, *, at: datetime) -> list[Change]:
    """Around one session, for the units it was held for; months that are not over yet are left out."""
    zone = held.agency.timezone
    began = add_months(local_day(held.starts_at, zone), 0)
    ended = add_months(local_day(held.ends_at, zone), 0)
    last = min(add_months(ended, MONTHS_AROUND + 1), add_months(local_day(at, zone), 0))
    period = Period(add_months(began, -MONTHS_AROUND), max(last, add_months(began, 1)))
    where = Where(held.unit_low, held.unit_high)
    found = []
    for measure in measures_of(session, held.course_id):
        yardstick = yardsticks.get(measure.source)
        if yardstick is not None:
            months = tuple(yardstick.months(session, measure.key, where, period))
            found.append(
                Change(label=measure.label, unit=yardstick.unit, months=months, began=began, ended=ended)
            )
    return found
