"""What a year held: points by month, badges, levels, results, good words. Six statements, whatever it was like."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from portal.domain.errors import NotFound
from portal.domain.metrics import MetricKind
from portal.domain.organisation.viewers import Viewer
from portal.domain.periods import Period
from portal.domain.rewards.badges.models import Level
from portal.domain.rewards.facts.models import Rollup, StoredMetric
from portal.domain.rewards.ledger.models import Award, AwardState, LedgerEntry, Score
from portal.domain.rewards.ledger.queries import WonBadge
from portal.domain.rewards.ledger.reading import awards_in
from portal.domain.rewards.periods import year_key
from portal.domain.rewards.profile import badges_among
from portal.domain.rewards.recognition.models import Congratulation, CongratulationState
from portal.domain.rewards.standing import levels

YEARS_BACK = 10


@dataclass(frozen=True, slots=True)
class Result:
    """`amount` as people read it: an average for ratings, else a sum; of `n` facts."""

    metric: StoredMetric
    amount: Decimal
    n: int

    @property
    def is_rating(self) -> bool:
        return self.metric.kind is MetricKind.RATING


@dataclass(frozen=True, slots=True)
class ReachedLevel:
    """`on`: the day the points sufficed for good; None for a level everybody begins the year on."""

    level: Level
    on: date | None


@dataclass(frozen=True, slots=True)
class YearSummary:
    """`months`: the points of each month, None for months to come."""

    year: int
    is_running: bool
    points: int
    months: list[tuple[date, int | None]]
    awards: Sequence[Award]
    badges: list[WonBadge]
    levels: list[ReachedLevel]
    results: list[Result]
    voices: Sequence[Congratulation]

    @property
    def is_empty(self) -> bool:
        return not (self.points or self.badges or self.results)

    @property
    def best_month(self) -> tuple[date, int] | None:
        """The month with most points; None while fewer than two months have any."""
        earned = [(start, points) for start, points in self.months if points]
        return max(earned, key=lambda one: one[1]) if len(earned) > 1 else None

    @property
    def highest(self) -> ReachedLevel | None:
        return self.levels[-1] if self.levels else None


def year_of(session: Session, viewer: Viewer, year: int, day: date) -> YearSummary:
    """Of the viewer and nobody else. NotFound for years to come and those longer than ten years ago."""
    me = viewer.employee_id
    if me is None or not day.year - YEARS_BACK < year <= day.year:
        raise NotFound
    booked = _booked(session, me, year)
    granted = [one for one in awards_in(session, me, year) if one.state is AwardState.GRANTED]
    return YearSummary(
        year=year,
        is_running=year == day.year,
        points=sum(points for _day, points in booked),
        months=_months(booked, year, day),
        awards=granted,
        badges=badges_among(sorted(granted, key=lambda one: (one.changed_at, one.id), reverse=True)),
        levels=_levels(levels(session), booked),
        results=_results(session, me, year),
        voices=_voices(session, me, *Period(date(year, 1, 1), date(year + 1, 1, 1)).moments(viewer.timezone)),
    )


def years_with_points(session: Session, employee_id: int, day: date) -> list[int]:
    """The present year and every year before it with points, latest first."""
    keys = [year_key(date(day.year - back, 1, 1)) for back in range(1, YEARS_BACK)]
    found = session.scalars(
        select(Score.period_key).where(
            Score.period_key.in_(keys), Score.employee_id == employee_id, Score.points > 0
        )
    )
    return [day.year, *sorted((key // 10_000 for key in found), reverse=True)]


def _voices(
    session: Session, employee_id: int, since: datetime, before: datetime
) -> Sequence[Congratulation]:
    """What colleagues wrote, newest first, but what was taken back, hidden or removed."""
    return session.scalars(
        select(Congratulation)
        .where(
            Congratulation.subject_id == employee_id,
            Congratulation.state == CongratulationState.SHOWN,
            Congratulation.written_at >= since,
            Congratulation.written_at < before,
        )
        .options(joinedload(Congratulation.author))
        .order_by(Congratulation.written_at.desc(), Congratulation.id.desc())
    ).all()


def _booked(session: Session, employee_id: int, year: int) -> list[tuple[date, int]]:
    """The points of the year's windows by day; what was booked after its end belongs to its last day."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    rows = session.execute(
        select(LedgerEntry.booked_on, func.sum(LedgerEntry.points))
        .where(
            LedgerEntry.employee_id == employee_id,
            LedgerEntry.window_key.between(year * 10_000, year * 10_000 + 9_999),
        )
        .group_by(LedgerEntry.booked_on)
        .order_by(LedgerEntry.booked_on)
    )
    return [(min(max(day, first), last), int(points)) for day, points in rows]


def _months(booked: Sequence[tuple[date, int]], year: int, today: date) -> list[tuple[date, int | None]]:
    sums = dict.fromkeys(range(1, 13), 0)
    for day, points in booked:
        sums[day.month] += points
    return [
        (start, None if start > today and not sums[start.month] else sums[start.month])
        for start in (date(year, month, 1) for month in range(1, 13))
    ]


def _levels(ladder: Sequence[Level], booked: Sequence[tuple[date, int]]) -> list[ReachedLevel]:
    """Levels the points of the year suffice for in the end, and since when they did."""
    since: dict[int, date] = {}
    points = 0
    for day, gained in booked:
        points += gained
        for level in ladder:
            if points >= level.points:
                since.setdefault(level.id, day)
            else:
                since.pop(level.id, None)
    return [
        ReachedLevel(level, since.get(level.id) if level.points else None)
        for level in ladder
        if points >= level.points
    ]


def _results(session: Session, employee_id: int, year: int) -> list[Result]:
    rows = session.execute(
        select(StoredMetric, func.sum(Rollup.n), func.sum(Rollup.total))
        .join(Rollup, Rollup.metric_id == StoredMetric.id)
        .where(Rollup.year == year, Rollup.employee_id == employee_id)
        .group_by(StoredMetric.id)
        .having(func.sum(Rollup.n) > 0)
        .order_by(StoredMetric.id)
    )
    found = [Result(metric, _amount(metric, int(n), int(total)), int(n)) for metric, n, total in rows]
    return [one for one in found if one.amount > 0]


def _amount(metric: StoredMetric, n: int, total: int) -> Decimal:
    value = Decimal(total) / metric.scale
    return (value / n).quantize(Decimal("0.01")) if metric.kind is MetricKind.RATING else value


def year_points(session: Session, employee_id: int, day: date) -> int:
    """The points of the present year so far: levels go by them."""
    return (
        session.scalar(
            select(Score.points).where(Score.period_key == year_key(day), Score.employee_id == employee_id)
        )
        or 0
    )
