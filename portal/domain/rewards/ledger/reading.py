"""Questions of the pages about points and awards, within the rights of whoever asks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, joinedload

from portal.domain.errors import NotFound
from portal.domain.organisation.acting import Acting, acting_for
from portal.domain.organisation.models import Employee, Role
from portal.domain.organisation.viewers import Viewer
from portal.domain.rewards.ledger.models import Award, AwardState, LedgerEntry, Score
from portal.domain.rewards.rules.models import Rule, RuleState, RuleVersion

YEAR = 112  # the last digits of a year's key: January to December
WITH_RULE = (joinedload(Award.rule), joinedload(Award.version).joinedload(RuleVersion.badge))


@dataclass(frozen=True, slots=True)
class SeenAward:
    """`is_whole`: with the numbers behind it; otherwise only that the person holds the badge."""

    award: Award
    person: Employee
    is_own: bool
    is_whole: bool


def points_in_all(session: Session, employee_id: int) -> int:
    """The points of all years."""
    return (
        session.scalar(
            select(func.coalesce(func.sum(Score.points), 0)).where(
                Score.employee_id == employee_id, Score.period_key % 10_000 == YEAR
            )
        )
        or 0
    )


def awards_ever(session: Session, employee_id: int) -> Sequence[Award]:
    """Granted and taken back, newest first, with rule and badge."""
    return session.scalars(
        select(Award)
        .where(Award.employee_id == employee_id, Award.state != AwardState.ON_COURSE)
        .options(*WITH_RULE)
        .order_by(Award.changed_at.desc(), Award.id.desc())
    ).all()


def awards_by_rule(session: Session, employee_id: int, rule_id: int) -> Sequence[Award]:
    return session.scalars(
        select(Award)
        .where(Award.employee_id == employee_id, Award.rule_id == rule_id)
        .options(*WITH_RULE)
        .order_by(Award.window_key.desc(), Award.id.desc())
    ).all()


def awards_in(session: Session, employee_id: int, year: int) -> Sequence[Award]:
    """Everything of a year, on course and taken back too, newest first."""
    return session.scalars(
        select(Award)
        .where(
            Award.employee_id == employee_id,
            Award.window_key.between(year * 10_000, year * 10_000 + 9_999),
        )
        .options(*WITH_RULE)
        .order_by(Award.window_key.desc(), Award.id.desc())
    ).all()


def bookings_of(session: Session, award_id: int) -> Sequence[LedgerEntry]:
    """What an award did to the points, oldest first."""
    return session.scalars(
        select(LedgerEntry).where(LedgerEntry.award_id == award_id).order_by(LedgerEntry.id)
    ).all()


def award_seen(session: Session, viewer: Viewer, award_id: int, at: datetime) -> SeenAward:
    """One's own, those of whom one evaluates or stands in for, and as HR; a granted badge of somebody who shares.

    NotFound for everybody else.
    """
    found = session.execute(
        select(Award, Employee)
        .join(Employee, Employee.id == Award.employee_id)
        .where(Award.id == award_id)
        .options(*WITH_RULE, joinedload(Employee.unit))
    ).first()
    if found is None:
        raise NotFound
    award, person = found
    if may_see_whole(viewer, acting_for(session, viewer, at), person):
        return SeenAward(award, person, person.id == viewer.employee_id, True)
    if not may_see_badge(viewer, person, award):
        raise NotFound
    return SeenAward(award, person, False, False)


def may_see_whole(viewer: Viewer, acting: Acting, person: Employee) -> bool:
    is_own = viewer.employee_id is not None and viewer.employee_id == person.id
    is_rated = person.evaluator_id in acting.evaluator_ids
    return is_own or is_rated or viewer.covers(person.unit_key, Role.HR_ADMIN)


def may_see_badge(viewer: Viewer, person: Employee, award: Award) -> bool:
    """Inside the agency, of somebody who shares, and only what is worn."""
    is_worn = award.state is AwardState.GRANTED and award.version.badge_id is not None
    is_shared = person.is_recognisable and person.left_on is None and viewer.has_rewards
    return is_worn and is_shared and person.agency_id == viewer.agency_id


def version_that_counts(session: Session, viewer: Viewer, rule_id: int) -> RuleVersion:
    """The live version of a rule of the viewer's agency, or the last one of a rule that no longer counts."""
    version = session.scalar(
        select(RuleVersion)
        .join(Rule, Rule.live_version_id == RuleVersion.id)
        .where(
            Rule.id == rule_id,
            Rule.state != RuleState.DRAFT,
            or_(Rule.agency_id.is_(None), Rule.agency_id == viewer.agency_id),
        )
        .options(joinedload(RuleVersion.rule), joinedload(RuleVersion.badge))
    )
    if version is None:
        raise NotFound
    return version
