"""All a person's own page of rewards says, in few statements; home pages take it too."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.rewards.badges.lasting import is_worn
from portal.domain.rewards.badges.models import Level
from portal.domain.rewards.ledger.models import Award, AwardState, Score
from portal.domain.rewards.ledger.queries import WonBadge
from portal.domain.rewards.ledger.reading import awards_ever
from portal.domain.rewards.periods import quarter_key, year_key
from portal.domain.rewards.standing import levels_at

YEARS_BACK = 10
FULL_YEAR = 10_000


@dataclass(frozen=True, slots=True)
class Profile:
    """`points` of the quarter, `year_points` of the year (levels go by them), `in_all` of the last ten years."""

    points: int
    year_points: int
    in_all: int
    level: Level | None
    next_level: Level | None
    won: list[WonBadge]
    recent: Sequence[Award]

    @property
    def points_to_next(self) -> int:
        return 0 if self.next_level is None else self.next_level.points - self.year_points


def profile_of(session: Session, employee_id: int, day: date, most: int = 6) -> Profile:
    this_year = year_key(day)
    years = [this_year - back * FULL_YEAR for back in range(YEARS_BACK)]
    quarter = quarter_key(day)
    scores = _scores(session, employee_id, [quarter, *years])
    year_points = scores.get(this_year, 0)
    level, following = levels_at(session, year_points)
    awards = awards_ever(session, employee_id)
    return Profile(
        points=scores.get(quarter, 0),
        year_points=year_points,
        in_all=sum(scores.get(key, 0) for key in years),
        level=level,
        next_level=following,
        won=badges_among(awards, day),
        recent=awards[:most],
    )


def _scores(session: Session, employee_id: int, keys: list[int]) -> dict[int, int]:
    rows = session.execute(
        select(Score.period_key, Score.points).where(
            Score.period_key.in_(keys), Score.employee_id == employee_id
        )
    )
    return {key: points for key, points in rows}


def badges_among(awards: Sequence[Award], worn_on: date | None = None) -> list[WonBadge]:
    """Each badge once, with its newest award and how often it was won; only what has not run out by that day."""
    won: dict[int, WonBadge] = {}
    for award in awards:
        badge = award.version.badge
        if badge is None or award.state is not AwardState.GRANTED:
            continue
        if worn_on and not is_worn(badge, award, worn_on):
            continue
        before = won.get(badge.id)
        won[badge.id] = (
            WonBadge(badge, before.award, before.times + 1) if before else WonBadge(badge, award, 1)
        )
    return list(won.values())
