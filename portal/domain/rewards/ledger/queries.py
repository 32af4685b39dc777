"""What somebody won, and the statement of points behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from portal.domain.errors import NotFound
from portal.domain.organisation.models import Employee, Role
from portal.domain.organisation.viewers import Viewer
from portal.domain.pages import Page, page_of
from portal.domain.rewards.badges.models import Badge
from portal.domain.rewards.ledger.models import Award, AwardState, LedgerEntry
from portal.domain.rewards.periods import period_from
from portal.domain.rewards.rules.models import RuleVersion

WITH_RULE = (joinedload(Award.rule), joinedload(Award.version).joinedload(RuleVersion.badge))


@dataclass(frozen=True, slots=True)
class BadgeWon:
    """`award` is the newest of `times`."""

    badge: Badge
    award: Award
    times: int


def award_for(session: Session, viewer: Viewer, award_id: int) -> Award:
    """The person, their evaluator, and HR of their unit may see it with its numbers."""
    found = session.execute(
        select(Award, Employee)
        .join(Employee, Employee.id == Award.employee_id)
        .where(Award.id == award_id)
        .options(*WITH_RULE)
    ).first()
    if found is None:
        raise NotFound
    award, person = found
    is_near = viewer.employee_id is not None and viewer.employee_id in (person.id, person.evaluator_id)
    if not is_near and not viewer.covers(person.unit_key, Role.HR_ADMIN):
        raise NotFound
    return award


def awards_of(session: Session, employee_id: int, period_key: int | None = None) -> Sequence[Award]:
    """Newest first, also those on course and taken back; of one period when it is given."""
    query = (
        select(Award)
        .where(Award.employee_id == employee_id)
        .options(*WITH_RULE)
        .order_by(Award.changed_at.desc(), Award.id.desc())
    )
    awards = session.scalars(query).all()
    if period_key is None:
        return awards
    period = period_from(period_key)
    return [award for award in awards if period_from(award.window_key).start in period]


def badges_of(session: Session, employee_id: int) -> list[BadgeWon]:
    """Each badge once, however often it was won; the newest first."""
    query = (
        select(Award)
        .join(RuleVersion, RuleVersion.id == Award.rule_version_id)
        .where(Award.employee_id == employee_id, Award.state == AwardState.GRANTED)
        .where(RuleVersion.badge_id.is_not(None))
        .options(*WITH_RULE)
        .order_by(Award.window_key.desc(), Award.id.desc())
    )
    won: dict[int, BadgeWon] = {}
    for award in session.scalars(query):
        badge = award.version.badge
        if badge is not None:
            earlier = won.get(badge.id)
            won[badge.id] = BadgeWon(
                badge, earlier.award if earlier else award, 1 + (earlier.times if earlier else 0)
            )
    return list(won.values())


def entries_of(session: Session, employee_id: int, number: int = 1) -> Page[LedgerEntry]:
    """The statement, newest first."""
    query = (
        select(LedgerEntry)
        .where(LedgerEntry.employee_id == employee_id)
        .options(joinedload(LedgerEntry.award).joinedload(Award.rule))
        .order_by(LedgerEntry.id.desc())
    )
    return page_of(session, query, number)
