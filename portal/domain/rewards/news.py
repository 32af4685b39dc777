"""What is new around one's rewards, for the home page, in one statement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, or_, select
from sqlalchemy.orm import Session, joinedload

from portal.domain.organisation.models import Agency
from portal.domain.organisation.viewers import Viewer
from portal.domain.rewards.catalogue.balance import BOOKED, EARNED, Balance, balance_places
from portal.domain.rewards.ledger.models import Award
from portal.domain.rewards.options.models import RewardOptions
from portal.domain.rewards.recognition.announcing import SHOWN, shown_places
from portal.domain.rewards.recognition.models import Announcement, WallPost
from portal.domain.rewards.recognition.policies import has_wall
from portal.domain.rewards.recognition.wall import ON_WALL, wall_places
from portal.domain.rewards.rules.models import RuleVersion

WITH_NAMES = (
    joinedload(WallPost.employee),
    joinedload(WallPost.award).joinedload(Award.version).joinedload(RuleVersion.badge),
)


@dataclass(frozen=True, slots=True)
class News:
    """The latest announcement, the latest honour of a colleague, and what one may redeem (None without a catalogue)."""

    announcement: Announcement | None = None
    post: WallPost | None = None
    to_spend: int | None = None

    def __bool__(self) -> bool:
        return bool(self.announcement or self.post or self.to_spend)


def news_of(session: Session, viewer: Viewer, day: date, at: datetime) -> News:
    if viewer.employee_id is None or viewer.unit_key is None or not has_wall(viewer):
        return News()
    places = {
        **shown_places(viewer, day),
        **wall_places(viewer, at),
        **balance_places(viewer.employee_id, day.year),
    }
    row = session.execute(_news(), places).one()
    balance = Balance(day.year, int(row[3]), -int(row[4]))
    return News(row[0], row[1], balance.to_spend if row[2] else None)


@cache
def _news() -> Select[*tuple[Any, ...]]:
    """Built once: every home page asks it."""
    others = ON_WALL.where(WallPost.employee_id != bindparam("employee"))
    announcement = SHOWN.with_only_columns(Announcement.id).limit(1).scalar_subquery()
    post = others.with_only_columns(WallPost.id).limit(1).scalar_subquery()
    uses_catalogue = or_(RewardOptions.agency_id.is_(None), RewardOptions.has_catalogue.is_(True))
    question: Select[*tuple[Any, ...]] = select(Announcement, WallPost, uses_catalogue, EARNED, BOOKED)
    return (
        question.select_from(Agency)
        .outerjoin(RewardOptions, RewardOptions.agency_id == Agency.id)
        .outerjoin(Announcement, Announcement.id == announcement)
        .outerjoin(WallPost, WallPost.id == post)
        .where(Agency.id == bindparam("agency"))
        .options(*WITH_NAMES)
    )
