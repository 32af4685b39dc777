"""What a home page says of one person's rewards, in four statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import ScalarSelect, Select, and_, bindparam, func, or_, select, true
from sqlalchemy.orm import Session, joinedload

from portal.domain.errors import NotFound
from portal.domain.organisation.models import OrgUnit
from portal.domain.organisation.paths import ancestors_of, end_of
from portal.domain.organisation.viewers import Viewer
from portal.domain.periods import Period
from portal.domain.rewards.badges.models import Level
from portal.domain.rewards.boards.counting import Span
from portal.domain.rewards.boards.models import UnitSize
from portal.domain.rewards.boards.pages import Board
from portal.domain.rewards.boards.queries import top, top_and_own
from portal.domain.rewards.ledger.models import Award, AwardState, Score
from portal.domain.rewards.ledger.queries import WonBadge, points_by_month
from portal.domain.rewards.periods import quarter_key, year_key
from portal.domain.rewards.profile import badges_among
from portal.domain.rewards.rules.models import Rule, RuleKind, RuleState, RuleVersion
from portal.domain.rewards.standing import steps_around


@dataclass(frozen=True, slots=True)
class Missing:
    """A badge one does not wear, and the version of the rule that gives it."""

    version: RuleVersion


@dataclass(frozen=True, slots=True)
class Glance:
    """`points` of the quarter, `year_points` of the year (levels go by them), the agency's board of the quarter."""

    points: int
    year_points: int
    next_level: Level | None
    won: list[WonBadge]
    missing: list[Missing]
    board: Board
    months: list[tuple[date, int]]

    @property
    def points_to_next(self) -> int:
        return 0 if self.next_level is None else self.next_level.points - self.year_points

    @property
    def has_months(self) -> bool:
        """Whether the last months hold anything to draw."""
        return any(points for _start, points in self.months)


@dataclass(frozen=True, slots=True)
class _Numbers:
    points: int
    year_points: int
    next_level: Level | None
    span: Span


def glance_of(session: Session, viewer: Viewer, day: date, months: Sequence[Period], most: int) -> Glance:
    if viewer.employee_id is None or viewer.unit_key is None:
        raise NotFound
    agency = ancestors_of(viewer.unit_key)[0]
    numbers = _numbers(session, viewer.employee_id, agency, day)
    won, missing = _badges(session, viewer, viewer.employee_id, day)
    return Glance(
        points=numbers.points,
        year_points=numbers.year_points,
        next_level=numbers.next_level,
        won=won,
        missing=missing,
        board=_board(session, viewer, viewer.employee_id, numbers, most),
        months=points_by_month(session, viewer.employee_id, months),
    )


def _numbers(session: Session, employee_id: int, agency: int, day: date) -> _Numbers:
    """Points, the ladder of levels and the size of the board, in one statement."""
    quarter = quarter_key(day)
    places = {"employee": employee_id, "agency": agency, "quarter": quarter, "year": year_key(day)}
    rows = session.execute(_sizes_and_levels(), places).all()
    first = rows[0]
    year_points = first.year_points or 0
    ladder = [row.Level for row in rows if row.Level is not None]
    sizes = (first.size or 0, first.everybody or 0, bool(first.histogram))
    return _Numbers(
        first.points or 0,
        year_points,
        steps_around(ladder, year_points)[1],
        Span(agency, end_of(agency, 1), quarter, *sizes),
    )


@cache
def _sizes_and_levels() -> Select[*tuple[Any, ...]]:
    """Built once, as the question for badges is: every home page asks them."""
    at = UnitSize.unit_key == bindparam("agency")
    everybody = (
        select(func.sum(UnitSize.people))
        .where(UnitSize.unit_key.in_(select(OrgUnit.path_key).where(OrgUnit.level == 1)))
        .scalar_subquery()
    )
    numbers = select(
        _points("quarter").label("points"),
        _points("year").label("year_points"),
        select(UnitSize.people).where(at).scalar_subquery().label("size"),
        select(UnitSize.has_histogram).where(at).scalar_subquery().label("histogram"),
        everybody.label("everybody"),
    ).subquery()
    question: Select[*tuple[Any, ...]] = select(numbers, Level)
    return question.select_from(numbers.outerjoin(Level, true())).order_by(Level.points)


def _points(period: str) -> ScalarSelect[int]:
    return (
        select(Score.points)
        .where(Score.employee_id == bindparam("employee"), Score.period_key == bindparam(period))
        .scalar_subquery()
    )


def _badges(
    session: Session, viewer: Viewer, employee_id: int, day: date
) -> tuple[list[WonBadge], list[Missing]]:
    """Badges worn, latest first, and those of the agency's live rules that are still to be won, in one statement."""
    rows = session.execute(_with_badges(), {"employee": employee_id, "agency": viewer.agency_id}).all()
    won = badges_among([row.Award for row in rows if row.Award is not None], day)
    known = {one.badge.id for one in won}
    missing: dict[int, Missing] = {}
    for row in rows:
        if row.is_live and row.RuleVersion.badge_id not in known:
            missing.setdefault(row.RuleVersion.badge_id, Missing(row.RuleVersion))
    return won, list(missing.values())


@cache
def _with_badges() -> Select[*tuple[Any, ...]]:
    is_own = and_(
        Award.rule_version_id == RuleVersion.id,
        Award.employee_id == bindparam("employee"),
        Award.state == AwardState.GRANTED,
    )
    is_live = and_(
        Rule.live_version_id == RuleVersion.id,
        Rule.state == RuleState.LIVE,
        Rule.kind == RuleKind.AUTOMATIC,
        or_(Rule.agency_id.is_(None), Rule.agency_id == bindparam("agency")),
    )
    question: Select[*tuple[Any, ...]] = select(RuleVersion, Award, is_live.label("is_live"))
    return (
        question.join(Rule, Rule.id == RuleVersion.rule_id)
        .outerjoin(Award, is_own)
        .where(RuleVersion.badge_id.is_not(None), or_(Award.id.is_not(None), is_live))
        .options(joinedload(RuleVersion.badge))
        .order_by(Award.changed_at.desc(), Award.id.desc(), RuleVersion.points, RuleVersion.id)
    )


def _board(session: Session, viewer: Viewer, employee_id: int, numbers: _Numbers, most: int) -> Board:
    """The first few, and the viewer's own place when it is further down."""
    span = numbers.span
    if numbers.points and viewer.is_on_boards:
        best, own = top_and_own(session, span, most, employee_id, numbers.points)
    else:
        best, own = top(session, span.low, span.high, span.period_key, most, span), None
    is_below = own is not None and all(place.employee_id != employee_id for place in best)
    around = [own] if own and is_below else []
    return Board(viewer.agency_name, best, around, own, employee_id, not viewer.is_on_boards)
