"""Which seasons there are for somebody: the published rules that count in the same months are one season."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from portal.domain.errors import NotFound
from portal.domain.periods import Period
from portal.domain.rewards.periods import RuleWindow, key_of
from portal.domain.rewards.rules.models import Rule, RuleState, RuleVersion


class SeasonState(StrEnum):
    COMING = "coming"
    RUNNING = "running"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Season:
    """`versions`: what counts in it, one version of every rule."""

    period: Period
    versions: tuple[RuleVersion, ...]

    @property
    def key(self) -> int:
        return key_of(self.period)

    @property
    def rule_ids(self) -> list[int]:
        return [version.rule_id for version in self.versions]

    @property
    def last_day(self) -> date:
        return self.period.end - timedelta(days=1)

    def state(self, day: date) -> SeasonState:
        if day < self.period.start:
            return SeasonState.COMING
        return SeasonState.RUNNING if day in self.period else SeasonState.OVER

    def days_left(self, day: date) -> int:
        """Until it begins, or with today until it ends; 0 once it is over."""
        until = self.period.start if day < self.period.start else self.period.end
        return max(0, (until - day).days)

    def share_gone(self, day: date) -> tuple[int, int]:
        """Days gone and days in all."""
        whole = (self.period.end - self.period.start).days
        return min(whole, max(0, (day - self.period.start).days)), whole


def seasons_of(session: Session, agency_id: int | None, day: date) -> list[Season]:
    """The latest first. A season whose rules were all retired before its end is no news."""
    rows = session.scalars(
        select(RuleVersion)
        .join(Rule, Rule.id == RuleVersion.rule_id)
        .where(
            RuleVersion.window == RuleWindow.SEASON,
            RuleVersion.published_at.is_not(None),
            Rule.state != RuleState.DRAFT,
            or_(Rule.agency_id.is_(None), Rule.agency_id == agency_id),
        )
        .options(contains_eager(RuleVersion.rule), joinedload(RuleVersion.badge))
        .order_by(RuleVersion.number.desc(), RuleVersion.id)
    ).all()
    found: dict[Period, list[RuleVersion]] = {}
    for version in _that_counted(rows):
        if version.season is not None and (version.season.end <= day or _still_counts(version)):
            found.setdefault(version.season, []).append(version)
    seasons = [Season(period, tuple(versions)) for period, versions in found.items()]
    return sorted(seasons, key=lambda one: (one.period.end, one.period.start), reverse=True)


def _that_counted(newest_first: Sequence[RuleVersion]) -> Iterator[RuleVersion]:
    """A version that was replaced before its season was over never was the rule of a season."""
    replaced_on: dict[int, date] = {}
    for version in newest_first:
        replaced = replaced_on.get(version.rule_id)
        if replaced is None or (version.season_end is not None and version.season_end <= replaced):
            yield version
        if version.published_at is not None:
            replaced_on[version.rule_id] = version.published_at.date()


def _still_counts(version: RuleVersion) -> bool:
    return version.rule.state is not RuleState.RETIRED


def season_for(session: Session, agency_id: int | None, key: int, day: date) -> Season:
    for season in seasons_of(session, agency_id, day):
        if season.key == key:
            return season
    raise NotFound
