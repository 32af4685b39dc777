"""When a season begins, those its rules are for read it in their inbox."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, or_, select, true
from sqlalchemy.orm import Session

from portal.domain.organisation.models import Agency, Employee, Position
from portal.domain.periods import local_day
from portal.domain.rewards.inbox import tell_once
from portal.domain.rewards.rules.models import RuleState, RuleVersion
from portal.domain.rewards.rules.scope import Scope, scope_today
from portal.domain.rewards.seasons.queries import Season, SeasonState, seasons_of
from portal.domain.words import n_

NEWS_FOR = timedelta(days=4)
MOST_NAMED = 3
SEASON_BEGAN = n_("A season has begun: %(rules)s. Read its rules and how long it lasts.")


def season_path(key: int) -> str:
    return f"/rewards/seasons/{key}"


def tell_of_seasons(session: Session, at: datetime) -> int:
    """In the first days of a season, once a person however often it runs; gives how many were told."""
    told = 0
    for agency_id, zone in session.execute(
        select(Agency.id, Agency.timezone).where(Agency.has_rewards).order_by(Agency.id)
    ).all():
        day = local_day(at, zone)
        for season in seasons_of(session, agency_id, day):
            is_new = day < season.period.start + NEWS_FOR
            if season.state(day) is SeasonState.RUNNING and is_new:
                told += _tell_agency(session, agency_id, season, at)
    return told


def _tell_agency(session: Session, agency_id: int, season: Season, at: datetime) -> int:
    live = [version for version in season.versions if version.rule.state is RuleState.LIVE]
    if not live:
        return 0
    names = ", ".join(version.rule.name for version in live[:MOST_NAMED])
    people = _people(session, agency_id, live)
    return tell_once(
        session, people, SEASON_BEGAN, link=season_path(season.key), icon="flag", at=at, rules=names
    )


def _people(session: Session, agency_id: int, versions: list[RuleVersion]) -> Select[int | None]:
    scopes = [scope_today(session, version.scope) for version in versions]
    return (
        select(Employee.account_id)
        .outerjoin(Position, Position.id == Employee.position_id)
        .where(Employee.agency_id == agency_id, Employee.left_on.is_(None), or_(*map(_is_for, scopes)))
    )


def _is_for(scope: Scope) -> ColumnElement[bool]:
    within: ColumnElement[bool] = true()
    if scope.spans:
        within = within & or_(*(Employee.unit_key.between(low, high) for low, high in scope.spans))
    if scope.positions:
        within = within & Position.kind.in_(scope.positions)
    if scope.employment:
        within = within & Employee.employment.in_(scope.employment)
    return within
