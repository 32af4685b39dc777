"""What may be shown of the sums: the index with its method, or nothing at all for fewer than five."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from portal.domain.organisation.models import Role
from portal.domain.organisation.viewers import Viewer
from portal.domain.periods import Period, Window, last_periods, period_of
from portal.domain.public_reviews.results.queries import (
    Months,
    Spans,
    Sums,
    in_period,
    months_of,
    months_within,
    sums_of_officer,
    total_of,
)
from portal.domain.public_reviews.reviews.models import Review
from portal.domain.public_reviews.satisfaction import (
    FEWEST,
    ElementResult,
    WeightMode,
    grade_of,
    half_up,
    index_from,
    results_from,
)
from portal.domain.public_reviews.services.models import Service
from portal.domain.public_reviews.services.queries import mode_on, modes_of

SPARE = 2  # services asked for beyond what is shown, should one have too few answers


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One period's result. With fewer than five respondents `index`, `grade` and `elements` are empty."""

    period: Period
    mode: WeightMode
    respondents: int
    index: Decimal | None
    grade: str | None
    verified_share: Decimal | None
    elements: tuple[ElementResult, ...]

    @property
    def is_shown(self) -> bool:
        return self.index is not None

    @property
    def height(self) -> float | None:
        """The index as a drawing takes it."""
        return None if self.index is None else float(self.index)

    @property
    def weakest(self) -> tuple[ElementResult, ...]:
        """The three elements with the lowest mean, lowest first."""
        known = [(one.exact, one.code, one) for one in self.elements if one.exact is not None]
        return tuple(one for _mean, _code, one in sorted(known, key=lambda found: found[:2])[:3])


def figure_from(sums: Sums, period: Period, mode: WeightMode, fewest_answers: int = FEWEST) -> Figure:
    """`fewest_answers` hides the mean of an element that fewer people answered."""
    is_enough = sums.respondents >= FEWEST
    index = index_from(sums.elements, mode) if is_enough else None
    return Figure(
        period=period,
        mode=mode,
        respondents=sums.respondents,
        index=index,
        grade=grade_of(index) if index is not None else None,
        verified_share=half_up(Fraction(sums.verified, sums.respondents), 2) if is_enough else None,
        elements=results_from(sums.elements, fewest_answers) if index is not None else (),
    )


def figure_of(
    session: Session,
    service_id: int,
    period: Period,
    mode: WeightMode | None = None,
    fewest_answers: int = FEWEST,
) -> Figure:
    """One service in one period, by its own weight mode or by the given one."""
    mode = mode or mode_on(modes_of(session, [service_id])[service_id], period.start)
    months = months_of(session, [service_id], period)[service_id]
    return figure_from(in_period(months, period), period, mode, fewest_answers)


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A service's page: the chosen period, the one before, and the line through the last ones."""

    now: Figure
    before: Figure
    trend: tuple[Figure, ...]

    @property
    def change(self) -> Decimal | None:
        """Points gained or lost against the period before; None when the weights or the numbers forbid to compare."""
        if self.now.index is None or self.before.index is None or self.now.mode is not self.before.mode:
            return None
        return self.now.index - self.before.index

    @property
    def lines(self) -> list[tuple[WeightMode, list[float | None]]]:
        """The trend, to be drawn: one line for each weight mode, because modes never share a line."""
        modes = sorted({one.mode for one in self.trend if one.is_shown})
        return [(mode, [one.height if one.mode is mode else None for one in self.trend]) for mode in modes]

    @property
    def has_trend(self) -> bool:
        """At least three shown periods of one weight mode."""
        return any(sum(value is not None for value in values) >= 3 for _mode, values in self.lines)


def story_of(session: Session, service_id: int, period: Period, most: int = 8) -> Story:
    """Two statements, whatever the period."""
    window = period.window or Window.QUARTER
    periods = last_periods(period.start, window, 4 if window is Window.YEAR else most)
    modes = modes_of(session, [service_id])[service_id]
    months = months_of(session, [service_id], Period(periods[0].start, periods[-1].end))[service_id]
    figures = [figure_from(in_period(months, one), one, mode_on(modes, one.start)) for one in periods]
    first = next((place for place, one in enumerate(figures) if one.is_shown), 0)
    return Story(now=figures[-1], before=figures[-2], trend=tuple(figures[first:]))


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceFigure:
    service: Service
    now: Figure
    before: Figure


