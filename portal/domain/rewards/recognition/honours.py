"""Honours shown beyond colleagues, with consent only: the public honour roll and the poster of a month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session, joinedload

from portal.domain.errors import NotFound
from portal.domain.organisation.models import Agency, Employee
from portal.domain.organisation.viewers import Viewer
from portal.domain.pages import Page
from portal.domain.periods import Period
from portal.domain.rewards.badges.models import Badge, Tier
from portal.domain.rewards.ledger.models import Award
from portal.domain.rewards.recognition.models import WallPost
from portal.domain.rewards.recognition.policies import has_wall, is_consenting, is_worn
from portal.domain.rewards.rules.models import RuleVersion

SIZE, MOST = 24, 2_400
ON_POSTER = 8
SHINE = case({tier.value: place for place, tier in enumerate(Tier)}, value=Badge.tier, else_=0)


@dataclass(frozen=True, slots=True)
class Honour:
    """A badge somebody wears; `times` and `latest` of the stretch that was asked about."""

    person: Employee
    badge: Badge
    times: int
    latest: datetime


@dataclass(frozen=True, slots=True)
class Honoured:
    """Somebody with all badges of a year, the brightest first."""

    person: Employee
    honours: list[Honour]

    @property
    def brightest(self) -> Honour:
        return self.honours[0]


def ranking(session: Session, year: int, agency_id: int | None = None) -> list[int]:
    """Who stands on the roll of that year, by their ids: gold first, then the latest. Looks at a whole year."""
    shine, latest = func.max(SHINE), func.max(WallPost.granted_at)
    query = (
        _worn(select(WallPost.employee_id))
        .where(*_on_the_roll(year), *([Employee.agency_id == agency_id] if agency_id is not None else []))
        .group_by(WallPost.employee_id)
        .order_by(shine.desc(), latest.desc(), WallPost.employee_id)
        .limit(MOST)
    )
    return list(session.scalars(query))


def honoured(session: Session, ranked: Sequence[int], year: int, number: int = 1) -> Page[Honoured]:
    """A page of a ranking, for everybody. Consent is asked anew: whoever took it back is gone at once."""
    number = max(1, min(number, -(-len(ranked) // SIZE) or 1))
    ids = ranked[(number - 1) * SIZE : number * SIZE]
    latest = func.max(WallPost.granted_at)
    query = (
        _worn(select(WallPost.employee_id, Badge.id, func.count(), latest))
        .where(*_on_the_roll(year), WallPost.employee_id.in_(ids))
        .group_by(WallPost.employee_id, Badge.id)
        .order_by(func.max(SHINE).desc(), latest.desc(), Badge.id)
    )
    rows = session.execute(query).all()
    people, badges = _people(session, {row[0] for row in rows}), _badges(session, {row[1] for row in rows})
    own: dict[int, list[Honour]] = {employee_id: [] for employee_id in ids if employee_id in people}
    for employee_id, badge_id, times, at in rows:
        own[employee_id].append(Honour(people[employee_id], badges[badge_id], times, at))
    found = [Honoured(people[employee_id], honours) for employee_id, honours in own.items()]
    return Page(found, number, len(ranked), SIZE)


def _on_the_roll(year: int) -> list[ColumnElement[bool]]:
    """People who consent, in agencies that use rewards."""
    start, end = Period(date(year, 1, 1), date(year + 1, 1, 1)).moments("Asia/Jakarta")
    return [
        is_worn(),
        is_consenting(),
        Agency.has_rewards.is_(True),
        WallPost.granted_at >= start,
        WallPost.granted_at < end,
    ]


def _worn(columns: Any) -> Any:
    """From posts to everything a question about them needs."""
    return (
        columns.join(Award, Award.id == WallPost.award_id)
        .join(RuleVersion, RuleVersion.id == Award.rule_version_id)
        .join(Badge, Badge.id == RuleVersion.badge_id)
        .join(Employee, Employee.id == WallPost.employee_id)
        .join(Agency, Agency.id == Employee.agency_id)
    )


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
    query = (
        _worn(select(WallPost.employee_id, Badge.id, WallPost.granted_at))
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
