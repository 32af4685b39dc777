"""Honours shown beyond colleagues, with consent only: the public honour roll and the poster of a month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session, joinedload

from portal.domain.errors import NotFound
from portal.domain.organisation.models import Agency, Employee
from portal.domain.organisation.viewers import Viewer
from portal.domain.pages import Page, page_of
from portal.domain.periods import Period
from portal.domain.rewards.badges.models import Badge, Tier
from portal.domain.rewards.ledger.models import Award
from portal.domain.rewards.recognition.models import WallPost
from portal.domain.rewards.recognition.policies import has_wall, is_consenting, is_worn
from portal.domain.rewards.rules.models import RuleVersion
from portal.domain.rewards.sql import AnySelect

SIZE = 24
ON_POSTER = 8
SHINE = case({tier.value: place for place, tier in enumerate(Tier)}, value=Badge.tier, else_=0)


@dataclass(frozen=True, slots=True)
class Honour:
    """A badge somebody wears; `times` and `latest` of the stretch that was asked about."""

    person: Employee
    badge: Badge
    times: int
    latest: datetime


def honours_of(session: Session, year: int, agency_id: int | None = None, number: int = 1) -> Page[Honour]:
    """For everybody: badges of that year, of people who consent, in agencies that use rewards; latest first."""
    stretch = Period(date(year, 1, 1), date(year + 1, 1, 1)).moments("Asia/Jakarta")
    latest = func.max(WallPost.granted_at)
    query: Any = (
        select(WallPost.employee_id, RuleVersion.badge_id, func.count(), latest)
        .join(Award, Award.id == WallPost.award_id)
        .join(RuleVersion, RuleVersion.id == Award.rule_version_id)
        .join(Employee, Employee.id == WallPost.employee_id)
        .join(Agency, Agency.id == Employee.agency_id)
        .where(
            is_worn(),
            is_consenting(),
            Agency.has_rewards,
            WallPost.granted_at >= stretch[0],
            WallPost.granted_at < stretch[1],
        )
        .group_by(WallPost.employee_id, RuleVersion.badge_id)
        .order_by(latest.desc(), WallPost.employee_id, RuleVersion.badge_id)
    )
    if agency_id is not None:
        query = query.where(Employee.agency_id == agency_id)
    page = page_of(session, query, number, SIZE)
    people = _people(session, {row[0] for row in page.items})
    badges = _badges(session, {row[1] for row in page.items})
    honours = [Honour(people[row[0]], badges[row[1]], row[2], row[3]) for row in page.items]
    return Page(honours, page.number, page.total, page.size)


def agencies_with_honours(session: Session) -> list[Agency]:
    """Agencies of which the roll may show somebody."""
    some = select(WallPost.id).where(WallPost.agency_id == Agency.id).exists()
    return list(
        session.scalars(select(Agency).where(Agency.has_rewards, some).order_by(Agency.name, Agency.id))
    )


@dataclass(frozen=True, slots=True)
class Poster:
    """The people of a month with their brightest badge each; `others` did not find room."""

    honours: list[Honour]
    others: int


def poster_of(session: Session, viewer: Viewer, span: tuple[int, int] | None, month: Period) -> Poster:
    """People of the viewer's agency, or of a part of it, who consent; gold before silver before bronze."""
    if not has_wall(viewer) or viewer.agency_timezone is None:
        raise NotFound
    start, end = month.moments(viewer.agency_timezone)
    query: AnySelect = (
        select(WallPost.employee_id, Badge.id, WallPost.granted_at)
        .join(Award, Award.id == WallPost.award_id)
        .join(RuleVersion, RuleVersion.id == Award.rule_version_id)
        .join(Badge, Badge.id == RuleVersion.badge_id)
        .join(Employee, Employee.id == WallPost.employee_id)
        .where(
            Employee.agency_id == viewer.agency_id,
            is_worn(),
            is_consenting(),
            WallPost.granted_at >= start,
            WallPost.granted_at < end,
        )
        .order_by(SHINE.desc(), Award.points.desc(), Employee.name, Employee.id, WallPost.id)
    )
    if span is not None:
        query = query.where(Employee.unit_key.between(*span))
    brightest: dict[int, tuple[int, datetime]] = {}
    for employee_id, badge_id, granted_at in session.execute(query):
        brightest.setdefault(employee_id, (badge_id, granted_at))
    chosen = list(brightest.items())[:ON_POSTER]
    people = _people(session, {employee_id for employee_id, _ in chosen})
    badges = _badges(session, {badge_id for _, (badge_id, _at) in chosen})
    honours = [Honour(people[who], badges[badge_id], 1, at) for who, (badge_id, at) in chosen]
    return Poster(honours, len(brightest) - len(chosen))


def _people(session: Session, ids: set[int]) -> dict[int, Employee]:
    query = (
        select(Employee)
        .where(Employee.id.in_(ids))
        .options(joinedload(Employee.unit), joinedload(Employee.agency), joinedload(Employee.account))
    )
    return {person.id: person for person in session.scalars(query)}


def _badges(session: Session, ids: set[int]) -> dict[int, Badge]:
    return {badge.id: badge for badge in session.scalars(select(Badge).where(Badge.id.in_(ids)))}