def figures_of(
    session: Session, services: Sequence[Service], today: date, *, has_before: bool = True
) -> list[ServiceFigure]:
    """For a list: the present quarter and the one before as one figure, and the two before them as another.

    Without `has_before` nothing is known of the time before, and half as much is read.
    """
    ids = [service.id for service in services]
    now = year_to(today)
    before = now.previous
    span = Period(before.start if has_before else now.start, now.end)
    months: Months = months_of(session, ids, span) if ids else {}
    modes = modes_of(session, ids) if ids else {}
    return [
        ServiceFigure(
            service=service,
            now=_figure(months[service.id], modes[service.id], now),
            before=_figure(months[service.id], modes[service.id], before),
        )
        for service in services
    ]


def year_to(today: date) -> Period:
    """The current quarter and the one before it: fresh, and rarely too few."""
    current = period_of(today, Window.QUARTER)
    return Period(current.previous.start, current.end)


def _figure(months: Mapping[date, Sums], modes: Sequence[tuple[date, WeightMode]], period: Period) -> Figure:
    return figure_from(in_period(months, period), period, mode_on(modes, period.end))


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitIndex:
    """Over the services of a subtree that may be shown themselves, so that no difference reveals a small one."""

    now: Figure
    before: Figure
    services: int
    months: tuple[tuple[date, Decimal | None], ...]


def index_of_unit(
    session: Session, low: int, high: int, period: Period, line: Sequence[Period] = ()
) -> UnitIndex:
    """The satisfaction index of the units `low`..`high` in a period and in the one before; `line`: its months."""
    return _unit_index(session, ((low, high),), period, line)


def index_for(session: Session, viewer: Viewer, period: Period, line: Sequence[Period] = ()) -> UnitIndex:
    """The same over all services that the viewer manages."""
    return _unit_index(session, viewer.spans(Role.SERVICE_MANAGER), period, line)


def _unit_index(session: Session, spans: Spans, period: Period, line: Sequence[Period]) -> UnitIndex:
    steps = list(line) or months_in(period)
    whole = Period(min(period.previous.start, steps[0].start), max(period.end, steps[-1].end))
    months = months_within(session, spans, whole)
    return UnitIndex(
        now=figure_from(_whole(months, period), period, WeightMode.ROUND3),
        before=figure_from(_whole(months, period.previous), period.previous, WeightMode.ROUND3),
        services=len(months),
        months=tuple((step.start, _index(_whole(months, step))) for step in steps),
    )


def months_in(period: Period) -> list[Period]:
    return last_periods(period.end.replace(day=1), Window.MONTH, period.months + 1)[:-1]


def _whole(months: Months, period: Period) -> Sums:
    parts = (in_period(of_service, period) for of_service in months.values())
    return total_of(part for part in parts if part.respondents >= FEWEST)


def _index(sums: Sums) -> Decimal | None:
    return index_from(sums.elements, WeightMode.ROUND3) if sums.respondents >= FEWEST else None


def officer_figure(session: Session, employee_id: int, period: Period) -> Figure:
    """What citizens with a visit slip said of one person; context for the person and the evaluator, never public."""
    return figure_from(sums_of_officer(session, employee_id, period), period, WeightMode.ROUND3)


def front_page_services(session: Session, limit: int, today: date) -> list[ServiceFigure]:
    """Services that people reviewed lately and that have enough answers, for the signed-out front page."""
    last = select(Review.service_id).order_by(Review.id.desc()).limit(400).subquery()
    lively = select(last.c.service_id, func.count().label("many")).group_by(last.c.service_id).subquery()
    services = session.scalars(
        select(Service)
        .join(lively, lively.c.service_id == Service.id)
        .options(joinedload(Service.unit), joinedload(Service.agency))
        .where(Service.is_open)
        .order_by(lively.c.many.desc(), Service.id)
        .limit(limit + SPARE)
    ).all()
    return [one for one in figures_of(session, services, today, has_before=False) if one.now.is_shown][:limit]
