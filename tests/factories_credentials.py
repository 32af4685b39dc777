"""Somebody who has won a badge by the engine itself, and what takes it back."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.metrics import Fact
from portal.domain.organisation.models import Employee
from portal.domain.organisation.viewers import Viewer
from portal.domain.rewards.badges.models import Badge, Shape, Tier
from portal.domain.rewards.credentials.keys import keep_key, make_key
from portal.domain.rewards.ledger.models import Award
from tests import factories, factories_rewards
from tests.domain.rewards.helpers import tell
from tests.factories import NOW

KEY = make_key()


@dataclass
class Won:
    person: Employee
    badge: Badge
    award: Award
    fact: Fact
    me: Viewer


def badge(session: Session, *, lasts_months: int | None = None, tier: Tier = Tier.GOLD, **fields) -> Badge:
    made = factories_rewards.badge(session, tier=tier)
    made.words, made.criteria = "Untuk petugas yang andal.", "Satu target tercapai dalam satu triwulan."
    made.shape, made.lasts_months = Shape.SEAL, lasts_months
    for name, value in fields.items():
        setattr(made, name, value)
    session.flush()
    return made


def won(session: Session, *, person: Employee | None = None, at: datetime = NOW, **fields) -> Won:
    """One target met, one badge for it, revocable while the quarter is open."""
    factories_rewards.metrics(session)
    made, person = badge(session, **fields), person or factories.employee(session)
    factories_rewards.rule(session, factories_rewards.leaf("target"), badge_id=made.id)
    fact = factories_rewards.fact(factories_rewards.TARGET, person.id)
    tell(session, fact, at=at)
    award = session.scalars(
        select(Award).where(Award.employee_id == person.id).order_by(Award.id.desc())
    ).first()
    assert award is not None
    return Won(person, made, award, fact, factories.viewer(session, person))


def take_back(session: Session, of: Won, *, at: datetime = NOW) -> Fact:
    """The result behind it is voided; gives the fact that voids it."""
    voided = factories_rewards.void(of.fact)
    tell(session, voided, at=at)
    session.refresh(of.award)
    return voided


def grant_again(session: Session, of: Won, *, at: datetime = NOW) -> None:
    tell(session, factories_rewards.fact(factories_rewards.TARGET, of.person.id), at=at)
    session.refresh(of.award)


def key(session: Session) -> None:
    """The same for all tests: making one is slow, and none of them is about its bits."""
    keep_key(session, KEY, at=NOW)
