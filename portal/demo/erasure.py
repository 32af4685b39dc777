"""Somebody who has retired and asked, while in service, that their data be erased: HR sees it waiting."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, aliased

from portal.demo.world import World
from portal.domain.accounts.models import Account
from portal.domain.organisation.erasure import actions
from portal.domain.organisation.models import Employee
from portal.domain.organisation.people.actions import leave
from portal.domain.organisation.viewers import viewer_of

HR, HOME = "kepegawaian@demo.test", "surabaya"
ASKED_DAYS_AGO, LEFT_DAYS_AGO = 24, 6


def load(session: Session, world: World) -> None:
    asked_at = world.now - timedelta(days=ASKED_DAYS_AGO)
    left_at = world.now - timedelta(days=LEFT_DAYS_AGO)
    hr = viewer_of(session, session.get_one(Account, world.accounts[HR]))
    person = _retired(session, world)
    me = viewer_of(session, session.get_one(Account, person.account_id))
    actions.ask(session, by=me, at=asked_at)
    leave(session, person, on=left_at.date(), reason="Pensiun", by=hr, at=left_at)


def _retired(session: Session, world: World) -> Employee:
    """The oldest who leads nobody and is nobody's demo account."""
    rated = aliased(Employee)
    demo = [number for email, number in world.accounts.items() if email.endswith("@demo.test")]
    return session.scalars(
        select(Employee)
        .where(
            Employee.agency_id == world.agencies[HOME].id,
            Employee.left_on.is_(None),
            Employee.account_id.is_not(None),
            Employee.account_id.not_in(demo),
            ~exists().where(rated.evaluator_id == Employee.id),
        )
        .order_by(Employee.nip, Employee.id)
        .limit(1)
    ).one()
