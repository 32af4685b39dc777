"""What one person won: badges worn now, and points by month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from portal.domain.periods import Period
from portal.domain.rewards.badges.models import Badge
from portal.domain.rewards.ledger.models import Award, AwardState, LedgerEntry
from portal.domain.rewards.rules.models import RuleVersion


@dataclass(frozen=True, slots=True)
class WonBadge:
    """`award` is the latest of `times` awards that carry the badge."""

    badge: Badge
    award: Award
    times: int


def badges_of(session: Session, employee_id: int) -> list[WonBadge]:
    """Badges worn now, latest first. One statement."""
    awards = session.scalars(
        select(Award)
        .join(RuleVersion, RuleVersion.id == Award.rule_version_id)
        .where(
            Award.employee_id == employee_id,
            Award.state == AwardState.GRANTED,
            RuleVersion.badge_id.is_not(None),
        )
        .options(joinedload(Award.version).joinedload(RuleVersion.badge))
        .order_by(Award.changed_at.desc(), Award.id.desc())
    ).all()
    by_badge: dict[int, list[Award]] = {}
    for award in awards:
        by_badge.setdefault(award.version.badge_id or 0, []).append(award)
    return [_won(same) for same in by_badge.values()]


def _won(same: Sequence[Award]) -> WonBadge:
    badge = same[0].version.badge
    assert badge is not None
    return WonBadge(badge, same[0], len(same))


def points_by_month(session: Session, employee_id: int, months: Sequence[Period]) -> list[tuple[date, int]]:
    """The points booked in each of the months, with zeros; takings-back count where they were booked."""
    booked = session.execute(
        select(LedgerEntry.booked_on, func.sum(LedgerEntry.points))
        .where(
            LedgerEntry.employee_id == employee_id,
            LedgerEntry.booked_on >= months[0].start,
            LedgerEntry.booked_on < months[-1].end,
        )
        .group_by(LedgerEntry.booked_on)
    ).all()
    return [(month.start, sum(points for day, points in booked if day in month)) for month in months]
