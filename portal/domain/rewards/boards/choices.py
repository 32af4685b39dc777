"""Which boards there are to look at: what runs, what closed (every edition of it), and seasons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.periods import Period, Window, period_of
from portal.domain.rewards.boards.models import BoardEdition, PeriodState, RewardPeriod
from portal.domain.rewards.periods import key_of
from portal.domain.rewards.seasons.queries import Season, SeasonState, seasons_of


class Sort(StrEnum):
    """RUNNING changes with every result; CLOSING only by late ones; FROZEN never; SEASON has rules of its own."""

    RUNNING = "running"
    CLOSING = "closing"
    FROZEN = "frozen"
    SEASON = "season"


@dataclass(frozen=True, slots=True)
class BoardPeriod:
    """`code` is how an address names it; `edition` and `frozen_at` are those of a frozen board."""

    code: str
    sort: Sort
    period: Period
    edition: int = 0
    editions: int = 0
    frozen_at: datetime | None = None
    season: Season | None = None
    is_over: bool = False

    @property
    def key(self) -> int:
        return key_of(self.period)

    @property
    def is_live(self) -> bool:
        return self.sort is not Sort.FROZEN and not (self.sort is Sort.SEASON and self.is_over)


@dataclass(frozen=True, slots=True)
class Choices:
    """`running`: this quarter and this year; `seasons` begun so far and `past` periods, the latest first."""

    running: list[BoardPeriod]
    seasons: list[BoardPeriod]
    past: list[BoardPeriod]

    def pick(self, code: str, edition: int | None = None) -> BoardPeriod:
        """What an address asks for; this quarter when there is no such thing."""
        wanted = [one for one in (*self.running, *self.seasons, *self.past) if one.code == code]
        exact = [one for one in wanted if edition is not None and one.edition == edition]
        return (exact or wanted or self.running)[0]

    def editions_of(self, chosen: BoardPeriod) -> list[BoardPeriod]:
        """The same period each time it was closed, and as it stands while it is open again; the latest first."""
        return [one for one in self.past if one.code == chosen.code]

    @property
    def earlier(self) -> list[BoardPeriod]:
        """Each past period once, by its latest state, and seasons that are over."""
        latest: dict[str, BoardPeriod] = {}
        for one in self.past:
            latest.setdefault(one.code, one)
        return [*latest.values(), *(one for one in self.seasons if one.is_over)]


def choices(session: Session, agency_id: int, day: date) -> Choices:
    quarter, year = (period_of(day, window) for window in (Window.QUARTER, Window.YEAR))
    seasons = seasons_of(session, agency_id, day)
    return Choices(
        running=[
            BoardPeriod("quarter", Sort.RUNNING, quarter),
            BoardPeriod("year", Sort.RUNNING, year),
        ],
        seasons=[_of_season(one, day) for one in seasons if one.state(day) is not SeasonState.COMING],
        past=_past(session, agency_id, day),
    )


def _of_season(season: Season, day: date) -> BoardPeriod:
    is_over = season.state(day) is SeasonState.OVER
    return BoardPeriod(f"season-{season.key}", Sort.SEASON, season.period, season=season, is_over=is_over)


def _past(session: Session, agency_id: int, day: date) -> list[BoardPeriod]:
    """Quarters that are over; a year with its last quarter."""
    rows = session.scalars(
        select(RewardPeriod)
        .where(RewardPeriod.agency_id == agency_id, RewardPeriod.end <= day)
        .order_by(RewardPeriod.start.desc())
    ).all()
    frozen = _moments(session, agency_id)
    found: list[BoardPeriod] = []
    for row in rows:
        year = period_of(row.start, Window.YEAR)
        periods = [year, row.period] if row.end == year.end else [row.period]
        for period in periods:
            found += _editions(row, period, frozen)
    return found


def _moments(session: Session, agency_id: int) -> dict[tuple[int, int], datetime]:
    rows = session.execute(
        select(BoardEdition.period_key, BoardEdition.edition, BoardEdition.frozen_at).where(
            BoardEdition.agency_id == agency_id
        )
    )
    return {(key, edition): at for key, edition, at in rows}


def _editions(
    row: RewardPeriod, period: Period, frozen: dict[tuple[int, int], datetime]
) -> Sequence[BoardPeriod]:
    key, code = key_of(period), period.code
    closed = [
        BoardPeriod(
            code,
            Sort.FROZEN,
            period,
            edition,
            row.edition,
            frozen.get((key, edition)) or (row.closed_at if edition == row.edition else None),
            is_over=True,
        )
        for edition in range(row.edition, 0, -1)
    ]
    if row.state is PeriodState.CLOSED:
        return closed
    return [BoardPeriod(code, Sort.CLOSING, period, 0, row.edition, is_over=True), *closed]
