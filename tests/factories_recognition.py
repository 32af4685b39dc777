"""Honours on a wall, points to redeem and a catalogue, for tests."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from portal.domain.organisation.models import Employee, OrgUnit, Role
from portal.domain.organisation.viewers import Viewer
from portal.domain.rewards.badges.models import Badge, Tier
from portal.domain.rewards.catalogue.models import CatalogueItem
from portal.domain.rewards.ledger.models import Award, AwardState, LedgerEntry, LedgerReason
from portal.domain.rewards.models import RuleVersion
from portal.domain.rewards.recognition.models import WallPost
from tests import factories, factories_rewards
from tests.factories import NOW
from tests.factories_rewards import TARGET, leaf

TODAY = date(2026, 11, 21)
YEAR_KEY = 20260112


def version(
    session: Session, *, has_badge: bool = True, name: str = "Bintang layanan", tier: Tier = Tier.GOLD
) -> RuleVersion:
    factories_rewards.metrics(session)
    badge: Badge | None = factories_rewards.badge(session, name=name, tier=tier) if has_badge else None
    return factories_rewards.rule(session, leaf(TARGET), name=name, badge_id=badge.id if badge else None)


def award(
    session: Session,
    person: Employee,
    given: RuleVersion | None = None,
    *,
    points: int = 100,
    at: datetime = NOW,
    window_key: int = 20261012,
    evidence: dict | None = None,
) -> Award:
    """Granted and booked, as the evaluator leaves it."""
    given = given or version(session)
    made = Award(
        rule_id=given.rule_id,
        window_key=window_key,
        employee_id=person.id,
        rule_version_id=given.id,
        state=AwardState.GRANTED,
        revision=1,
        unit_key=person.unit_key,
        points=points,
        evidence=evidence,
        changed_at=at,
    )
    session.add(made)
    session.flush()
    session.add(
        LedgerEntry(
            employee_id=person.id,
            award_id=made.id,
            revision=1,
            rule_id=given.rule_id,
            window_key=window_key,
            unit_key=person.unit_key,
            points=points,
            reason=LedgerReason.GRANTED,
            booked_on=at.date(),
            booked_at=at,
        )
    )
    session.flush()
    return made


def post(
    session: Session, person: Employee, given: RuleVersion | None = None, *, at: datetime = NOW
) -> WallPost:
    """An honour on the wall. Whether it is shown depends on the person."""
    found = award(session, person, given, at=at)
    entry = session.query(LedgerEntry).filter_by(award_id=found.id).one()
    made = WallPost(
        award_id=found.id,
        ledger_id=entry.id,
        employee_id=person.id,
        agency_id=person.agency_id,
        granted_at=at,
    )
    session.add(made)
    session.flush()
    return made


def named(session: Session, unit: OrgUnit, **fields) -> Employee:
    """Somebody who wants to be named."""
    return factories.employee(session, unit_=unit, is_recognisable=True, **fields)


def item(session: Session, unit: OrgUnit, **fields) -> CatalogueItem:
    values = {"name": "Buku pilihan", "points": 60, "stock": 5, "per_person": 2, "created_at": NOW}
    made = CatalogueItem(agency_id=unit.agency_id, **{**values, **fields})
    session.add(made)
    session.flush()
    return made


def hr(session: Session, unit: OrgUnit) -> Viewer:
    """An HR administrator who works in that unit and looks after it."""
    person = factories.employee(session, unit_=unit)
    factories.role(session, person, Role.HR_ADMIN, over=unit)
    return factories.viewer(session, person)
