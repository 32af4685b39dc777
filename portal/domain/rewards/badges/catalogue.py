"""Questions about badges and levels."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.domain.errors import NotFound
from portal.domain.rewards.badges.models import Badge, FormerBadge, Level, Look
from portal.domain.rewards.ledger.models import Award, AwardState
from portal.domain.rewards.rules.models import RuleVersion


def all_badges(session: Session) -> list[Badge]:
    """The tiers of one achievement stand together, as they were made."""
    return list(session.scalars(select(Badge).order_by(Badge.family, Badge.id)))


def badge_for(session: Session, badge_id: int) -> Badge:
    badge = session.get(Badge, badge_id)
    if badge is None:
        raise NotFound
    return badge


def badge_by_code(session: Session, code: str) -> Badge:
    badge = session.scalar(select(Badge).where(Badge.code == code))
    if badge is None:
        raise NotFound
    return badge


def level_for(session: Session, level_id: int) -> Level:
    level = session.get(Level, level_id)
    if level is None:
        raise NotFound
    return level


def holders(session: Session) -> dict[int, int]:
    """How many people hold each badge, by its id."""
    rows = session.execute(
        select(RuleVersion.badge_id, func.count(Award.employee_id.distinct()))
        .join(Award, Award.rule_version_id == RuleVersion.id)
        .where(RuleVersion.badge_id.is_not(None), Award.state == AwardState.GRANTED)
        .group_by(RuleVersion.badge_id)
    )
    return {badge_id: people for badge_id, people in rows if badge_id is not None}


def is_taken(session: Session, code: str) -> bool:
    return session.scalar(select(Badge.id).where(Badge.code == code)) is not None


def points_taken(session: Session, points: int, but: int | None = None) -> bool:
    found = session.scalar(select(Level.id).where(Level.points == points))
    return found is not None and found != but


def families(session: Session) -> list[str]:
    """The names under which tiers are joined."""
    return list(
        session.scalars(select(Badge.family).where(Badge.family != "").distinct().order_by(Badge.family))
    )


def is_held(session: Session, badge_id: int) -> bool:
    """Whether anybody wears the badge or ever did."""
    found = session.scalar(
        select(Award.id)
        .join(RuleVersion, RuleVersion.id == Award.rule_version_id)
        .where(RuleVersion.badge_id == badge_id, Award.state != AwardState.ON_COURSE)
        .limit(1)
    )
    return found is not None


def look_at(session: Session, badge: Badge, at: datetime) -> Look:
    """What the badge was at that moment."""
    former = session.scalar(
        select(FormerBadge)
        .where(FormerBadge.badge_id == badge.id, FormerBadge.replaced_at > at)
        .order_by(FormerBadge.number)
        .limit(1)
    )
    return badge.look if former is None else former.look


def look_numbered(session: Session, badge: Badge, number: int) -> Look:
    """What the badge was under that version. NotFound for one that never was."""
    if number == badge.version:
        return badge.look
    former = session.scalar(
        select(FormerBadge).where(FormerBadge.badge_id == badge.id, FormerBadge.number == number)
    )
    if former is None:
        raise NotFound
    return former.look
